"""Quarters of the calendar, in UTC: the shortest time that insights know."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Self

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

MONTHS_EACH = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months; `number` counts from 1."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month - 1) // MONTHS_EACH + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS_EACH + 1, 1)

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first_day, time.min, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer in it."""
        return self.next().begins

    def next(self) -> "Quarter":
        return Quarter.of(_months_on(self.first_day, MONTHS_EACH))

    def before(self) -> "Quarter":
        return Quarter.of(_months_on(self.first_day, -MONTHS_EACH))

    @property
    def key(self) -> str:
        """How it stands in an address: 2026-q3."""
        return f"{self.year}-q{self.number}"

    @property
    def short(self) -> str:
        return _("Q%(number)s %(year)s") % {"number": self.number, "year": self.year}

    def __str__(self) -> str:
        """July to September 2026."""
        first = self.first_day.month
        return _("%(first)s to %(last)s %(year)s") % {
            "first": MONTHS[first],
            "last": MONTHS[first + MONTHS_EACH - 1],
            "year": self.year,
        }


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)
