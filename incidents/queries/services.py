"""Services as the catalogue and the room show them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from incidents.models import Checklist, Incident, Mode, Service, ServiceLink, TimelineEntry, Tool
from people.models import User
from people.prepared import prepared

RECENT = 8
STORIES = 6

# Rollback first: the order in which the kinds are declared is the order in which they help.
HELPFUL_FIRST = Case(
    *[When(kind=kind, then=Value(place)) for place, kind in enumerate(Tool.Kind.values)]
)


@dataclass(frozen=True)
class ServicePage:
    """Everything that the page of one service shows to one reader."""

    service: Service
    experts: list[User]
    links: list[ServiceLink]
    tools: list[Tool]
    incidents: list[Incident]
    stories: list[Any]
    """The stories of the library, which is a room further on."""
    checklists: list[Checklist]


def last_use(reader: User, *, incident: int | None = None) -> Subquery:
    """When a tool was last used, as far as a reader may know of it.

    Practice counts only in its own room. The newest use is looked up in an index
    and checked, rather than all of them gathered.
    """
    seen = Incident.objects.visible_to(reader)
    real = ~Q(incident__mode=Mode.PRACTICE)
    uses = TimelineEntry.objects.filter(
        real | Q(incident=incident) if incident else real,
        tool=OuterRef("pk"),
        withdrawn_at=None,
        incident__in=seen,
    )
    return Subquery(uses.order_by("-occurred_at").values("occurred_at")[:1])


def catalogue(reader: User, *, named: str = "") -> list[Service]:
    """The services by team, those of no team last, each with its `happening` incidents counted."""
    services = Service.objects.select_related("team").prefetch_related("experts")
    if named:
        services = services.filter(name__icontains=named)
    by_team = services.order_by(F("team__name").asc(nulls_last=True), "name")
    found: list[Service] = list(by_team.annotate(tool_count=Count("tools")))
    happening = Incident.objects.visible_to(reader).happening()
    pairs = Incident.services.through.objects.filter(incident__in=happening.order_by())
    counts = Counter(pairs.values_list("service", flat=True))
    for service in found:
        service.happening = counts[service.pk]  # type: ignore[attr-defined]
    return found


def service_page(service: Service, *, reader: User) -> ServicePage:
    """Read the page of one service, whose team is loaded."""
    stories = service.stories.visible_to(reader).published().seniors_first()
    return ServicePage(
        service=service,
        experts=list(service.experts.here().order_by("display_name", "email")),
        links=list(service.links.all()),
        tools=list(
            service.tools.annotate(last_used_at=last_use(reader)).order_by(HELPFUL_FIRST, "pk")
        ),
        incidents=list(recent_incidents(service, reader=reader)[:RECENT]),
        stories=list(stories.with_teller()[:STORIES]),
        checklists=list(service.checklists.all()),
    )


def recent_incidents(service: Service, *, reader: User) -> QuerySet[Incident]:
    """What happened to a service, newest first; practice did not happen."""
    incidents = service.incidents.visible_to(reader).standing()
    return incidents.exclude(mode=Mode.PRACTICE).order_by("-pk")


def services_with_tools(incident: Incident, *, reader: User) -> list[Service]:
    """The services of an incident, each with its tools in `tool_list`, in one query.

    Each tool knows in `last_used_at` when it was last used in any incident the reader may see.
    """
    services = _services_of(incident.pk, reader)
    for service in services:
        service.tool_list = [_tool(service, one) for one in service.tools_json]  # type: ignore[attr-defined]
    return services


@prepared
def _services_of(incident: int, reader: User) -> QuerySet[Service]:
    tools = (
        Tool.objects.filter(service=OuterRef("pk"))
        .order_by(HELPFUL_FIRST, "pk")
        .annotate(last_used_at=last_use(reader, incident=incident))
    )
    fields = ("pk", "kind", "command", "what_it_does", "is_safe_twice", "last_used_at")
    rows = tools.values(json=JSONObject(**{name: F(name) for name in fields}))
    services = Service.objects.filter(incidents=incident).order_by("name")
    return services.annotate(tools_json=ArraySubquery(rows))


def _tool(service: Service, row: dict[str, Any]) -> Tool:
    used = row.pop("last_used_at")
    tool = Tool(service=service, **row)
    tool.last_used_at = datetime.fromisoformat(used) if used else None  # type: ignore[attr-defined]
    return tool
