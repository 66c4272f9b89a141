"""Composed reads of incidents."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from incidents.models import (
    Incident,
    Kind,
    Note,
    Participation,
    ReachOut,
    ResponseRole,
    TimelineEntry,
    Tool,
    Update,
)
from incidents.models.incident import Status
from people.models import User

PAGE = 30
STEPS = [Status.INVESTIGATING, Status.MITIGATING, Status.MONITORING]
TIMELINE_PAGE = 100


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
    tools: list[Tool]
    notes: list[Note]

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


def room(incident: Incident, *, reader: User, before: TimelineEntry | None = None) -> Room:
    """Read the room, with the newest hundred entries before `before`."""
    people = list(incident.participations.select_related("user"))
    entries = timeline_page(incident, before=before)
    return Room(
        incident=incident,
        update=_last_update(incident) if incident.is_open else None,
        ending=None if incident.is_open else _ending(incident),
        people=people,
        here=next((one for one in people if one.user_id == reader.pk), None),
        entries=entries[:TIMELINE_PAGE],
        older=entries[TIMELINE_PAGE - 1] if len(entries) > TIMELINE_PAGE else None,
        tools=list(
            Tool.objects.filter(service__incidents=incident)
            .select_related("service")
            .order_by("service__name", "pk")
        ),
        notes=list(
            Note.objects.visible_to(reader)
            .filter(incident=incident, recipient=reader)
            .select_related("author")
            .order_by("-sent_at")
        ),
    )


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


def for_cards(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """Load what a card or a row in a list shows."""
    updates = Update.objects.order_by("incident", "-posted_at").distinct("incident")
    return incidents.annotate(people_count=Count("participations")).prefetch_related(
        "services",
        Prefetch("updates", queryset=updates, to_attr="latest_updates"),
    )


def incident_page(
    user: User, *, status: str = "", before: int | None = None
) -> tuple[list[Incident], int | None]:
    """A page of incidents, newest first, and the number the next page is before."""
    incidents = Incident.objects.visible_to(user).order_by("-pk")
    if status == "open":
        incidents = incidents.open()
    elif status:
        incidents = incidents.filter(status=status)
    if before is not None:
        incidents = incidents.filter(pk__lt=before)
    page = list(for_cards(incidents)[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    return page[:PAGE], more


def reach_out_to_answer(user: User, pk: int) -> QuerySet[ReachOut]:
    """The reach-out that a user was asked for, with what its page shows."""
    return ReachOut.objects.visible_to(user).filter(pk=pk).select_related("incident", "person")
