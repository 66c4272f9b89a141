"""JSON of anything else: one alert, a list of them, or `{"alerts": […]}`.

Only a title is needed. `docs/alerts.md` names every field.
"""

from typing import Any

from alerts.formats.incoming import (
    LONGEST_TITLE,
    Incoming,
    fingerprint,
    key,
    labels,
    line,
    link,
    moment,
    severity,
)

TITLES = ("title", "summary", "name", "message", "description")
KEYS = ("key", "dedup_key", "fingerprint", "id")
ENDS = {"resolved", "ok", "closed", "recovered", "resolve", "up", "normal"}


def read(data: Any) -> list[Incoming]:
    given = data.get("alerts", data) if isinstance(data, dict) else data
    several = given if isinstance(given, list) else [given]
    found = [_one(one) for one in several if isinstance(one, dict)]
    return [one for one in found if one]


def _one(one: dict[str, Any]) -> Incoming | None:
    title = _first(one, TITLES, LONGEST_TITLE)
    number = _first(one, KEYS, LONGEST_TITLE)
    if not title and not number:
        return None
    named = labels(one.get("labels") or one.get("tags"))
    if service := line(one.get("service")):
        named = labels({"service": service} | named)
    identity = key(number) if number else key(fingerprint(named | {"title": title}))
    status = _first(one, ("status", "state", "event_action"), 40).lower()
    return Incoming(
        key=identity,
        is_firing=status not in ENDS,
        title=title or number,
        severity=severity(one.get("severity"), one.get("level"), one.get("priority")),
        labels=named,
        link=link(one.get("link"), one.get("url")),
        group=named.get("alertname") or identity,
        began_at=moment(one.get("at") or one.get("started_at")),
    )


def _first(one: dict[str, Any], names: tuple[str, ...], longest: int) -> str:
    return next((said for name in names if (said := line(one.get(name), longest))), "")
