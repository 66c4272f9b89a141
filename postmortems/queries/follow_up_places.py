"""The orders a list of follow-ups can have, and the places in them.

A place is what the order sorts by, as a whole number, and the number of the follow-up,
which breaks ties. The reader's own come first, so a place also says whose it is among.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from django.db.models import Q

from postmortems.models import FollowUp
from postmortems.models.follow_up import FollowUpQuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PLACE = re.compile(
    r"(?P<sort>[a-z]{1,8})\.(?P<mine>[01])\.(?P<at>\d{1,17})\.(?P<pk>\d{1,18})", re.ASCII
)


@dataclass(frozen=True)
class Place:
    """Where a page of the list ends."""

    sort: str
    is_mine: bool
    at: int
    pk: int

    def __str__(self) -> str:
        return f"{self.sort}.{int(self.is_mine)}.{self.at}.{self.pk}"

    @classmethod
    def read(cls, text: str, *, sort: str) -> Self | None:
        """The place that an address names, if it is one of this order."""
        found = PLACE.fullmatch(text)
        if found is None or found["sort"] != sort:
            return None
        place = cls(sort, found["mine"] == "1", int(found["at"]), int(found["pk"]))
        try:
            SORTS[sort].read(place.at)
        except (OverflowError, ValueError):
            return None
        return place


@dataclass(frozen=True)
class Sort:
    """One order: by which column, which way round."""

    name: str
    column: str
    descends: bool
    write: Callable[[Any], int]
    read: Callable[[int], Any]

    def ordered(self, follow_ups: FollowUpQuerySet) -> FollowUpQuerySet:
        minus = "-" if self.descends else ""
        return follow_ups.order_by(f"{minus}{self.column}", f"{minus}pk")

    def beyond(self, follow_ups: FollowUpQuerySet, place: Place) -> FollowUpQuerySet:
        """What comes after a place. The first condition is what an index can use."""
        way, at = ("lt" if self.descends else "gt"), self.read(place.at)
        return follow_ups.filter(
            Q(**{f"{self.column}__{way}e": at}),
            Q(**{f"{self.column}__{way}": at}) | Q(**{f"pk__{way}": place.pk}),
        )

    def place_of(self, follow_up: FollowUp, *, is_mine: bool) -> Place:
        at = self.write(getattr(follow_up, self.column))
        return Place(self.name, is_mine, at, follow_up.pk)


def _by_moment(name: str, column: str, *, descends: bool) -> Sort:
    return Sort(
        name,
        column,
        descends,
        write=lambda at: (at - EPOCH) // MICROSECOND,
        read=lambda number: EPOCH + number * MICROSECOND,
    )


SORTS = {
    sort.name: sort
    for sort in (
        Sort("due", "day", descends=False, write=date.toordinal, read=date.fromordinal),
        _by_moment("oldest", "created_at", descends=False),
        _by_moment("newest", "created_at", descends=True),
        _by_moment("done", "done_at", descends=True),
    )
}
