"""Links in mail that need no account: the secret in them is enough for the little they do."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from nudges.kinds import KINDS, Kind
from nudges.models import Nudge
from people.models import User

ANSWER = "nudges.answer"
LEAVE = "nudges.leave"
# What stands for a token in an address; those that are signed need no quoting.
TOKEN = "TOKEN"  # nosec B105


def link_to_answer(nudge: Nudge) -> str:
    """Where its reader puts one nudge off, or stops it."""
    return _link("nudges:answer", signing.dumps([nudge.pk, nudge.recipient_id], salt=ANSWER))


def link_to_leave(person: User, kinds: Iterable[str]) -> str:
    """Where somebody ends mail of some kinds; a mail program's own button sends there too."""
    return _link("nudges:leave", signing.dumps([person.pk, *sorted(set(kinds))], salt=LEAVE))


def nudge_of(token: str) -> Nudge | None:
    """The nudge that a link was about, or None when it is not ours, or gone."""
    if not (read := _read(token, ANSWER)):
        return None
    pk, person = read
    return Nudge.objects.filter(pk=pk, recipient=person).select_related("recipient").first()


def leaving(token: str) -> tuple[User, list[Kind]] | None:
    """Who wants no more mail of which kinds, or None when the link is not ours."""
    if not (read := _read(token, LEAVE)):
        return None
    number, *names = read
    person = User.objects.filter(pk=number).first()
    return (person, [KINDS[name] for name in names if name in KINDS]) if person else None


def _link(view: str, token: str) -> str:
    return settings.SITE_URL + _address(view).replace(TOKEN, token)


@cache
def _address(view: str) -> str:
    """Where a view is, for any token. Each mail has two, and looking one up takes a while."""
    return reverse(view, args=[TOKEN])


def _read(token: str, salt: str) -> list[Any] | None:
    try:
        read: list[Any] = signing.loads(token, salt=salt)
    except (signing.BadSignature, ValueError):
        return None
    return read
