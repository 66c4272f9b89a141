"""The scheduler that `celery beat` runs.

Celery's own keeps in a file what it last sent: two of them send everything twice, and a new
machine knows nothing of what the old one missed. Here Postgres knows, so any number may run,
and what was due while none did is sent once when one is back.
"""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

from celery.beat import ScheduleEntry, Scheduler, SchedulingError
from celery.schedules import schedstate
from django.conf import settings
from django.db import Error, close_old_connections, transaction
from django.utils import timezone

from schedule.models import Errand

logger = logging.getLogger(__name__)

# Clocks of two machines may be so far from each other.
AHEAD = timedelta(minutes=1)
# Its health check looks at when this was last touched.
ALIVE = settings.DATA_DIR / "scheduler"


def _is_due(entry: ScheduleEntry, errand: Errand) -> schedstate:
    """Whether an entry is to be sent, by when any scheduler last sent it."""
    entry.last_run_at = _last_sent(errand)
    return schedstate(*entry.is_due())


def _last_sent(errand: Errand) -> datetime:
    """What was sent in the future was sent before the clock was put right: it counts as never."""
    is_ahead = errand.sent_at > timezone.now() + AHEAD
    return datetime(2000, 1, 1, tzinfo=UTC) if is_ahead else errand.sent_at


class OnceScheduler(Scheduler):
    """Sends each entry once when it is due, if no other scheduler has."""

    max_interval = 5
    has_failed = False
    ticked_at = datetime(2000, 1, 1, tzinfo=UTC)

    def setup_schedule(self) -> None:
        """Read the entries; one that was never sent counts from now."""
        self.merge_inplace(self.app.conf.beat_schedule)
        new = [Errand(name=name) for name in self.schedule]
        Errand.objects.bulk_create(new, ignore_conflicts=True)

    def is_due(self, entry: ScheduleEntry) -> schedstate:
        """Look at when any scheduler last sent it."""
        close_old_connections()
        errand, _is_new = Errand.objects.get_or_create(name=entry.name)
        return _is_due(entry, errand)

    def apply_entry(self, entry: ScheduleEntry, producer: Any = None) -> None:
        """Send an entry and note it, both or neither: the row lock lets one scheduler do it."""
        try:
            with transaction.atomic():
                rows = Errand.objects.select_for_update()
                errand, _is_new = rows.get_or_create(name=entry.name)
                is_due, _wait = _is_due(entry, errand)
                if is_due:
                    errand.sent_at = timezone.now()
                    errand.save(update_fields=["sent_at"])
                    self.apply_async(entry, producer=producer, advance=False)
        except (Error, SchedulingError) as problem:
            logger.warning("%s could not be sent, and will be again: %s", entry.name, problem)
            self.has_failed = True

    def tick(self, *given: Any, **more: Any) -> float:
        """Send one entry that is due. Returns the seconds until there may be another.

        What could not be sent is looked at again soon, and not only when it is due once more.
        So is everything when the clock was put back.
        """
        now = timezone.now()
        if now < self.ticked_at or self.has_failed:
            self._heap = None
        self.ticked_at, self.has_failed = now, False
        wait = super().tick(*given, **more)
        return self.max_interval if self.has_failed else wait

    def populate_heap(self, *given: Any, **more: Any) -> None:
        """Begin from what Postgres says was sent; while it is away, from what was known before."""
        close_old_connections()
        try:
            for errand in Errand.objects.filter(name__in=self.schedule):
                self.schedule[errand.name].last_run_at = _last_sent(errand)
        except Error as problem:
            logger.warning("What was sent is looked up again: %s", problem)
            self.has_failed = True
        super().populate_heap(*given, **more)

    def sync(self) -> None:
        """Say that it runs."""
        ALIVE.touch()
