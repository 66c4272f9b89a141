"""The list of follow-ups, the page of one, and those of a service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.utils import timezone

from incidents.models import Incident, Service
from people.models import User
from postmortems.models import FollowUp, FollowUpAnswer, FollowUpState, FollowUpStep, Postmortem
from postmortems.models.follow_up import FollowUpQuerySet
from postmortems.queries.follow_up_places import SORTS, Place
from postmortems.queries.naming import name_in_lines

PAGE = 25
CHUNK = 500
OF_A_SERVICE = 6
NEXT = 3
# A tab says "99+" for more than these, and counts no further.
MOST_COUNTED = 99
NOBODY, ME = "nobody", "me"
OVERDUE, SOON = "overdue", "soon"
SOON_IS = timedelta(days=14)
MONTH, QUARTER = timedelta(days=30), timedelta(days=91)
AGES = {"month": MONTH, "quarter": QUARTER}


@dataclass(frozen=True)
class Page:
    """The reader's own, then everybody else's, and where the next page begins."""

    mine: list[FollowUp]
    others: list[FollowUp]
    more: Place | None

    @property
    def follow_ups(self) -> list[FollowUp]:
        return [*self.mine, *self.others]


def narrowed(reader: User, wanted: Mapping[str, Any]) -> FollowUpQuerySet:
    """The follow-ups that a reader may see and that are as the cleaned filters want them."""
    found = FollowUp.objects.visible_to(reader).real().filter(state=wanted["state"])
    if owner := wanted.get("owner"):
        found = _of_owner(found, owner, reader)
    if team := wanted.get("team"):
        found = found.of_team(int(team))
    if service := wanted.get("service"):
        found = found.of_service(service)
    if kind := wanted.get("kind"):
        found = found.filter(kind=kind)
    return _of_age(found, wanted.get("age", "")).with_day()


def _of_owner(found: FollowUpQuerySet, owner: str, reader: User) -> FollowUpQuerySet:
    if owner == NOBODY:
        return found.of_nobody()
    return found.filter(owner=reader if owner == ME else int(owner))


def _of_age(found: FollowUpQuerySet, age: str) -> FollowUpQuerySet:
    today = timezone.localdate()
    if age == OVERDUE:
        return found.filter(due_on__lt=today)
    if age == SOON:
        return found.filter(due_on__range=(today, today + SOON_IS))
    if age in AGES:
        return found.filter(created_at__lt=timezone.now() - AGES[age])
    return found


def read_page(
    reader: User, wanted: Mapping[str, Any], *, sort: str, after: Place | None = None
) -> Page:
    """A page of rows: two reads, as an order that begins with the reader's has no index."""
    found = narrowed(reader, wanted)
    mine: list[FollowUp] = []
    if wanted.get("owner") != NOBODY and (after is None or after.is_mine):
        mine = _rows(found.filter(owner=reader), sort, after, PAGE + 1)
    others: list[FollowUp] = []
    if len(mine) <= PAGE and wanted.get("owner") != ME:
        beyond = None if after and after.is_mine else after
        theirs = found.filter(~Q(owner=reader) | Q(owner=None))
        others = _rows(theirs, sort, beyond, PAGE + 1 - len(mine))
    name_in_lines([*mine, *others])
    if len(mine) + len(others) <= PAGE:
        return Page(mine, others, None)
    last_is_mine = len(mine) >= PAGE
    mine, others = mine[:PAGE], others[: PAGE - len(mine[:PAGE])]
    last = mine[-1] if last_is_mine else others[-1]
    return Page(mine, others, SORTS[sort].place_of(last, is_mine=last_is_mine))


def _rows(found: FollowUpQuerySet, sort: str, after: Place | None, count: int) -> list[FollowUp]:
    ordered = SORTS[sort].ordered(found)
    if after:
        ordered = SORTS[sort].beyond(ordered, after)
    return list(for_rows(ordered)[:count])


def for_rows(found: FollowUpQuerySet) -> FollowUpQuerySet:
    """With what a row shows, in the same query: services, an answer."""
    return (
        with_write_up(found.select_related("owner__team"))
        .annotate(
            service_names=Case(
                When(postmortem=None, then=ArraySubquery(_own_services().values("name"))),
                default=ArraySubquery(_services().values("name")),
            ),
            **_story(),
        )
        .with_last_answer()
    )


