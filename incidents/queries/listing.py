"""The list of incidents: which of them, in which order, from where on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from incidents.models import Incident
from incidents.queries.cards import for_cards
from incidents.queries.filtering import narrowed
from incidents.queries.sorting import SORTS, Place, Sort
from people.models import User
from people.prepared import prepared

PAGE = 20


@dataclass(frozen=True)
class Page:
    """A page of a list, and the places its neighbours begin at, where there are any."""

    incidents: list[Incident]
    earlier: Place | None
    later: Place | None


def read_page(
    reader: User, wanted: Mapping[str, Any], *, sort: str, after: str = "", before: str = ""
) -> Page:
    """Read the page after a place, or the one before it; what names no place means the start.

    `wanted` is what `queries.filtering.narrowed` takes.
    """
    order = SORTS[sort]
    if start := Place.read(after, sort=sort):
        rows, has_more = _rows(reader, wanted, order, start)
        return _page(order, rows, has_earlier=True, has_later=has_more)
    if end := Place.read(before, sort=sort):
        rows, has_more = _rows(reader, wanted, order, end, backwards=True)
        return _page(order, rows[::-1], has_earlier=has_more, has_later=True)
    rows, has_more = _rows(reader, wanted, order, None)
    return _page(order, rows, has_earlier=False, has_later=has_more)


def _rows(
    reader: User,
    wanted: Mapping[str, Any],
    order: Sort,
    place: Place | None,
    *,
    backwards: bool = False,
) -> tuple[list[Incident], bool]:
    """A page of rows, and whether there are more."""
    try:
        at = order.read(place.at) if place else None
    except OverflowError:
        return [], False
    pk = place.pk if place else None
    if order.column == "declared_at" and _is_usual(wanted):
        statuses = tuple(sorted({*wanted.get("status", [])}))
        found = _usual(reader, statuses, order.name, at, pk, backwards)
    else:
        found = list(_found(narrowed(reader, wanted), order, at, pk, backwards))
    return found[:PAGE], len(found) > PAGE


def _is_usual(wanted: Mapping[str, Any]) -> bool:
    """Whether this is the list as it opens, or one of its tabs: all else comes in endless kinds."""
    return {name for name, value in wanted.items() if value} <= {"status", "sort"}


@prepared
def _usual(
    reader: User,
    statuses: tuple[str, ...],
    sort: str,
    at: datetime | None,
    pk: int | None,
    backwards: bool,
) -> QuerySet[Incident]:
    return _found(narrowed(reader, {"status": statuses}), SORTS[sort], at, pk, backwards)


def _found(
    incidents: QuerySet[Incident], order: Sort, at: Any, pk: int | None, backwards: bool
) -> QuerySet[Incident]:
    """A page of rows, and one more where there are more."""
    rows = order.ordered(incidents, backwards=backwards)
    if pk is not None:
        rows = order.beyond(rows, at, pk, backwards=backwards)
    return for_cards(rows)[: PAGE + 1]


def _page(order: Sort, rows: list[Incident], *, has_earlier: bool, has_later: bool) -> Page:
    return Page(
        rows,
        earlier=order.place_of(rows[0]) if rows and has_earlier else None,
        later=order.place_of(rows[-1]) if rows and has_later else None,
    )
