"""The list of incidents: which of them, in which order, from where on."""

from dataclasses import dataclass

from django.db.models import QuerySet

from incidents.models import Incident
from incidents.queries.cards import for_cards
from incidents.queries.sorting import SORTS, Place, Sort

PAGE = 30


@dataclass(frozen=True)
class Page:
    """A page of a list, and the places its neighbours begin at, where there are any."""

    incidents: list[Incident]
    earlier: Place | None
    later: Place | None


def read_page(
    incidents: QuerySet[Incident], *, sort: str, after: str = "", before: str = ""
) -> Page:
    """Read the page after a place, or the one before it; what names no place means the start."""
    order = SORTS[sort]
    if start := Place.read(after, sort=sort):
        rows, has_more = _rows(incidents, order, start)
        return _page(order, rows, has_earlier=True, has_later=has_more)
    if end := Place.read(before, sort=sort):
        rows, has_more = _rows(incidents, order, end, backwards=True)
        return _page(order, rows[::-1], has_earlier=has_more, has_later=True)
    rows, has_more = _rows(incidents, order, None)
    return _page(order, rows, has_earlier=False, has_later=has_more)


def _rows(
    incidents: QuerySet[Incident], order: Sort, place: Place | None, *, backwards: bool = False
) -> tuple[list[Incident], bool]:
    """A page of rows, and whether there are more."""
    rows = order.ordered(incidents, backwards=backwards)
    if place is not None:
        rows = order.beyond(rows, place, backwards=backwards)
    found = list(for_cards(rows)[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def _page(order: Sort, rows: list[Incident], *, has_earlier: bool, has_later: bool) -> Page:
    return Page(
        rows,
        earlier=order.place_of(rows[0]) if rows and has_earlier else None,
        later=order.place_of(rows[-1]) if rows and has_later else None,
    )
