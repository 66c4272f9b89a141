"""What the pages of alerts show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from alerts.domain.deciding import Decision, decide
from alerts.domain.grouping import current, open_incident_of, opened_lately
from alerts.domain.taking_in import MOST_ALERTS, services_by_name
from alerts.formats import Incoming, read
from alerts.models import Action, Alert, Group, Received, Rule, Source
from incidents.models import Incident
from people.models import User

PAGE = 50
LATELY = timedelta(hours=1)


def sources() -> QuerySet[Source]:
    """Every source, with how many of its alerts fire and what came in or was refused."""
    mine = Alert.objects.firing().filter(source=OuterRef("pk")).order_by().values("source")
    counted = mine.annotate(n=Count("pk")).values("n")
    return Source.objects.select_related("inflow", "service").annotate(
        firing=Coalesce(Subquery(counted), 0)
    )


@dataclass(frozen=True)
class Overview:
    """The page of one source."""

    source: Source
    rules: list[Rule]
    firing: list[Alert]
    came: list[Received]
    opened: int
    storm: Group | None


def read_source(source: Source, *, reader: User) -> Overview:
    storms = Group.objects.filter(source=source, is_storm=True, is_current=True)
    return Overview(
        source=source,
        rules=list(source.rules.select_related("service")),
        firing=with_incidents(firing_of(source)[:10], reader=reader),
        came=told(Received.objects.filter(source=source).order_by("-pk")[:10], reader=reader),
        opened=opened_lately(source),
        storm=storms.filter(began_at__gt=timezone.now() - timedelta(days=1))
        .visible_to(reader)
        .select_related("incident")
        .first(),
    )


def firing_of(source: Source) -> QuerySet[Alert]:
    rows = Alert.objects.firing().filter(source=source).select_related("group")
    return rows.order_by("-pk")


def with_incidents(alerts: Iterable[Alert], *, reader: User) -> list[Alert]:
    """Each with the incident it belongs to in `incident`, if the reader sees it."""
    rows = list(alerts)
    seen = _seen({one.group.incident_id for one in rows if one.group}, reader=reader)
    for one in rows:
        number = one.group and one.group.incident_id
        incident = seen.get(number) if number else None
        one.incident = incident  # type: ignore[attr-defined]
    return rows


@dataclass(frozen=True)
class Line:
    """What became of one alert that came in."""

    title: str
    what: str
    count: int
    incident: Incident | None


def told(received: Iterable[Received], *, reader: User) -> list[Received]:
    """Each with its outcome in `lines`, with the incidents that the reader sees."""
    rows = list(received)
    numbers = {line.get("incident") for row in rows for line in row.outcome}
    seen = _seen(numbers, reader=reader)
    for row in rows:
        row.lines = [_line(line, seen) for line in row.outcome]  # type: ignore[attr-defined]
    return rows


def _line(line: dict[str, Any], seen: dict[int, Incident]) -> Line:
    number = line.get("incident")
    incident = seen.get(number) if number else None
    return Line(line["title"], line["what"], line.get("count", 0), incident)


def _seen(numbers: set[Any], *, reader: User) -> dict[int, Incident]:
    rows = Incident.objects.visible_to(reader).filter(pk__in=numbers - {None})
    return {one.pk: one for one in rows.only("pk", "title", "status")}


def page_of(rows: QuerySet[Any], before: int | None) -> tuple[list[Any], int | None]:
    """So many rows before a number, newest first, and the number that the next page begins at."""
    found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


@dataclass(frozen=True)
class Trial:
    """What would become of one alert if it came now."""

    incoming: Incoming
    decision: Decision
    what: str
    incident: Incident | None


def try_out(source: Source, payload: Any, *, reader: User) -> list[Trial]:
    """What would become of a payload, without anything becoming of it."""
    rules, known = list(source.rules.select_related("service")), services_by_name()
    would_open: set[str] = set()
    room = source.most_an_hour - opened_lately(source)
    found = []
    for incoming in read(source.format, payload)[:MOST_ALERTS]:
        decision = decide(source, incoming, rules=rules, known=known)
        what, incident = _would(source, incoming, decision)
        if what == "opened" and decision.group in would_open:
            what = "joined_new"
        elif what == "opened" and len(would_open) >= room:
            what = "storm"
        elif what == "opened":
            would_open.add(decision.group)
        if incident and not Incident.objects.visible_to(reader).filter(pk=incident.pk).exists():
            incident = None
        found.append(Trial(incoming, decision, what, incident))
    return found


def _would(source: Source, incoming: Incoming, decision: Decision) -> tuple[str, Incident | None]:
    there = Alert.objects.firing().filter(source=source, key=incoming.key)
    if not incoming.is_firing:
        return ("resolved" if there.exists() else "was_not_firing"), None
    if decision.action == Action.IGNORE:
        return "ignored", None
    if there.exists():
        return "again", None
    if decision.action == Action.KEEP:
        return "kept", None
    if group := current(source, decision.group):
        return "joined", group.incident
    if decision.action == Action.ADD:
        incident = open_incident_of(decision)
        return ("joined" if incident else "kept"), incident
    return "opened", None


def alerts_of(incident: Incident) -> QuerySet[Alert]:
    """What opened an incident or came to it since: what fires first, then the latest."""
    rows = Alert.objects.filter(group__incident=incident).select_related("source")
    return rows.order_by("status", "-last_seen_at")[:20]
