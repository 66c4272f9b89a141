"""The room of one incident, read in as few queries as it can be.

What there is little of (links, answers to custom fields, private notes) comes along
with the incident itself, as JSON that Postgres makes; each list of rows is one query.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import (
    Access,
    CustomField,
    CustomValue,
    FieldKind,
    HelpRequest,
    Incident,
    Kind,
    Link,
    LinkKind,
    Merge,
    Participation,
    ResponseRole,
    Service,
    Status,
    Task,
    TimelineEntry,
    Tool,
    Update,
)
from incidents.models.custom import say_answer
from incidents.queries.repairs import Mending, repairs_of
from incidents.queries.room_care import Care, care_of, read_care
from incidents.queries.services import services_with_tools
from incidents.queries.status_page import is_on_status_page
from incidents.queries.tasks import ToDo, fitting_checklists, read_to_do
from incidents.roles import ROLES, AboutRole
from people.models import User
from people.prepared import prepared

STEPS = [Status.INVESTIGATING, Status.MITIGATING, Status.MONITORING]
TIMELINE_PAGE = 25


@dataclass(frozen=True)
class Linked:
    """Another incident that belongs to this one; `came_first` where this one is it again.

    `put_right` is what was said when that one was over.
    """

    link: int
    incident: Incident
    kind: LinkKind
    came_first: bool
    put_right: str

    @property
    def says(self) -> str:
        if self.is_again and self.came_first:
            return _("Happened before")
        return str(self.kind.label)

    @property
    def is_again(self) -> bool:
        return self.kind == LinkKind.HAPPENED_AGAIN


@dataclass(frozen=True)
class Merged:
    """A duplicate that is part of this incident now."""

    pk: int
    duplicate: Incident
    done_at: datetime


@dataclass(frozen=True)
class Answer:
    """What the incident answers to one custom field."""

    label: str
    kind: str
    value: str

    @property
    def is_link(self) -> bool:
        return self.kind == FieldKind.LINK


@dataclass(frozen=True)
class Room:
    """Everything the room of one incident shows to one reader."""

    incident: Incident
    update: Update | None
    ending: TimelineEntry | None
    people: list[Participation]
    here: Participation | None
    entries: list[TimelineEntry]
    older: TimelineEntry | None
    newer: int | None
    services: list[Service]
    tools: list[Tool]
    care: Care
    to_do: ToDo
    help_requests: list[HelpRequest]
    repairs: list[Mending]
    links: list[Linked]
    merges: list[Merged]
    let_in: list[str]
    answers: list[Answer]

    @property
    def lead(self) -> Participation | None:
        return next((one for one in self.people if one.role == ResponseRole.LEAD), None)

    @property
    def first_role(self) -> AboutRole | None:
        """What the reader does here for the first time."""
        if self.here is None or not self.here.is_first_time:  # type: ignore[attr-defined]
            return None
        return ROLES[ResponseRole(self.here.role)]

    @property
    def next_statuses(self) -> list[tuple[str, str]]:
        """The open statuses that come after the present one."""
        return [(one.value, str(one.label)) for one in STEPS[self._step + 1 :]]

    @property
    def earlier_statuses(self) -> list[tuple[str, str]]:
        """The open statuses that came before the present one, nearest first."""
        return [(one.value, str(one.label)) for one in STEPS[: self._step][::-1]]

    @property
    def _step(self) -> int:
        return STEPS.index(Status(self.incident.status)) if self.incident.is_open else 0


def find_with_extras(number: int, *, reader: User) -> Incident | None:
    """An incident that a reader may see, with what its room shows of links, answers and notes."""
    return next(iter(_with_extras(number, reader)), None)


@prepared
def _with_extras(number: int, reader: User) -> QuerySet[Incident]:
    seen = Incident.objects.visible_to(reader)
    standing = seen.standing()
    links = Link.objects.order_by("pk")
    there = links.filter(incident=OuterRef("pk"), other__in=standing)
    here = links.filter(other=OuterRef("pk"), incident__in=standing)
    merges = Merge.objects.filter(into=OuterRef("pk"), undone_at=None).order_by("pk")
    values = CustomValue.objects.filter(incident=OuterRef("pk"), field__is_in_use=True)
    asks = Exists(CustomField.objects.in_use())
    return seen.filter(pk=number).annotate(
        may_be_public=ExpressionWrapper(is_on_status_page(), output_field=BooleanField()),
        links_there=ArraySubquery(there.values(json=_linked("other"))),
        links_to_here=ArraySubquery(here.values(json=_linked("incident"))),
        merges_json=ArraySubquery(
            merges.values(
                json=JSONObject(
                    pk="pk",
                    number="duplicate__pk",
                    title="duplicate__title",
                    done_at="done_at",
                )
            )
        ),
        let_in_json=ArraySubquery(
            Access.objects.filter(incident=OuterRef("pk"), user__is_active=True)
            .exclude(
                user__in=Participation.objects.filter(incident=OuterRef("incident")).values("user")
            )
            .values(json=JSONObject(name="user__display_name", email="user__email"))
        ),
        asks_more=asks,
        answers_json=ArraySubquery(
            values.order_by("field__position", "field").values(
                json=JSONObject(
                    label="field__label",
                    kind="field__kind",
                    text="text",
                    number=Cast("number", TextField()),
                    date="date",
                    person="person__display_name",
                    email="person__email",
                )
            )
        ),
        checklists_json=fitting_checklists(),
        **care_of(reader),
    )


def _linked(to: str) -> JSONObject:
    """What is shown of a linked incident, how it was put right among it."""
    ends = TimelineEntry.objects.filter(
        incident=OuterRef(to), kind__in=[Kind.RESOLVED, Kind.STOOD_DOWN], withdrawn_at=None
    )
    return JSONObject(
        put_right=Subquery(ends.newest_first().values("text")[:1]),
        link="pk",
        kind="kind",
        pk=f"{to}__pk",
        title=f"{to}__title",
        status=f"{to}__status",
        mode=f"{to}__mode",
    )


def read_links(incident: Incident) -> list[Linked]:
    """The links of an incident from `find_with_extras`."""
    return _links(incident)


def read_room(
    incident: Incident, *, reader: User, before: int | None = None, key_only: bool = False
) -> Room:
    """Read the room of an incident from `find_with_extras`.

    It has the newest page of entries, or key moments, before the one numbered
    `before`; `newer` is the number that the page above those is before.
    """
    help_requests = _help_wanted(incident)
    people = _people(incident, help_requests)
    here = next((one for one in people if one.user_id == reader.pk), None)
    entries = _entries(incident.pk, before, key_only)
    services = services_with_tools(incident, reader=reader)
    tasks = _tasks(incident.pk)
    repairs = repairs_of(incident)
    return Room(
        incident=incident,
        update=_last_update(incident) if incident.is_open else None,
        ending=None if incident.is_open else _ending(incident),
        people=people,
        here=here,
        entries=_by_day(entries[:TIMELINE_PAGE]),
        older=entries[TIMELINE_PAGE - 1] if len(entries) > TIMELINE_PAGE else None,
        newer=getattr(entries[0], "newer_page", None) if entries else None,
        services=services,
        tools=[tool for service in services for tool in service.tool_list],  # type: ignore[attr-defined]
        care=read_care(incident, reader=reader, here=here, help_requests=help_requests),
        to_do=read_to_do(incident, tasks, is_repairing=bool(repairs)),
        help_requests=help_requests,
        repairs=repairs,
        links=_links(incident),
        merges=_merges(incident),
        let_in=_let_in(incident),
        answers=_answers(incident),
    )


def _people(incident: Incident, help_requests: list[HelpRequest]) -> list[Participation]:
    """Who is here, each with whom they work together.

    Each also knows in `is_first_time` whether it is their first time in this role;
    the room says so to themselves only.
    """
    here = _participations(incident.pk)
    together = [one for one in help_requests if one.asked_by and one.taken_by]
    pairs = [(one.asked_by, one.taken_by) for one in together]
    for one in here:
        others = [b if a == one.user else a for a, b in pairs if one.user in (a, b)]
        one.works_with = list(dict.fromkeys(others))  # type: ignore[attr-defined]
    return here


def _help_wanted(incident: Incident) -> list[HelpRequest]:
    """Who could use a hand, and who came for that and is still at it."""
    return _help_requests(incident.pk)


@prepared
def _participations(incident: int) -> QuerySet[Participation]:
    earlier = Participation.objects.filter(
        user=OuterRef("user"), role=OuterRef("role"), incident__lt=OuterRef("incident")
    )
    people = Participation.objects.filter(incident=incident).select_related("user")
    return people.annotate(is_first_time=~Exists(earlier))


@prepared
def _help_requests(incident: int) -> QuerySet[HelpRequest]:
    requests = HelpRequest.objects.filter(incident=incident, ended_at=None)
    return requests.select_related("asked_by", "taken_by")


@prepared
def _tasks(incident: int) -> QuerySet[Task]:
    return Task.objects.filter(incident=incident).select_related("assignee", "done_by")


def _links(incident: Incident) -> list[Linked]:
    def linked(row: dict[str, Any], came_first: bool) -> Linked:
        link, kind = row.pop("link"), LinkKind(row.pop("kind"))
        put_right = row.pop("put_right") or ""
        return Linked(link, Incident(**row), kind, came_first, put_right)

    there: list[dict[str, Any]] = incident.links_there  # type: ignore[attr-defined]
    here: list[dict[str, Any]] = incident.links_to_here  # type: ignore[attr-defined]
    return [linked(row, True) for row in there] + [linked(row, False) for row in here]


def _merges(incident: Incident) -> list[Merged]:
    return [
        Merged(
            row["pk"],
            Incident(pk=row["number"], title=row["title"]),
            datetime.fromisoformat(row["done_at"]),
        )
        for row in incident.merges_json  # type: ignore[attr-defined]
    ]


def _let_in(incident: Incident) -> list[str]:
    rows: list[dict[str, Any]] = incident.let_in_json  # type: ignore[attr-defined]
    return [User(display_name=row["name"], email=row["email"]).get_full_name() for row in rows]


def _answers(incident: Incident) -> list[Answer]:
    return [_answer(row) for row in incident.answers_json]  # type: ignore[attr-defined]


def _answer(row: dict[str, Any]) -> Answer:
    value = row["text"]
    if row["kind"] == FieldKind.NUMBER:
        value = say_answer(Decimal(row["number"]))
    elif row["kind"] == FieldKind.DATE:
        value = say_answer(date.fromisoformat(row["date"]))
    elif row["kind"] == FieldKind.PERSON:
        value = User(display_name=row["person"] or "", email=row["email"] or "").get_full_name()
    return Answer(row["label"], row["kind"], value)


def _last_update(incident: Incident) -> Update | None:
    return next(iter(_newest_updates(incident.pk)), None)


@prepared
def _newest_updates(incident: int) -> QuerySet[Update]:
    updates = Update.objects.standing().filter(incident=incident)
    return updates.select_related("entry__author").order_by("-posted_at")[:1]


def _ending(incident: Incident) -> TimelineEntry | None:
    """What was said when it was over."""
    return next(iter(_endings(incident.pk)), None)


@prepared
def _endings(incident: int) -> QuerySet[TimelineEntry]:
    ends = TimelineEntry.objects.filter(
        incident=incident, kind__in=[Kind.RESOLVED, Kind.STOOD_DOWN]
    )
    return ends.newest_first().select_related("author")[:1]


def _by_day(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """Let each entry know in `opens_day` its day, where the one above it is of another."""
    day = None
    for entry in entries:
        its_day = timezone.localdate(entry.occurred_at)
        entry.opens_day = its_day if its_day != day else None  # type: ignore[attr-defined]
        day = its_day
    return entries


@prepared
def _entries(incident: int, before: int | None, key_only: bool) -> QuerySet[TimelineEntry]:
    """A page of entries, newest first, and one more when there are older ones.

    Where `before` is given each knows, in `newer_page`, what the page above ends before.
    """
    all_entries = TimelineEntry.objects.filter(incident=incident)
    entries = all_entries
    if before is not None:
        newer = all_entries.newer_than(before).oldest_first()
        if key_only:
            newer = newer.key_moments()
        page_above = newer.values("pk")[TIMELINE_PAGE - 1 : TIMELINE_PAGE]
        entries = entries.older_than(before).annotate(newer_page=Subquery(page_above))
    if key_only:
        entries = entries.key_moments()
    entries = entries.newest_first().select_related("author", "withdrawn_by")
    return entries[: TIMELINE_PAGE + 1]
