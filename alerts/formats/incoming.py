"""One alert as it came, cut to what is kept."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

MOST_LABELS = 40
LONGEST_NAME = 60
LONGEST_VALUE = 200
LONGEST_TITLE = 300
LONGEST_KEY = 255
LONGEST_LINK = 1000
# A link that would end its Markdown, or that a reader could take for another.
ODD_IN_LINKS = re.compile(r"[\x00-\x20<>\"\\^`{|}\x7f-\uffff]")

SEVERITIES = {
    **dict.fromkeys(("critical", "fatal", "emergency", "disaster", "p1", "sev1"), "critical"),
    **dict.fromkeys(("error", "high", "major", "alert", "p2", "sev2", "page"), "major"),
    **dict.fromkeys(("warning", "warn", "minor", "low", "info", "p3", "p4", "p5", "sev3"), "minor"),
}


@dataclass(frozen=True)
class Incoming:
    """`group` is what belongs together unless a rule says otherwise."""

    key: str
    is_firing: bool
    title: str
    severity: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    link: str = ""
    group: str = ""
    began_at: datetime | None = None

    def said(self, name: str) -> str:
        """What it says under a name: one of its own, or a label."""
        own = {"title": self.title, "severity": self.severity, "key": self.key}
        return self.labels.get(name) or own.get(name, "")


def line(value: Any, longest: int = LONGEST_VALUE) -> str:
    """A plain value as one line that can be kept and shown; empty for anything else."""
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, (str, int, float)):
        return ""
    text = str(value)[: longest * 4].encode(errors="replace").decode()
    shown = "".join(one if one.isprintable() else " " for one in text)
    words = " ".join(shown.split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def key(*parts: Any) -> str:
    """A key of a size that can be kept, the same for the same parts."""
    text = "/".join(str(part) for part in parts).encode(errors="replace").decode()
    if len(text) <= LONGEST_KEY and text.isprintable():
        return text
    return sha256(text.encode()).hexdigest()


def fingerprint(labels: Mapping[str, str]) -> str:
    return sha256(json.dumps(sorted(labels.items())).encode()).hexdigest()[:32]


def labels(given: Any) -> dict[str, str]:
    """Names with plain values, as many and as long as are kept."""
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(given, dict):
        pairs = given.items()
    elif isinstance(given, list):
        pairs = (one for one in map(_pair, given) if one)
    kept: dict[str, str] = {}
    for name, value in pairs:
        if len(kept) >= MOST_LABELS:
            break
        if (short := line(name, LONGEST_NAME)) and (said := line(value)):
            kept[short] = said
    return kept


def _pair(one: Any) -> tuple[Any, Any] | None:
    """A tag as senders write it: `name:value`, or a list of the two."""
    if isinstance(one, str) and ":" in one:
        name, _colon, value = one.partition(":")
        return name, value
    if isinstance(one, list) and len(one) == 2:
        return one[0], one[1]
    return None


def link(*candidates: Any) -> str:
    """The first that is an address of the web over TLS, and nothing that only looks like one."""
    for one in candidates:
        if not isinstance(one, str) or len(one) > LONGEST_LINK or ODD_IN_LINKS.search(one):
            continue
        try:
            parts = urlsplit(one)
            is_safe = parts.scheme == "https" and parts.hostname and not parts.username
            _port = parts.port
        except ValueError:
            continue
        if is_safe:
            return one
    return ""


def severity(*candidates: Any) -> str:
    """What the first that is known comes to here."""
    for one in candidates:
        if found := SEVERITIES.get(line(one).lower()):
            return found
    return ""


def moment(given: Any) -> datetime | None:
    """A time with its zone, or None."""
    if not isinstance(given, str) or len(given) > 40:
        return None
    try:
        at = datetime.fromisoformat(given)
        return at.astimezone(UTC) if at.tzinfo and at.year > 2000 else None
    except (ValueError, OverflowError):
        return None


def part(given: Any, *names: str) -> Any:
    """What is found inside of objects by these names, or None."""
    for name in names:
        given = given.get(name) if isinstance(given, dict) else None
    return given


def many(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []
