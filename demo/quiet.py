"""Keep the past quiet: what was said long ago is not said again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F, Min

from incidents.models import Incident, TimelineEntry
from nudges.domain.outbox import end
from nudges.models import Nudge


@contextmanager
def no_prompts() -> Iterator[None]:
    """Drop what would be told to Redis after the commit.

    No screen is open yet, and what is due now is found by the sweep. So the demo
    loads as quickly where there is no Redis.
    """
    connection = transaction.get_connection()
    before = len(connection.run_on_commit)
    yield
    del connection.run_on_commit[before:]


def settle(kinds: Collection[str]) -> None:
    """End every open nudge of these kinds: it belongs to the past."""
    for this in Nudge.objects.open().filter(kind__in=kinds):
        if this.about is not None:
            end(this.kind, about=this.about, because="it was a while ago")


def write_down_in_time() -> None:
    """Let each entry be written down when it happened, not when the demo was loaded.

    Those that are told as written down later have a time from before that already.
    """
    loading = Incident.objects.aggregate(since=Min("created_at"))["since"]
    TimelineEntry.objects.filter(recorded_at__gte=loading).update(recorded_at=F("occurred_at"))
    Incident.objects.update(created_at=F("declared_at"))
