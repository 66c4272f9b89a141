"""Whether somebody is at work, worked out apart from the product that is measured with it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from people.models import User


@dataclass(frozen=True)
class Hours:
    """When somebody works, as they said it at some moment."""

    zone: str
    starts: time
    ends: time
    weekdays: frozenset[int]
    country: str
    away: frozenset[date]

    @classmethod
    def of(cls, person: User) -> "Hours":
        return cls(
            zone=person.time_zone,
            starts=person.workday_starts,
            ends=person.workday_ends,
            weekdays=frozenset(person.workdays),
            country=person.country,
            away=frozenset(person.away_days),
        )

    def include(self, at: datetime) -> bool:
        """Whether a moment is within them, by the clock on the wall there."""
        there = at.astimezone(ZoneInfo(self.zone))
        return self._is_workday(there.date()) and self.starts <= there.time() < self.ends

    def day_of(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def minutes_between(self, begin: datetime, end: datetime) -> float:
        """How much of the time between two moments is within them."""
        day, last, minutes = self.day_of(begin), self.day_of(end), 0.0
        while day <= last:
            if self._is_workday(day):
                opens, closes = self._moment(day, self.starts), self._moment(day, self.ends)
                both = min(closes, end) - max(opens, begin)
                minutes += max(both.total_seconds(), 0) / 60
            day += timedelta(days=1)
        return minutes

    def _is_workday(self, day: date) -> bool:
        if day in self.away or day.weekday() not in self.weekdays:
            return False
        return not self.country or day not in _holidays(self.country)

    def _moment(self, day: date, on_the_wall: time) -> datetime:
        return datetime.combine(day, on_the_wall, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


@cache
def _holidays(country: str) -> HolidayBase:
    return country_holidays(country)
