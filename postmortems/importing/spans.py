"""Read two times with "to" between them: "from 15:30 to 18:10 UTC"."""

import re
from dataclasses import replace
from datetime import date, time
from itertools import pairwise

from postmortems.importing.dates import full_date_in, read_date
from postmortems.importing.stamps import Stamp, read_stamp
from postmortems.importing.zones import Zone

LONGEST_GAP = 60
LONGEST_LINE = 2_000

Span = tuple[Stamp | None, Stamp | None]

_STARTS = re.compile(r"(?<![\w.:/+])(?=\d|[A-Z][a-z]{2})|(?<=[~≈])(?=\d)")
_TO = re.compile(
    r"(?:[-–—→]|\b(?:to|until|till|and|through|bis|a|à|y|até|hasta|et|und)\b)"
    r"[\s~≈*_`]*(?:(?:approximately|around|about|approx\.?|roughly)\s+)?(?:on |at )?$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|between|von|zwischen|de|entre|desde)\b[\s~≈*_`]*"
    r"(?:(?:the hours of|approximately|around|about|approx\.?|roughly)\s+)?$",
    re.IGNORECASE,
)
_HALF = re.compile(r"\d\s?([ap])\.?m", re.IGNORECASE)


def span_in(
    text: str, near: date | None, *, needs_from: bool = False
) -> tuple[Stamp, Stamp] | None:
    """Two times with "to" between them, and with "from" in front where that is asked."""
    for (start, until, first), (begins, _, second) in pairwise(stamps_in(text, near)):
        if begins - until > LONGEST_GAP or not _TO.search(text[start:begins]):
            continue
        if needs_from and not _FROM.search(text[:start]):
            continue
        if first.time and second.time and _says_afternoon_once(text[start:begins], text[begins:]):
            later = first.time.hour + 12
            if first.time.hour < 12 and time(later, first.time.minute) <= second.time:
                first = replace(first, time=time(later, first.time.minute, first.time.second))
        if first.date is None:
            first = replace(first, date=second.date or date_in(text, near))
        return zoned(first, second.zone), zoned(second, first.zone)
    return None


def _says_afternoon_once(before: str, after: str) -> bool:
    half = _HALF.match(after[after.find(":") + 1 :] if ":" in after[:6] else after, 0)
    found = half or _HALF.search(after[:12])
    return not _HALF.search(before) and found is not None and found[1].lower() == "p"


def stamps_in(text: str, near: date | None = None) -> list[tuple[int, int, Stamp]]:
    """The times in a line: where each begins and ends."""
    found: list[tuple[int, int, Stamp]] = []
    at = 0
    for start in (match.start() for match in _STARTS.finditer(text[:LONGEST_LINE])):
        if start < at:
            continue
        stamp = read_stamp(text[start : start + 80], near=near)
        if stamp is not None and stamp.time is not None:
            at = start + max(stamp.end, 1)
            found.append((start, at, stamp))
    return found


def date_in(text: str, near: date | None) -> date | None:
    """The first date in a text, also without its year when `near` can supply that."""
    full = full_date_in(text)
    if full is not None or near is None:
        return full
    found = (read_date(text, match.start(), near) for match in _STARTS.finditer(text))
    return next((one.day for one in found if one is not None), None)


def zoned(stamp: Stamp, zone: Zone | None) -> Stamp:
    return stamp if stamp.zone or zone is None else replace(stamp, zone=zone)
