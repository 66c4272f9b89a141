"""When a report itself says that it started and was over, apart from its timeline.

A label says it best: "Start: …", "| Resolved | … |", "detected_at: …" above the page. A
sentence, "from 15:30 to 18:10 UTC", is asked when nothing else knows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from postmortems.importing.clock import prose
from postmortems.importing.source import Block, Source
from postmortems.importing.spans import Span, span_in, stamps_in, zoned
from postmortems.importing.stamps import Stamp, read_stamp
from postmortems.importing.told import find_told
from postmortems.importing.zones import UTC_ZONE, Zone, zone_named_in

LONGEST = timedelta(days=31)
"""More than this between start and end is two dates that belong to other things."""

_THING = r"(?:(?:the |of )*(?:incident|outage|impact|disruption|downtime|issue|problem) ?)"
_AT = r"(?:[ _](?:time|date|at|on|utc|date ?/ ?time)| \([^)]*\))*"
_START_WORDS = (
    rf"{_THING}?(?:starts?|started|began|begin|beginning|occurred){_AT}(?: ?{_THING})?"
    rf"|(?:time|date) {_THING}?started|start(?:ed)? {_THING}|(?:incident|outage) time"
    r"|date ?/ ?time|when|(?:発生|開始)(?:日時|時刻)"
)
_END_WORDS = (
    rf"{_THING}?(?:ends?|ended|resolved|resolution time|recovered|restored|closed){_AT}"
    rf"(?: ?{_THING})?|(?:time|date) {_THING}?(?:resolved|ended)|end {_THING}"
    r"|(?:復旧|終了|解決)(?:日時|時刻)"
)
_SPAN_WORDS = (
    r"(?:total |overall |approximate )?"
    rf"{_THING}?(?:duration|window|period|time|time ?span|time ?frame|dates?){_AT}"
    rf"(?: ?{_THING})?|outage|downtime|dur[ée]e(?: incident)?|dauer|zeitraum|per[íi]odo"
    r"|duraci[óo]n|dura[çc][ãa]o"
)
_LABEL = re.compile(
    r"^[\W_]*(?:"
    rf"(?P<start>{_START_WORDS})|(?P<end>{_END_WORDS})|(?P<span>{_SPAN_WORDS})"
    r")[\s*_`]*(?P<zone>\([^)]{1,20}\))?[\s*_`]*[:：][\s*_`]*",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_MATTER = {
    "started": ("started_at", "start", "start_time", "incident_start_time", "incident_start"),
    "ended": (
        "resolved_at",
        "ended_at",
        "end",
        "end_time",
        "incident_end_time",
        "incident_end",
        "resolvedwhen",
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """The spans of time a report says it went over.

    What is said `by_label` beats what a timeline shows. A sentence with a day in it beats
    a timeline that begins on an earlier one: such a timeline tells how it came about, too.
    """

    spans: tuple[Span, ...] = ()
    by_label: bool = False
    is_dated: bool = False

    def stamps(self) -> list[Stamp | None]:
        return [stamp for span in self.spans for stamp in span]

    def times(self, day: date | None, zone: Zone) -> tuple[datetime | None, datetime | None]:
        """When the first of them began and the last was over, as moments."""
        spans = [self._moments(span, day, zone) for span in self.spans]
        started = min((start for start, _ in spans if start), default=None)
        ended = max((end for _, end in spans if end), default=None)
        if started and ended and not timedelta() <= ended - started <= LONGEST:
            return (started, None) if self.by_label else (None, None)
        return started, ended

    def _moments(
        self, span: Span, day: date | None, zone: Zone
    ) -> tuple[datetime | None, datetime | None]:
        """Both ends; what has no day of its own is on the day of the report, or the next."""
        started = _moment(span[0], day, zone)
        ended = _moment(span[1], started.date() if started else day, zone)
        if started and ended and ended < started and span[1] and span[1].date is None:
            ended += timedelta(days=1)
        return started, ended


def find_said(
    source: Source,
    blocks: Sequence[Block],
    *,
    matter: Mapping[str, tuple[int, str]],
    near: date | None,
) -> Said:
    """What labels say of start and end, or else the first sentence that names both."""
    found: list[Span] = []
    ends: dict[str, Stamp] = {}
    for name, keys in _MATTER.items():
        for key in keys:
            stamp = read_stamp(matter.get(key, (0, ""))[1], near=near)
            if stamp is not None and stamp.time is not None:
                ends.setdefault(name, stamp)
    dated = read_stamp(matter.get("date", (0, ""))[1], near=near)
    if "ended" in ends and dated is not None and dated.time is not None:
        ends.setdefault("started", dated)
    for line in prose(source, blocks):
        if label := _LABEL.match(line):
            _read_label(label, line, near, found, ends)
    if ends:
        found.append((ends.get("started"), ends.get("ended")))
    if found:
        # Several of them without a day of their own belong to several days.
        return Said(tuple(found), by_label=len(found) == 1 or all(_is_dated(s) for s in found))
    told = find_told(source, blocks, near)
    return Said((told,), is_dated=_is_dated(told)) if told is not None else Said()


def _is_dated(span: Span) -> bool:
    return any(stamp is not None and stamp.date is not None for stamp in span)


def _read_label(
    label: re.Match[str],
    line: str,
    near: date | None,
    found: list[Span],
    ends: dict[str, Stamp],
) -> None:
    value = line[label.end() :]
    zone = zone_named_in(label["zone"] or "") or (UTC_ZONE if "utc" in label[0].lower() else None)
    span = span_in(value, near)
    if span is not None and not label["end"]:
        found.append((zoned(span[0], zone), zoned(span[1], zone)))
    elif not label["span"] and (stamps := stamps_in(value, near)):
        if _DIGIT.search(value[: stamps[0][0]]):
            return  # it is behind a date that cannot be read
        ends.setdefault("started" if label["start"] else "ended", zoned(stamps[0][2], zone))


def _moment(stamp: Stamp | None, day: date | None, zone: Zone) -> datetime | None:
    if stamp is None or stamp.time is None or (stamp.date or day) is None:
        return None
    return datetime.combine(stamp.date or day or date.min, stamp.time, (stamp.zone or zone).tzinfo)
