"""The room of one incident, read in as few queries as it can be.

What there is little of (links, answers to custom fields, private notes) comes along
with the incident itself, as JSON that Postgres makes; each list of rows is one query.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Max, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from incidents.models import (
    CustomField,
    CustomValue,
    FieldKind,
    HelpRequest,
    Incident,
    Kind,
    Link,
    LinkKind,
    Note,
    Participation,
    Repair,
    ResponseRole,
    Service,
    Status,
    Task,
    TimelineEntry,
    Tool,
    Update,
)
from incidents.models.custom import say_answer
from people.models import User

STEPS = [Status.INVESTIGATING, Status.MITIGATING, Status.MONITORING]
TIMELINE_PAGE = 100


@dataclass(frozen=True)
class KindNote:
    """That somebody wrote to the reader; the note itself has a page of its own."""

    pk: int
    author: str


@dataclass(frozen=True)
class Linked:
    """Another incident that belongs to this one; `came_first` where this one is it again."""

    link: int
    incident: Incident
    kind: LinkKind
    came_first: bool

    @property
    def says(self) -> str:
        return str(self.kind.label)


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
    services: list[Service]
    tools: list[Tool]
    notes: list[KindNote]
    tasks: list[Task]
    help_requests: list[HelpRequest]
    repairs: list[Repair]
    links: list[Linked]
    answers: list[Answer]

    @property
    def lead(self) -> Participation | None:
        return next((one for one in self.people if one.role == ResponseRole.LEAD), None)

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


def incidents_with_extras(user: User) -> QuerySet[Incident]:
    """The incidents a user may see, each with what its room shows of links, answers and notes."""
    seen = Incident.objects.visible_to(user)
    links = Link.objects.order_by("pk")
    there = links.filter(incident=OuterRef("pk"), other__in=seen)
    here = links.filter(other=OuterRef("pk"), incident__in=seen)
    values = CustomValue.objects.filter(incident=OuterRef("pk"), field__is_in_use=True)
    asks = Exists(CustomField.objects.in_use())
    notes = Note.objects.filter(recipient=user, incident=OuterRef("pk")).order_by("-sent_at")
    return seen.annotate(
        links_there=ArraySubquery(there.values(json=_linked("other"))),
        links_to_here=ArraySubquery(here.values(json=_linked("incident"))),
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
        notes_json=ArraySubquery(
            notes.values(
                json=JSONObject(pk="pk", author="author__display_name", email="author__email")
            )
        ),
    )


def _linked(to: str) -> JSONObject:
    return JSONObject(
        link="pk",
        kind="kind",
        pk=f"{to}__pk",
        title=f"{to}__title",
        status=f"{to}__status",
        mode=f"{to}__mode",
    )


def read_room(incident: Incident, *, reader: User, before: TimelineEntry | None = None) -> Room:
    """Read the room of an incident from `incidents_with_extras`.

    It has the newest hundred entries before `before`.
    """
    people = list(incident.participations.select_related("user"))
    entries = timeline_page(incident, before=before)
    services = services_with_tools(incident)
    return Room(
        incident=incident,
        update=_last_update(incident) if incident.is_open else None,
        ending=None if incident.is_open else _ending(incident),
        people=people,
        here=next((one for one in people if one.user_id == reader.pk), None),
        entries=entries[:TIMELINE_PAGE],
        older=entries[TIMELINE_PAGE - 1] if len(entries) > TIMELINE_PAGE else None,
        services=services,
        tools=[tool for service in services for tool in service.tool_list],  # type: ignore[attr-defined]
        notes=_notes(incident),
        tasks=list(incident.tasks.select_related("assignee")),
        help_requests=list(incident.help_requests.select_related("asked_by", "taken_by")),
        repairs=list(incident.repairs.select_related("run_by", "pairs", "checked_by")),
        links=_links(incident),
        answers=_answers(incident),
    )


def services_with_tools(incident: Incident) -> list[Service]:
    """The services of an incident, each with its tools in `tool_list`, in one query.

    Each tool knows in `last_used_at` when it was last used in any incident.
    """
    tools = (
        Tool.objects.filter(service=OuterRef("pk"))
        .order_by("kind", "pk")
        .annotate(last_used_at=Max("uses__occurred_at"))
    )
    fields = ("pk", "kind", "command", "what_it_does", "is_safe_twice", "last_used_at")
    rows = tools.values(json=JSONObject(**{name: F(name) for name in fields}))
    services: list[Service] = list(
        incident.services.order_by("name").annotate(tools_json=ArraySubquery(rows))
    )
    for service in services:
        service.tool_list = [_tool(service, one) for one in service.tools_json]  # type: ignore[attr-defined]
    return services


def _tool(service: Service, row: dict[str, Any]) -> Tool:
    used = row.pop("last_used_at")
    tool = Tool(service=service, **row)
    tool.last_used_at = datetime.fromisoformat(used) if used else None  # type: ignore[attr-defined]
    return tool


def _links(incident: Incident) -> list[Linked]:
    def linked(row: dict[str, Any], came_first: bool) -> Linked:
        link, kind = row.pop("link"), LinkKind(row.pop("kind"))
        return Linked(link, Incident(**row), kind, came_first)

    there: list[dict[str, Any]] = incident.links_there  # type: ignore[attr-defined]
    here: list[dict[str, Any]] = incident.links_to_here  # type: ignore[attr-defined]
    return [linked(row, True) for row in there] + [linked(row, False) for row in here]


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


def _notes(incident: Incident) -> list[KindNote]:
    notes: list[dict[str, Any]] = incident.notes_json  # type: ignore[attr-defined]
    return [
        KindNote(row["pk"], User(display_name=row["author"], email=row["email"]).get_full_name())
        for row in notes
    ]


def _last_update(incident: Incident) -> Update | None:
    return incident.updates.select_related("entry__author").order_by("-posted_at").first()


def _ending(incident: Incident) -> TimelineEntry | None:
    """What was said when it was over."""
    ends = incident.timeline.filter(kind__in=[Kind.RESOLVED, Kind.STOOD_DOWN])
    return ends.newest_first().select_related("author").first()


def timeline_page(
    incident: Incident, *, before: TimelineEntry | None = None
) -> list[TimelineEntry]:
    """A hundred entries, newest first, and one more when there are older ones."""
    entries = incident.timeline.newest_first().select_related("author")
    if before is not None:
        entries = entries.older_than(before)
    return list(entries[: TIMELINE_PAGE + 1])
