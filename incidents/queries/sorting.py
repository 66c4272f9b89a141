"""The orders a list of incidents can have, and the places in them.

A place is what the order sorts by, as a whole number of microseconds, and the
number of the incident, which breaks ties. A page begins after a place and not
after so many rows: whatever arrives meanwhile, nothing that stayed where it was
is skipped or seen twice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db.models import Q, QuerySet

from incidents.models import Incident
from incidents.models.incident import TOOK

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PLACE = re.compile(r"(?P<sort>[a-z]{1,12})\.(?P<at>-?\d{1,18})\.(?P<pk>\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Place:
    """Where a page of a list begins or ends."""

    sort: str
    at: int
    pk: int

    def __str__(self) -> str:
        return f"{self.sort}.{self.at}.{self.pk}"

    @classmethod
    def read(cls, text: str, *, sort: str) -> Self | None:
        """The place that an address names, if it is one of this order."""
        found = PLACE.fullmatch(text)
        if found is None or found["sort"] != sort:
            return None
        return cls(sort, int(found["at"]), int(found["pk"]))


@dataclass(frozen=True)
class Sort:
    """One order: by which column, which way round."""

    name: str
    column: str
    descends: bool
    write: Callable[[Any], int]
    read: Callable[[int], Any]

    def ordered(self, incidents: QuerySet[Incident], *, backwards: bool) -> QuerySet[Incident]:
        if self.column == "took":
            incidents = incidents.filter(resolved_at__isnull=False).annotate(took=TOOK)
        minus = "-" if self.descends != backwards else ""
        return incidents.order_by(f"{minus}{self.column}", f"{minus}pk")

    def beyond(
        self, incidents: QuerySet[Incident], at: Any, pk: int, *, backwards: bool = False
    ) -> QuerySet[Incident]:
        """What comes after a row, or before it, by the value of its column and its number.

        The first condition is what an index can use.
        """
        way = "lt" if self.descends != backwards else "gt"
        return incidents.filter(
            Q(**{f"{self.column}__{way}e": at}),
            Q(**{f"{self.column}__{way}": at}) | Q(**{f"pk__{way}": pk}),
        )

    def place_of(self, incident: Incident) -> Place:
        return Place(self.name, self.write(getattr(incident, self.column)), incident.pk)


def _moment(name: str, *, descends: bool) -> Sort:
    return Sort(
        name,
        "declared_at",
        descends,
        write=lambda at: (at - EPOCH) // MICROSECOND,
        read=lambda number: EPOCH + number * MICROSECOND,
    )


def _length(name: str, *, descends: bool) -> Sort:
    return Sort(
        name,
        "took",
        descends,
        write=lambda took: took // MICROSECOND,
        read=lambda number: number * MICROSECOND,
    )


SORTS = {
    sort.name: sort
    for sort in (
        _moment("newest", descends=True),
        _moment("oldest", descends=False),
        _length("longest", descends=True),
        _length("shortest", descends=False),
    )
}