def with_write_up(found: FollowUpQuerySet) -> FollowUpQuerySet:
    """With the write-up, but for its long columns, which no row shows."""
    texts = [one.name for one in Postmortem._meta.fields if isinstance(one, TextField)]
    return found.select_related("postmortem").defer(*(f"postmortem__{name}" for name in texts))


def _services() -> QuerySet[Service]:
    of_write_up = Service.objects.filter(incidents__postmortems=OuterRef("postmortem"))
    return of_write_up.order_by("name").distinct()


def _own_services() -> QuerySet[Service]:
    """Those that something is about that follows from no write-up."""
    return Service.objects.filter(follow_ups=OuterRef("pk")).order_by("name")


def _story() -> dict[str, Case]:
    """After which story somebody missed it, while that is in the library, a room further on."""
    in_library = Q(gap__story__published_at__isnull=False)
    return {
        "story_number": Case(When(in_library, then=F("gap__story"))),
        "story_title": Case(When(in_library, then=F("gap__story__title"))),
    }


def counted(reader: User) -> dict[str, int]:
    """How many there are in each tab, and how many of the open ones are the reader's, in one query.

    No further than a tab says, so that it takes the same time however many there are.
    """
    seen = FollowUp.objects.visible_to(reader).real()
    wanted = {state.value: seen.filter(state=state) for state in FollowUpState}
    wanted["mine"] = seen.open().filter(owner=reader)
    me = User.objects.filter(pk=reader.pk).annotate(
        **{f"follow_ups_{name}": _count(rows) for name, rows in wanted.items()}
    )
    names = {name: f"follow_ups_{name}" for name in wanted}
    [row] = me.values(*names.values())
    return {name: row[column] or 0 for name, column in names.items()}


def _count(rows: QuerySet[FollowUp]) -> Subquery:
    few = FollowUp.objects.filter(pk__in=rows.order_by().values("pk")[: MOST_COUNTED + 1])
    counted = few.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


def to_show(reader: User) -> QuerySet[FollowUp]:
    """Follow-ups with everything that the page of one of them shows."""
    incidents = Incident.objects.visible_to(reader).standing().order_by("pk")
    return (
        FollowUp.objects.visible_to(reader)
        .select_related("owner__team", "postmortem")
        .annotate(**_story())
        .prefetch_related(
            Prefetch("services", queryset=Service.objects.order_by("name")),
            Prefetch("postmortem__incidents", queryset=incidents.prefetch_related("services")),
            Prefetch("steps", queryset=FollowUpStep.objects.select_related("by", "to")),
            Prefetch("answers", queryset=FollowUpAnswer.objects.select_related("by")),
        )
    )


def of_service(service: Service, *, reader: User) -> list[FollowUp]:
    """What follows from the incidents of a service: open ones first, then what was done last."""
    found = FollowUp.objects.visible_to(reader).real().of_service(service.slug)
    open_first = Case(When(state=FollowUpState.OPEN, then=Value(0)), default=Value(1))
    newest_done = F("done_at").desc(nulls_last=True)
    by_day = F("due_on").asc(nulls_last=True)
    ordered = found.order_by(open_first, newest_done, by_day, "-pk")
    few = with_write_up(ordered.select_related("owner").with_last_answer())[:OF_A_SERVICE]
    name_in_lines(few)
    return list(few)


def next_of(person: User) -> list[FollowUp]:
    """The few that somebody has next, by day."""
    theirs = FollowUp.objects.visible_to(person).real().open().filter(owner=person)
    few = with_write_up(SORTS["due"].ordered(theirs.with_day()))[:NEXT]
    name_in_lines(few)
    return list(few)


def in_chunks(found: FollowUpQuerySet, *, sort: str) -> Iterator[list[FollowUp]]:
    """All of them, so many at a time.

    Each chunk is a query of its own that begins after the place where the last one
    ended: no transaction is held open while somebody's network is slow, and whoever may
    no longer see one half-way does not get it.
    """
    order = SORTS[sort]
    incidents = ArraySubquery(
        Incident.objects.standing()
        .filter(postmortems=OuterRef("postmortem"))
        .order_by("pk")
        .values("pk")
    )
    ordered = for_rows(order.ordered(found)).annotate(incident_numbers=incidents)
    rows = list(ordered[:CHUNK])
    while rows:
        name_in_lines(rows)
        yield rows
        if len(rows) < CHUNK:
            return
        place = order.place_of(rows[-1], is_mine=False)
        rows = list(order.beyond(ordered, place)[:CHUNK])
