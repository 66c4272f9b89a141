"""Sentry's webhooks of an internal integration: issue alerts, metric alerts, and issues.

Whom Sentry suspects of a commit is never read.
"""

from typing import Any

from alerts.formats.incoming import (
    LONGEST_TITLE,
    Incoming,
    key,
    labels,
    line,
    link,
    many,
    moment,
    part,
    severity,
)

ISSUE_FIRES = {"created", "unresolved"}
ISSUE_ENDS = {"resolved", "archived", "ignored"}


def read(data: Any) -> list[Incoming]:
    action, inner = line(part(data, "action")), part(data, "data")
    if isinstance(event := part(inner, "event"), dict):
        return [_event(event, inner)]
    if isinstance(part(inner, "metric_alert"), dict):
        return [_metric(inner, action)]
    if isinstance(issue := part(inner, "issue"), dict) and action in ISSUE_FIRES | ISSUE_ENDS:
        return [_issue(issue, is_firing=action in ISSUE_FIRES)]
    return []


def _event(event: dict[str, Any], inner: dict[str, Any]) -> Incoming:
    number = key("issue", line(event.get("issue_id")) or line(event.get("title")))
    level = event.get("level")
    own = {
        "rule": inner.get("triggered_rule"),
        "level": level,
        "environment": event.get("environment"),
        "project": event.get("project"),
        "platform": event.get("platform"),
    }
    return Incoming(
        key=number,
        is_firing=True,
        title=line(event.get("title"), LONGEST_TITLE) or "Sentry",
        severity=severity(level),
        labels=labels(labels(event.get("tags")) | labels(own)),
        link=link(event.get("web_url")),
        group=number,
        began_at=moment(event.get("datetime")),
    )


def _metric(inner: dict[str, Any], action: str) -> Incoming:
    metric = inner["metric_alert"]
    number = key("metric", line(metric.get("id")) or line(part(metric, "alert_rule", "id")))
    projects = ", ".join(line(one) for one in many(metric.get("projects"))[:10])
    own = {
        "rule": part(metric, "alert_rule", "name"),
        "level": action,
        "environment": part(metric, "alert_rule", "environment"),
        "project": projects,
        "description": inner.get("description_text"),
    }
    title = line(inner.get("description_title"), LONGEST_TITLE) or line(metric.get("title"))
    return Incoming(
        key=number,
        is_firing=action != "resolved",
        title=title or "Sentry",
        severity=severity(action),
        labels=labels(own),
        link=link(inner.get("web_url")),
        group=number,
        began_at=moment(metric.get("date_started")),
    )


def _issue(issue: dict[str, Any], *, is_firing: bool) -> Incoming:
    number, level = key("issue", line(issue.get("id"))), issue.get("level")
    own = {
        "level": level,
        "project": part(issue, "project", "slug"),
        "platform": issue.get("platform"),
    }
    return Incoming(
        key=number,
        is_firing=is_firing,
        title=line(issue.get("title"), LONGEST_TITLE) or "Sentry",
        severity=severity(level),
        labels=labels(own),
        link=link(issue.get("web_url"), issue.get("permalink")),
        group=number,
        began_at=moment(issue.get("firstSeen")),
    )
