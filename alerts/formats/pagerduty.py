"""PagerDuty's webhooks, version 3: an event about one of its incidents.

Who was paged and who answered is left out: an alert is about a system.
"""

from typing import Any

from alerts.formats.incoming import (
    LONGEST_TITLE,
    Incoming,
    key,
    labels,
    line,
    link,
    moment,
    part,
    severity,
)

FIRES = {"incident.triggered", "incident.reopened", "incident.unacknowledged"}
ENDS = {"incident.resolved"}


def read(data: Any) -> list[Incoming]:
    event = part(data, "event")
    kind, about = line(part(event, "event_type")), part(event, "data")
    if kind not in FIRES | ENDS or not line(part(about, "id")):
        return []
    urgency, priority = part(about, "urgency"), part(about, "priority", "summary")
    number = key(line(part(about, "id")))
    return [
        Incoming(
            key=number,
            is_firing=kind in FIRES,
            title=line(part(about, "title"), LONGEST_TITLE) or "PagerDuty",
            severity=severity(priority, urgency),
            labels=labels(
                {
                    "service": part(about, "service", "summary"),
                    "urgency": urgency,
                    "priority": priority,
                    "escalation_policy": part(about, "escalation_policy", "summary"),
                    "number": part(about, "number"),
                }
            ),
            link=link(part(about, "html_url")),
            group=number,
            began_at=moment(part(about, "created_at")),
        )
    ]
