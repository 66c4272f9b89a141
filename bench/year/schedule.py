"""The schedule's own tasks at their times.

What looks every few seconds whether something is due runs when something is. What looks for
what is rare, or tidies up, runs every few hours only: a year has six million times five seconds.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from celery.schedules import crontab
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

# When the first of what each of them looks for is due.
DUE = {
    "sweep": "SELECT least((SELECT min(due_at) FROM nudges_nudge),"
    # What does not answer rests, and is not tried before that is over.
    " (SELECT min(greatest(one.due_at, rests.try_at)) FROM nudges_delivery one"
    " LEFT JOIN nudges_outlet rests ON rests.name = one.outlet WHERE one.state = 'waiting'))",
    "pass_on": "SELECT min(pass_on_at) FROM incidents_reachout WHERE ended_at IS NULL",
    "widen": "SELECT min(widen_at) FROM incidents_helprequest"
    " WHERE taken_by_id IS NULL AND ended_at IS NULL",
    "widen_for_buddies": "SELECT min(widen_at) FROM incidents_buddy"
    " WHERE buddy_id IS NULL AND ended_at IS NULL",
    "offer_reviews": "SELECT min(offer_at) FROM postmortems_reviewround"
    " WHERE verdict = '' AND offered_at IS NULL",
}
ALL_DUE = "SELECT " + ", ".join(f"({sql})" for sql in DUE.values())


@dataclass
class Entry:
    """One entry of the schedule, and when it is to run again."""

    name: str
    task: str
    every: timedelta | crontab
    next_at: datetime

    def run(self) -> None:
        import_string(self.task)()
        now = timezone.now()
        self.next_at = now + (
            self.every.remaining_estimate(now) if isinstance(self.every, crontab) else self.every
        )


class Schedule:
    """Every entry of the settings. It is away from one moment to another, once."""

    def __init__(
        self, *, begins: datetime, looks_every: timedelta, away: tuple[datetime, datetime]
    ) -> None:
        self.away = away
        self.entries = [
            Entry(name, str(given["task"]), _every(name, given["schedule"], looks_every), begins)
            for name, given in settings.CELERY_BEAT_SCHEDULE.items()
        ]

    def next_time(self) -> datetime:
        """The next moment at which an entry has something to do."""
        moment = min(self._times().values())
        stops, is_back = self.away
        return is_back if stops <= moment < is_back else moment

    def run(self, at: datetime) -> None:
        """Run whatever is due at a moment."""
        stops, is_back = self.away
        if stops <= at < is_back:
            return
        times = self._times()
        for entry in self.entries:
            if times[entry.name] <= at:
                entry.run()

    def _times(self) -> dict[str, datetime]:
        due = _due()
        return {
            one.name: max(one.next_at, due[one.name]) if one.name in due else one.next_at
            for one in self.entries
        }


def _every(name: str, given: Any, looks_every: timedelta) -> timedelta | crontab:
    if isinstance(given, crontab):
        return given
    every = timedelta(seconds=given)
    return every if name in DUE else max(every, looks_every)


def _due() -> dict[str, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(ALL_DUE)
        row = cursor.fetchone()
    never = datetime.max.replace(tzinfo=UTC)
    return dict(zip(DUE, (moment or never for moment in row or ()), strict=True))
