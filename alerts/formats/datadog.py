"""Datadog's webhook, with the payload that the source's page gives, or with Datadog's own."""

import re
from typing import Any

from alerts.formats.incoming import LONGEST_TITLE, Incoming, key, labels, line, link, severity

# `[Triggered on {host:a}] CPU is high`, `[P2] [Recovered] …`: what Datadog puts before a title.
BEFORE = re.compile(r"^(?:\s*\[[^\]]{0,200}\])+\s*")
ENDS = ("recovered", "resolved")


def read(data: Any) -> list[Incoming]:
    if not isinstance(data, dict) or not (data.get("title") or data.get("alert_title")):
        return []
    whole = line(data.get("alert_title") or data.get("title"), LONGEST_TITLE) or "Datadog"
    prefix = BEFORE.match(whole)
    before = prefix[0].lower() if prefix else ""
    title = whole[prefix.end() :] if prefix else whole
    transition = line(data.get("transition")).lower()
    named = labels(line(data.get("tags"), 4000).split(","))
    own = {
        name: data.get(name)
        for name in ("priority", "scope", "hostname", "metric", "alert_id", "type")
    }
    named = labels(named | labels(own))
    said = transition or before
    parts = [data.get(name) for name in ("alert_id", "scope")]
    number = line(data.get("cycle")) or line(data.get("aggregation"))
    # The scope only tells apart what one monitor watches.
    identity = key(number) if number else key(*parts) if parts[0] else key("title", title)
    return [
        Incoming(
            key=identity,
            is_firing=not any(word in said for word in ENDS),
            title=title or whole,
            severity=severity(data.get("priority"), data.get("type"), named.get("severity")),
            labels=named,
            link=link(data.get("link")),
            group=key("monitor", data["alert_id"]) if line(data.get("alert_id")) else identity,
        )
    ]
