"""Show somebody new where to begin."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from learning.domain.paths import bring_path
from learning.queries.paths import first_walk
from nudges.domain.outbox import end, nudge, told
from nudges.models import Nudge
from people.models import User

# Whoever joined longer ago has begun without us.
WITHIN = timedelta(days=14)


@transaction.atomic
def welcome_new_joiners(*, at: datetime | None = None) -> int:
    """Tell whoever joined these days where to begin, once. Returns how many there were.

    It is about the path that everyone has, and leads to the one of their own team: people
    change teams, and paths are deleted.
    """
    today, path = timezone.localdate(at), bring_path()
    joined = User.objects.here().filter(joined_on__gt=today - WITHIN, joined_on__lte=today)
    new = list(joined.exclude(pk__in=told("welcome", about=path)))
    nudge("welcome", about=path, to=new)
    return len(new)


def end_welcome_when_read(reader: User) -> None:
    """Say no more of where to begin to somebody who has read all of it."""
    path = bring_path()
    waiting = Nudge.objects.open().about("welcome", path).filter(recipient=reader)
    if waiting.exists() and first_walk(reader).is_finished:
        end("welcome", about=path, because="it is read", to=reader)
