"""People as their roles in the response."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from incidents.models import Participation, ResponseRole
from people.models import User


class Roles:
    """Says "the incident lead" for whoever leads, also where a text has their name.

    The names are those of everybody who is connected to the incident: in a text
    that people wrote, nobody else can be told from a word that looks like a name.
    """

    def __init__(self, people: Iterable[Participation], others: Iterable[User | None]) -> None:
        self._roles = {one.user_id: self._say(one.role) for one in people}
        known = {one.user_id: one.user for one in people}
        known |= {user.pk: user for user in others if user}
        self._names = {
            name.casefold(): self.of(user)
            for user in known.values()
            for name in (user.get_short_name(), user.get_full_name(), user.email)
        }
        whole = {name for one in known.values() for name in (one.get_full_name(), one.email)}
        first = {one.get_short_name() for one in known.values()} - whole
        # A first name in small letters is more often a word: will, mark, may.
        patterns = [f"(?i:{re.escape(name)})" for name in sorted(whole, key=len, reverse=True)]
        patterns += [re.escape(name) for name in sorted(first, key=len, reverse=True)]
        self._pattern = re.compile(rf"(?<!\w)@?(?:{'|'.join(patterns)})(?!\w)") if known else None

    def of(self, user: User | None) -> str:
        """The role somebody has; nothing when nobody is known."""
        return self._roles.get(user.pk, _("somebody who helped")) if user else ""

    def in_place_of_names(self, text: str) -> str:
        return self._pattern.sub(self._instead, text) if self._pattern else text

    def _instead(self, found: re.Match[str]) -> str:
        role = self._names[found[0].removeprefix("@").casefold()]
        before = found.string[: found.start()].rstrip(" *_-")
        begins = not before or before[-1] in ".:?\n"
        return role[:1].upper() + role[1:] if begins else role

    @staticmethod
    def _say(role: str) -> str:
        return {
            ResponseRole.LEAD.value: _("the incident lead"),
            ResponseRole.COMMUNICATIONS.value: _("communications"),
            ResponseRole.SCRIBE.value: _("the scribe"),
        }.get(role, _("a responder"))
