"""What senders say, read into one shape. Nothing here knows the database or trusts a value."""

from typing import Any

from alerts.formats import datadog, generic, pagerduty, prometheus, sentry
from alerts.formats.incoming import Incoming

READERS = {
    "generic": generic.read,
    "alertmanager": prometheus.read,
    "grafana": prometheus.read,
    "pagerduty": pagerduty.read,
    "sentry": sentry.read,
    "datadog": datadog.read,
}


def read(format: str, data: Any) -> list[Incoming]:
    """The alerts in a payload; none where it is about something else, such as a ping."""
    return READERS[format](data)


__all__ = ["Incoming", "read"]
