"""Whom a comment names with an @."""

import re
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User

# Not the @ of an address, of a path, or of `code`.
NAMED = re.compile(r"(?<![\w@./+-])@(\w[\w.+'’-]*)")
CODE = re.compile(r"`+[^`]*`+")
MOST = 20


def people_named(text: str) -> list[User]:
    """The people whom `text` names: @ruth, @ruth.abramson or @Ruth Abramson.

    A first name is enough where one person has it. What names nobody is left as it is
    written: it may be the name of something else.
    """
    text = CODE.sub(" ", text)
    names = [(one[1].rstrip(".'’-"), text[one.start() + 1 :]) for one in NAMED.finditer(text)]
    names = names[:MOST]
    around = list(_around(name for name, _rest in names))
    found = [_who(around, name, rest) for name, rest in names]
    return list(dict.fromkeys(person for person in found if person))


def _around(names: Iterable[str]) -> Iterator[User]:
    wanted = Q()
    for name in names:
        wanted |= Q(email__istartswith=f"{name}@") | Q(display_name__istartswith=name)
    if wanted:
        yield from User.objects.here().filter(wanted)


def _who(people: list[User], name: str, rest: str) -> User | None:
    """Whoever has the longest whole name that stands there, else that address or first name."""
    whole = [one for one in people if _begins_with(rest, one.get_full_name())]
    longest = max((len(one.get_full_name()) for one in whole), default=0)
    ways = (
        [one for one in whole if len(one.get_full_name()) == longest],
        [one for one in people if one.email.partition("@")[0].casefold() == name.casefold()],
        [one for one in people if one.get_short_name().casefold() == name.casefold()],
    )
    fitting = next(filter(None, ways), [])
    if len(fitting) > 1:
        sentence = _(
            "Several people are called %(name)s. Write the whole name, or what is before the @ "
            "of the address."
        )
        raise DomainError({"text": sentence % {"name": name}})
    return fitting[0] if fitting else None


def _begins_with(text: str, name: str) -> bool:
    return text[: len(name)].casefold() == name.casefold() and not text[len(name) :][:1].isalnum()
