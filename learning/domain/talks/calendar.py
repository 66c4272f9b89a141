"""The private address at which a calendar program reads the sessions."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.domain.anonymous import digest
from learning.models import TalkCalendar
from people.models import User


@transaction.atomic
def make_calendar(*, by: User, at: datetime | None = None) -> str:
    """Make somebody's address, in place of an earlier one, and return its token this once.

    Only the digest is kept, so a copy of the database opens no calendar.
    """
    token = secrets.token_urlsafe(32)
    made = {"token_digest": digest(token), "made_at": at or timezone.now(), "last_read_on": None}
    TalkCalendar.objects.update_or_create(owner=by, defaults=made)
    return token


@transaction.atomic
def end_calendar(*, by: User) -> None:
    """Let the address show nothing any more. Twice is once."""
    TalkCalendar.objects.filter(owner=by).delete()


def calendar_with(token: str) -> TalkCalendar | None:
    """The calendar of a token, while its owner has an account in use.

    It is looked up by its digest, so how long that takes says nothing of the token.
    """
    known = TalkCalendar.objects.filter(token_digest=digest(token), owner__is_active=True)
    return known.select_related("owner").first()


def note_read(calendar: TalkCalendar, *, at: datetime | None = None) -> None:
    """Keep the day on which it was last read: a program asks often, and a day is enough."""
    day = timezone.localdate(at)
    other = ~Q(last_read_on=day) | Q(last_read_on=None)
    TalkCalendar.objects.filter(other, pk=calendar.pk).update(last_read_on=day)
