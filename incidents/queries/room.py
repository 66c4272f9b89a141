"""The room of one incident, read in as few queries as it can be.

What there is little of (links, answers to custom fields, private notes) comes along
with the incident itself, as JSON that Postgres makes; each list of rows is one query.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from incidents.models import (
    Access,
    CustomValue,
    FieldKind,
    HelpRequest,
    Incident,
    Kind,
    Link,
    LinkKind,
    Merge,
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
    services: list[Service]
    tools: list[Tool]
    notes: list[KindNote]
    tasks: list[Task]
    help_requests: list[HelpRequest]
    repairs: list[Repair]
    links: list[Linked]
    merges: list[Merged]
    let_in: list[str]
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
    standing = seen.standing()
    links = Link.objects.order_by("pk")
    there = links.filter(incident=OuterRef("pk"), other__in=standing)
    here = links.filter(other=OuterRef("pk"), incident__in=standing)
    merges = Merge.objects.filter(into=OuterRef("pk"), undone_at=None).order_by("pk")
    values = CustomValue.objects.filter(incident=OuterRef("pk"), field__is_in_use=True)
    notes = Note.objects.filter(recipient=user, incident=OuterRef("pk")).order_by("-sent_at")
    return seen.annotate(
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
        answers_json=ArraySubquery(
            values.order_by("field__position", "field").values(
                json=JSONObject(
                    label="field__label",
                    kind="field__kind",
                    text="text",
                    number="number",
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
    """The links of an incident from `incidents_with_extras`."""
    return _links(incident)


def read_room(incident: Incident, *, reader: User, before: TimelineEntry | None = None) -> Room:
    """Read the room of an incident from `incidents_with_extras`.

    It has the newest hundred entries before `before`.
    """
    people = list(incident.participations.select_related("user"))
    entries = timeline_page(incident, before=before)
    services = services_with_tools(incident, reader=reader)
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
        merges=_merges(incident),
        let_in=_let_in(incident),
        answers=_answers(incident),
    )


def services_with_tools(incident: Incident, *, reader: User) -> list[Service]:
    """The services of an incident, each with its tools in `tool_list`, in one query.

    Each tool knows in `last_used_at` when it was last used in any incident that the
    reader may see.
    """
    seen = Q(uses__incident__in=Incident.objects.visible_to(reader))
    tools = (
        Tool.objects.filter(service=OuterRef("pk"))
        .order_by("kind", "pk")
        .annotate(last_used_at=Max("uses__occurred_at", filter=seen))
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
    if row["kind"] in (FieldKind.NUMBER, FieldKind.DATE):
        value = str(row[row["kind"]])
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
