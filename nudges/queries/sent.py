"""What was said to somebody, newest first, and what became of its messages."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nudges.models import Delivery, Nudge
from nudges.queries.subjects import load_subjects
from nudges.wording import Wording, prepare, wording
from people.models import User

PAGE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PLACE = re.compile(r"(\d{1,17})\.(\d{1,18})", re.ASCII)


@dataclass(frozen=True)
class Said:
    """What was said, its messages loaded; wordless where it is not theirs to hear of any more."""

    nudge: Nudge
    words: Wording | None


@dataclass(frozen=True)
class Page:
    said: list[Said]
    more: str


def sent_to(reader: User, *, after: str = "") -> Page:
    """A page of what was said; `after` names the place where the page before it ended."""
    deliveries = _with_others(Delivery.objects.select_related("address").order_by("pk"))
    said = (
        Nudge.objects.visible_to(reader)
        .filter(_beyond(after), said_at__isnull=False)
        .select_related("recipient")
        .prefetch_related(Prefetch("deliveries", queryset=deliveries))
        .order_by("-said_at", "-pk")
    )
    rows = list(said[: PAGE + 1])
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    load_subjects(rows, reader)
    prepare(row for row in rows if row.about)
    worded = [Said(row, wording(row) if row.about else None) for row in rows]
    return Page(worded, _place_of(rows[-1]) if has_more else "")


def _with_others(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Count how many others are told in the message of each."""
    lead = Coalesce(OuterRef("goes_with"), OuterRef("pk"))
    together = Delivery.objects.filter(goes_with=lead).order_by().values("goes_with")
    counted = Subquery(together.annotate(n=Count("pk")).values("n"))
    return deliveries.annotate(others=Coalesce(counted, 0))


def is_place(text: str) -> bool:
    return PLACE.fullmatch(text) is not None


def _beyond(place: str) -> Q:
    found = PLACE.fullmatch(place)
    if found is None:
        return Q()
    at, pk = EPOCH + int(found[1]) * MICROSECOND, int(found[2])
    # The first condition is what the index can use.
    return Q(said_at__lte=at) & (Q(said_at__lt=at) | Q(pk__lt=pk))


def _place_of(row: Nudge) -> str:
    assert row.said_at is not None, "only what was said has a place"
    return f"{(row.said_at - EPOCH) // MICROSECOND}.{row.pk}"
