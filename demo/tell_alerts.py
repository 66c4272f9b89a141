"""Let Prometheus watch the demo: an incident that it opened, and what fires today."""

import json
from datetime import datetime, timedelta
from typing import Any

from alerts.domain.receiving import receive
from alerts.domain.rules import add_rule
from alerts.domain.sources import add_source
from alerts.domain.taking_in import take_in
from alerts.models import Action, Format, Inflow, Source
from demo.tell_incidents import Cast
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import add_note, hand_over_lead, join_incident
from incidents.models import Incident, Mode
from people.models import User

GRAPHS = "https://prometheus.larkspur.example/graph?g0.expr="
STALLED = ("QueueStalled", "queue", "The queue of the search indexer has not moved for 5 minutes")
DISK = ("DiskFilling", "instance", "A disk of the staging machines will be full within a day")
OPENED_AGO = timedelta(days=2, hours=3)


def tell_alerts(*, cast: Cast, now: datetime) -> Incident:
    """Connect a source, let it open an incident that is over by now, and let more fire."""
    source, _token = add_source(
        by=cast["dana"],
        name="Prometheus",
        format=Format.ALERTMANAGER,
        otherwise=Action.KEEP,
        asks_for_help=False,
    )
    add_rule(source, by=cast["dana"], matches=[["env", "=", "staging"]], action=Action.KEEP)
    add_rule(
        source,
        by=cast["dana"],
        matches=[["severity", "=", "page"]],
        severity="minor",
        group_by=["alertname"],
    )
    indexer = {"service": "search-indexer", "severity": "page", "env": "production"}
    opened = now - OPENED_AGO
    _comes(source, STALLED, indexer, ["catalogue", "prices"], at=opened)
    over = opened + timedelta(minutes=24)
    _comes(source, STALLED, indexer, ["catalogue", "prices"], at=over, status="resolved")
    incident = Incident.objects.filter(declared_by=None, mode=Mode.LIVE).latest("pk")
    _tell_room(incident, cast["marek"], opened=opened)
    staging = {"severity": "warning", "env": "staging"}
    _comes(source, DISK, staging, ["runner-1", "runner-2"], at=now - timedelta(minutes=50))
    Inflow.objects.filter(source=source).update(last_came_at=now - timedelta(minutes=50))
    return incident


def _tell_room(incident: Incident, marek: User, *, opened: datetime) -> None:
    join_incident(incident, by=marek, at=opened + timedelta(minutes=3))
    hand_over_lead(incident, by=marek, to=marek, at=opened + timedelta(minutes=3))
    add_note(
        incident,
        by=marek,
        text="A message without a price stood at the front. It is parked, and the queue moves.",
        occurred_at=opened + timedelta(minutes=19),
        is_key_moment=True,
    )
    summary = "The queue moves again, and the message waits in the side queue for a fix."
    resolve_incident(incident, by=marek, summary=summary, at=opened + timedelta(minutes=31))


def _comes(
    source: Source,
    what: tuple[str, str, str],
    labels: dict[str, str],
    each: list[str],
    *,
    at: datetime,
    status: str = "firing",
) -> None:
    name, label, summary = what
    alerts: list[dict[str, Any]] = [
        {
            "status": status,
            "labels": labels | {"alertname": name, label: one},
            "annotations": {"summary": summary},
            "startsAt": (at - timedelta(minutes=5)).isoformat(),
            "generatorURL": f"{GRAPHS}{name.lower()}",
        }
        for one in each
    ]
    receive(source, body=json.dumps({"version": "4", "alerts": alerts}), at=at)
    take_in(source.pk)
