"""Work out when the entries of a timeline were, and when the incident started and was over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from postmortems.importing.report import TimelineEntry, Times
from postmortems.importing.stamps import Stamp
from postmortems.importing.zones import Zone

BACKWARDS = timedelta(hours=4)
"""How far the clock may go back before the next day is meant: notes are often a little out
of order, and 23:50 followed by 00:10 never is."""
FAR_OFF = timedelta(days=7)

# What teams call the moments of an incident, when they list them: "Incident declared".
_IT = r"(?:(?:the )?(?:incident|outage|issue|problem|impact|fault|first) )?(?:is |was |declared )?"
_NAMES = {
    "started_at": rf"{_IT}(?:occurs|occurred|starts?|started|begins?|began)",
    "detected_at": rf"{_IT}(?:detected|noticed|reported|identified)",
    "declared_at": r"incident(?: is| was)? declared",
    "mitigated_at": rf"{_IT}(?:repaired|mitigated)(?: declared)?",
    "ended_at": rf"{_IT}(?:resolved|closed|over|ends|ended)",
}
_PATTERNS = {field: re.compile(words, re.IGNORECASE) for field, words in _NAMES.items()}
_THING = r"(?:OUTAGE|INCIDENT|IMPACT|DISRUPTION)"
# Put beside an entry in capitals: "14:54 OUTAGE BEGINS", "<START OF OUTAGE>".
_BEGINS = re.compile(
    rf"\b(?:(?:START|BEGINNING) OF (?:THE )?{_THING}|{_THING} (?:BEGINS?|BEGAN|STARTS?|STARTED))\b"
)
_ENDS = re.compile(rf"\b(?:END OF (?:THE )?{_THING}|{_THING} (?:ENDS?|ENDED|OVER|RESOLVED))\b")
_MARKS = re.compile(r"^[\W_]+|[\W_]+$|[*_`]+")


@dataclass(frozen=True, slots=True)
class Moment:
    """When an entry was; not exact when the report gives no time of day."""

    at: datetime | None
    is_exact: bool
    next_day: bool = False


def place_in_time(
    stamps: Sequence[Stamp | None],
    *,
    day: date | None,
    zone: Zone,
    started: datetime | None = None,
) -> list[Moment]:
    """Work out when each of a timeline's entries was, in the order of the report.

    Times without a date belong to the date before them, or to the next day when the clock
    goes back. An entry without a time stands where the one before it does. "T+5m" counts
    from when it `started`, where that is known.
    """
    moments: list[Moment] = []
    previous: datetime | None = None
    for stamp in stamps:
        if stamp is not None and stamp.after is not None and started is not None:
            previous = started + stamp.after
            moments.append(Moment(previous, is_exact=True))
            continue
        dated = stamp is not None and stamp.date is not None
        day = stamp.date if stamp is not None and stamp.date is not None else day
        if day is None or stamp is None or stamp.time is None:
            at = previous
            if day is not None and (at is None or (dated and at.date() != day)):
                at = datetime.combine(day, time(), zone.tzinfo)
            moments.append(Moment(at, is_exact=False))
        else:
            at = datetime.combine(day, stamp.time, (stamp.zone or zone).tzinfo)
            goes_back = not dated and previous is not None and previous - at > BACKWARDS
            if goes_back:
                day += timedelta(days=1)
                at = datetime.combine(day, stamp.time, at.tzinfo)
            moments.append(Moment(at, is_exact=True, next_day=goes_back))
        previous = at
    return moments


def key_times(
    entries: Sequence[TimelineEntry],
    runs: Sequence[int],
    *,
    near: date | None,
    said: tuple[datetime | None, datetime | None] = (None, None),
    by_label: bool = False,
    is_dated: bool = False,
) -> tuple[Times, tuple[int, ...]]:
    """When it started, was noticed, declared, mitigated and over.

    `runs` are where the timelines of a report begin: a summary of key events often stands
    before the full one. A date far from the report's own that breaks the order of its
    timeline is a slip of the pen, and is not used; the entries are returned. What the
    report `said` of start and end is taken from a label before the timeline is asked, and
    from a sentence where the timeline has nothing.
    """
    doubtful = _doubtful(entries, runs, near)
    sure = [
        (entry.occurred_at, entry)
        for n, entry in enumerate(entries)
        if entry.occurred_at is not None and n not in doubtful
    ]
    started, said_ended = said
    if not sure:
        return Times(started, started is not None, ended_at=said_ended or started), doubtful
    named: dict[str, datetime] = {}
    for at, entry in sure:
        for field, pattern in _PATTERNS.items():
            if entry.is_exact and pattern.fullmatch(_MARKS.sub("", entry.text)):
                named.setdefault(field, at)
    first, exact = _start(sure, near)
    last = max(at for at, _ in sure)
    begins, ends = _marked(sure, _BEGINS), _marked(sure, _ENDS)
    if begins:
        first, exact = begins[0], True
    ended = named.get("ended_at", ends[-1] if ends else last)
    by_label = (by_label and not (begins and ends)) or (
        is_dated and _beats(started, said_ended, [at for at, entry in sure if entry.is_exact])
    )
    if started is not None and (by_label or not exact):
        first, exact = started, True
        last = max(last, first)
    if said_ended is not None and said_ended >= first and (by_label or last == first):
        ended = said_ended
    return (
        Times(
            started_at=first,
            started_is_exact=exact,
            detected_at=named.get("detected_at"),
            declared_at=named.get("declared_at"),
            mitigated_at=named.get("mitigated_at"),
            ended_at=ended if ended >= first else last,
        ),
        doubtful,
    )


def _marked(
    sure: Sequence[tuple[datetime, TimelineEntry]], mark: re.Pattern[str]
) -> list[datetime]:
    return [
        at for at, entry in sure if entry.is_exact and mark.search(" ".join(entry.text.split()))
    ]


def _beats(started: datetime | None, ended: datetime | None, moments: Sequence[datetime]) -> bool:
    """Whether a sentence with a day in it knows better than the timeline when it was.

    A timeline may begin with how it came about: on an earlier day, or before the entry that
    the sentence speaks of. A sentence that spans all of the timeline tells of more.
    """
    if started is None or not moments:
        return False
    first, last = min(moments), max(moments)
    if ended is None:
        return started in moments
    leads_up = first.date() < started.date() and ended <= last
    return leads_up or started in moments or (started <= first and last <= ended)


def _start(
    sure: Sequence[tuple[datetime, TimelineEntry]], day: date | None
) -> tuple[datetime, bool]:
    """When an incident started, and whether the time of day is known.

    Where the report names its day and tells of that day, what came before is how it came
    about. A time on the first day is better than the day alone.
    """
    if any(at.date() == day for at, _ in sure) and day is not None:
        eve = day - timedelta(days=1)
        sure = [(at, e) for at, e in sure if at.date() >= (eve if e.is_exact else day)]
    first = min(at for at, _ in sure)
    timed = [at for at, entry in sure if entry.is_exact and at.date() == first.date()]
    return (min(timed), True) if timed else (first, False)


def _doubtful(
    entries: Sequence[TimelineEntry], runs: Sequence[int], near: date | None
) -> tuple[int, ...]:
    if near is None:
        return ()
    found: list[int] = []
    for start, end in pairwise([*runs, len(entries)]):
        last: tuple[int, datetime] | None = None
        for n in range(start, end):
            at = entries[n].occurred_at
            if at is None:
                continue
            if last is not None and last[1] - at > FAR_OFF:
                further = max(last, (n, at), key=lambda entry: abs(entry[1].date() - near))
                found.append(further[0])
                if further[0] == n:
                    continue
            last = n, at
    return tuple(found)
