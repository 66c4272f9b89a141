"""Make alerts of what came, and open incidents or add to them, by the rules of the source."""

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.domain.deciding import Decision, decide
from alerts.domain.grouping import find_incident, open_or_join
from alerts.domain.noting import note_if_due
from alerts.formats import Incoming, read
from alerts.models import (
    Action,
    Alert,
    AlertStatus,
    Group,
    Received,
    ReceivedState,
    Rule,
    Source,
)
from incidents.models import Service

logger = logging.getLogger(__name__)

MOST_ALERTS = 100
MOST_ROWS = 50
MOST_ATTEMPTS = 5
WAITS = timedelta(minutes=1)
QUIET_AFTER = timedelta(hours=24)
KEPT = timedelta(days=30)


def take_in(source_id: int) -> None:
    """Read what waits of a source, oldest first.

    Counting the attempt is the claim: what ends a worker each time is tried a few times, and
    then left to an admin.
    """
    now = timezone.now()
    rows = Received.objects.waiting().filter(source=source_id, try_at__lte=now)
    for row in list(rows.values_list("pk", flat=True)[:MOST_ROWS]):
        mine = Received.objects.filter(pk=row, state=ReceivedState.WAITING, try_at__lte=now)
        if mine.update(attempts=F("attempts") + 1, try_at=now + WAITS):
            _read_one(row)


@transaction.atomic
def _read_one(row: int) -> None:
    """Read one request, with its source locked: alerts of one source are counted in turn."""
    source_id = Received.objects.values_list("source", flat=True).get(pk=row)
    source = Source.objects.select_for_update().select_related(None).get(pk=source_id)
    received = Received.objects.get(pk=row)
    if received.state != ReceivedState.WAITING:
        return
    received.state, received.outcome = ReceivedState.DONE, []
    try:
        found = read(source.format, json.loads(received.body))
    except (ValueError, RecursionError):
        found, received.state = [], ReceivedState.UNREADABLE
    if found:
        received.outcome = _apply_all(source, found, at=received.came_at)
    received.save(update_fields=["state", "outcome"])


def _apply_all(source: Source, found: list[Incoming], *, at: datetime) -> list[dict[str, Any]]:
    rules = list(Rule.objects.filter(source=source).select_related("service"))
    known = services_by_name()
    lines = [
        {"title": one.title[:120]} | _apply(source, one, rules=rules, known=known, at=at)
        for one in found[:MOST_ALERTS]
    ]
    if (left_out := len(found) - MOST_ALERTS) > 0:
        lines.append({"title": "", "what": "too_many", "count": left_out})
    for group in Group.objects.filter(source=source, is_current=True).to_note():
        note_if_due(group, at=at)
    return lines


def services_by_name() -> dict[str, Service]:
    """Services as alerts may call them."""
    services = list(Service.objects.all())
    return {one.name.lower(): one for one in services} | {one.slug: one for one in services}


def _apply(
    source: Source,
    incoming: Incoming,
    *,
    rules: list[Rule],
    known: dict[str, Service],
    at: datetime,
) -> dict[str, Any]:
    """What became of one alert, as a line of the outcome."""
    firing = Alert.objects.firing().filter(source=source, key=incoming.key)
    if not incoming.is_firing:
        return _clear(firing.select_related("group").first(), at=at)
    decision = decide(source, incoming, rules=rules, known=known)
    if decision.action == Action.IGNORE:
        return {"what": "ignored"}
    there = firing.select_related("group").first()
    if there:
        there.times_seen, there.last_seen_at = there.times_seen + 1, at
        there.save(update_fields=["times_seen", "last_seen_at"])
        return {"what": "again", "incident": there.group and there.group.incident_id}
    alert = Alert.objects.create(
        source=source,
        key=incoming.key,
        title=incoming.title,
        severity=incoming.severity,
        labels=incoming.labels,
        link=incoming.link,
        first_seen_at=at,
        last_seen_at=at,
    )
    group, what = _place(source, incoming, decision, at=at)
    if group:
        alert.group = group
        alert.save(update_fields=["group"])
    return {"what": what, "incident": group.incident_id if group else None}


def _place(
    source: Source, incoming: Incoming, decision: Decision, *, at: datetime
) -> tuple[Group | None, str]:
    if decision.action == Action.OPEN:
        return open_or_join(source, incoming, decision, at=at)
    if decision.action == Action.ADD:
        return find_incident(source, incoming, decision, at=at)
    return None, "kept"


def _clear(alert: Alert | None, *, at: datetime) -> dict[str, Any]:
    """Note that an alert is fine again. Its incident is resolved by people, never by this."""
    if alert is None:
        return {"what": "was_not_firing"}
    alert.status, alert.resolved_at, alert.last_seen_at = AlertStatus.RESOLVED, at, at
    alert.save(update_fields=["status", "resolved_at", "last_seen_at"])
    if alert.group:
        Group.objects.filter(pk=alert.group.pk).update(cleared=F("cleared") + 1)
    return {"what": "resolved", "incident": alert.group and alert.group.incident_id}


def give_up() -> None:
    """Leave to an admin what could not be read after several attempts."""
    stuck = Received.objects.waiting().filter(
        attempts__gte=MOST_ATTEMPTS, try_at__lte=timezone.now()
    )
    if stuck.update(state=ReceivedState.UNREADABLE):
        logger.warning(_("Some of what sources of alerts sent could not be read."))


def waiting_sources() -> list[int]:
    """The sources of which something waits to be read."""
    due = Received.objects.waiting().filter(try_at__lte=timezone.now())
    return list(due.order_by("source").values_list("source", flat=True).distinct()[:200])


def let_go_quiet(*, at: datetime) -> None:
    """Count on an alert no more that nobody sent for a day, and delete those long over."""
    silent = Alert.objects.firing().filter(last_seen_at__lt=at - QUIET_AFTER)
    silent.update(status=AlertStatus.QUIET)
    over = Alert.objects.exclude(status=AlertStatus.FIRING)
    over.filter(last_seen_at__lt=at - KEPT).delete()
