"""Alertmanager's webhook, version 4, which Grafana's is made after."""

from typing import Any

from alerts.formats.incoming import (
    LONGEST_TITLE,
    Incoming,
    fingerprint,
    key,
    labels,
    line,
    link,
    many,
    moment,
    part,
    severity,
)


def read(data: Any) -> list[Incoming]:
    alerts = [one for one in many(part(data, "alerts")) if isinstance(one, dict)]
    return [_one(alert, data) for alert in alerts]


def _one(alert: dict[str, Any], data: dict[str, Any]) -> Incoming:
    named = labels(alert.get("labels"))
    notes = alert.get("annotations")
    name = named.get("alertname", "")
    status = line(alert.get("status")) or line(data.get("status"))
    title = (
        line(part(notes, "summary"), LONGEST_TITLE)
        or line(part(notes, "title"), LONGEST_TITLE)
        or name
        or line(part(notes, "description"), LONGEST_TITLE)
        or line(data.get("title"), LONGEST_TITLE)
        or "Alert"
    )
    return Incoming(
        key=key(line(alert.get("fingerprint")) or fingerprint(named)),
        is_firing=status.lower() != "resolved",
        title=title,
        severity=severity(named.get("severity"), named.get("priority"), named.get("level")),
        labels=named,
        link=link(
            alert.get("panelURL"),
            alert.get("dashboardURL"),
            alert.get("generatorURL"),
            data.get("externalURL"),
        ),
        group=name,
        began_at=moment(alert.get("startsAt")),
    )
