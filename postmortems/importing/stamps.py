"""Read dates and times as people write them at the start of a heading, a bullet or a cell.

A `Stamp` is what was read. It is `plain` when its words say nothing beyond a date, a time
and a zone, so that they may be replaced by a timestamp. "ca. 18:30", "09:00 - 11:00" and
"Monday 13:05" say more, and whoever uses them keeps the words.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from postmortems.importing.dates import (
    FoundDate,
    past_weekday,
    read_date,
    starts_of_full_dates,
)
from postmortems.importing.zones import Zone, zone_after_time

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d|:\d)"
    r"(?:h\b| ?(?P<half>[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?P<hour>\d{1,2}) ?(?P<half>[ap]\.?m\b\.?)", re.IGNORECASE)
_BARE = re.compile(r"(?P<hour>[01]\d|2[0-3])\.?(?P<minute>[0-5]\d)(?=$|\s*$|\s*[:|]|\s+[-–—] )")

# Without a date before it, "1430" and "8.45" are only times when a zone or an "h" says so.
_SAYS_TIME = r"(?=\s?(?:UTC|GMT|Z\b|hrs?\b|h\b|Uhr\b|C?ES?T\b|P[SD]?T\b|E[SD]T\b|BST\b))"
_DOTTED = re.compile(
    rf"(?P<hour>\d{{1,2}})\.(?P<minute>[0-5]\d){_SAYS_TIME}(?:\s?(?:hrs?|h|Uhr)\b)?"
)
_TO_ONE_THAT_SAYS = rf"(?=\s?(?:and|to|until|till|[-–—])\s?(?:[01]\d|2[0-3])[0-5]\d{_SAYS_TIME})"
_FOUR_DIGITS = re.compile(
    r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)"
    rf"(?:{_TO_ONE_THAT_SAYS}|{_SAYS_TIME}(?:\s?(?:hrs?|h|Uhr)\b)?)"
)
_AFTER = re.compile(
    r"[Tt] ?(?P<sign>[-+−]) ?(?:"
    r"(?P<clock>\d{1,3}:\d{2}(?::\d{2})?)"
    r"|(?:(?P<days>\d{1,3}) ?d(?:ays?)?)? ?(?:(?P<hours>\d{1,3}) ?h(?:ours?|rs?)?)? ?"
    r"(?:(?P<minutes>\d{1,4}) ?m(?:in(?:ute)?s?)?)? ?(?:(?P<seconds>\d{1,5}) ?s(?:ec(?:ond)?s?)?)?"
    r"(?P<bare>(?<=[-+−])\d{1,4}|(?<=[-+−] )\d{1,4})?)(?!\w)"
)

_OPENING = re.compile(r"[\s*_`(\[<~≈•▪●◦]*")
_ABOUT = re.compile(
    r"(?:approximately|approx\.?|around|about|circa|ca\.?|c\.|at|on|by)(?=[\s~\d]) ?[~≈]?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[*_`]*(?: *[,@T/]| +[-–—] +|:)? *(?:(?:at|around|about|approx\.?|ca\.?|~|≈) *)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"around|about|approx|ca\b|ca\.|~|≈", re.IGNORECASE)
_DATE_IN_BRACKETS = re.compile(r" ?\((?P<inside>[^()]{3,20})\)")
# "18:30, Nov 27, 2025" and "12:45 PM on Saturday, Oct 30th: …": the day stands behind the time.
_TO_DATE_BEHIND = re.compile(r"(?:,? +|, ?)(?P<on>on +)?")
_ENDS_DATE_BEHIND = re.compile(r"\s*(?:$|[:|,;*_`)(\]]|[-–—]+\s)")
_ON_TO_A_RANGE = re.compile(
    r"[*_`\])\s]*(?:[-–—~/&]|to\b|until\b|till\b|and\b)\s*"
    r"(?:\d{1,2}[:.h][\d?xX]|\d{1,2} ?[ap]m|\?)",
    re.IGNORECASE,
)
_MARK = r"(?P<mark>[:|,;]+|[-–—]+(?=[\s*_]|$)|\.(?=\s|$))"
_CLOSED = re.compile(rf"(?P<closing>[*_`)\]]+)\s*{_MARK}?\s*")
_CLOSED_AFTER_MARK = re.compile(rf"\s*{_MARK}(?P<closing>[*_`]+)\s*")
_NEVER_OPENED = re.compile(rf"\s*{_MARK}\s*|\s+|$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, a time or both, read from the start of `text[:end]`."""

    date: date | None
    time: time | None
    zone: Zone | None
    end: int
    plain: bool
    marked: bool = False
    """Set off from the words after it by bold, a dash or a colon, or alone."""
    after: timedelta | None = None
    """So long after the start, where that is how a timeline counts: "T+5m"."""

    @property
    def is_timed(self) -> bool:
        return self.time is not None or self.after is not None


def read_stamp(text: str, *, near: date | None) -> Stamp | None:
    """Read the stamp `text` begins with; `near` supplies a year nobody wrote.

    `end` is where the words after the stamp and its separator begin.
    """
    opening = _OPENING.match(text)
    position = opening.end() if opening else 0
    opened = any(mark in text[:position] for mark in "*_`([")
    plain = not any(mark in text[:position] for mark in "[~≈")
    if (counted := _AFTER.match(text, position)) is not None and counted.end() > position + 2:
        stamp = Stamp(None, None, None, counted.end(), False, after=_after(counted))
        return _with_separator(stamp, text, opened)
    if (about := _ABOUT.match(text, position)) is not None:
        position, plain = about.end(), False
    has_weekday = position != (position := past_weekday(text, position))

    found = read_date(text, position, near)
    if found is not None:
        position = found.end
    clock = None
    between = _BETWEEN.match(text, position) if found else None
    start = between.end() if between else position
    if (read := _read_time(text, start, bare=found is not None)) is not None:
        clock, position = read
        if between is not None and _VAGUE.search(between[0]):
            plain = False
    if found is None and clock is None:
        return None

    zone = None
    if clock is not None:
        iso = between is not None and between[0] == "T"
        zone, position = _read_zone(text, position, iso=iso)
        if found is None and (found := _read_date_behind(text, position, near)) is not None:
            position = found.end
            if zone is None:
                zone, position = _read_zone(text, position, iso=False)
    plain = plain and not (has_weekday and found is None) and (found is None or found.sure)
    if _ON_TO_A_RANGE.match(text, position):
        plain = False
    day = found.day if found is not None else None
    return _with_separator(Stamp(day, clock, zone, position, plain), text, opened)


def _read_date_behind(text: str, position: int, near: date | None) -> FoundDate | None:
    """The date behind a time: in brackets, or set off from the words that follow."""
    if (bracket := _DATE_IN_BRACKETS.match(text, position)) is not None:
        inside = read_date(bracket["inside"], 0, near)
        if inside is not None and inside.end == len(bracket["inside"]):
            return replace(inside, end=bracket.end())
    to_date = _TO_DATE_BEHIND.match(text, position)
    if to_date is None:
        return None
    found = read_date(text, past_weekday(text, to_date.end()), near)
    if found is None:
        return None
    is_set_off = found.has_year or to_date["on"] or _ENDS_DATE_BEHIND.match(text, found.end)
    return found if is_set_off else None


def read_stamp_at_end(text: str, *, near: date | None) -> tuple[int, Stamp] | None:
    """Read a date, with or without a time, that ends `text`: "Resolved 2020-02-12 12:07".

    Returns where the stamp starts, counting the separator before it.
    """
    starts = starts_of_full_dates(text)
    starts += [m.start() for m in re.finditer(r"(?<![\w/.\-])\d{5}-\d\d-\d\d\b", text)]
    if not starts:
        return None
    start = max(starts)
    stamp = read_stamp(text[start:], near=near)
    if stamp is None:
        return None
    words_before = len(text[:start].rstrip(" \t:,-–—*_"))
    if text[start + stamp.end :].strip(" .*_"):
        stamp = replace(stamp, plain=False)
    return words_before, stamp


def _with_separator(stamp: Stamp, text: str, opened: bool) -> Stamp | None:
    """Find where the words after a stamp begin: past a dash, a colon, and its own bold."""
    if opened:
        closed = _CLOSED.match(text, stamp.end) or _CLOSED_AFTER_MARK.match(text, stamp.end)
        if closed is not None:
            return replace(stamp, end=closed.end(), marked=True)
        stamp = replace(stamp, plain=False)
    separator = _NEVER_OPENED.match(text, stamp.end)
    if separator is None:
        return replace(stamp, plain=False) if _is_apart(text, stamp.end) else None
    end = separator.end()
    marked = separator["mark"] is not None or not text[end:].strip()
    return replace(stamp, end=end, marked=marked)


def _is_apart(text: str, position: int) -> bool:
    """Whether what was read is a word of its own, and not the start of one."""
    return position >= len(text) or not (text[position].isalnum() or text[position] in ".:/%")


def _after(match: re.Match[str]) -> timedelta:
    """How long after the start "T+1h05m", "T+01:05" and "T-10" are: minutes where no unit is."""
    if match["clock"]:
        parts = [int(part) for part in match["clock"].split(":")]
        length = timedelta(hours=parts[0], minutes=parts[1], seconds=sum(parts[2:]))
    else:
        given = {unit: int(match[unit] or 0) for unit in ("days", "hours", "minutes", "seconds")}
        length = timedelta(**given) + timedelta(minutes=int(match["bare"] or 0))
    return length if match["sign"] == "+" else -length


def _read_time(text: str, position: int, *, bare: bool) -> tuple[time, int] | None:
    for pattern in (_CLOCK, _HOUR, _DOTTED, _FOUR_DIGITS, *([_BARE] if bare else [])):
        match = pattern.match(text, position)
        if match is None:
            continue
        parts = match.groupdict()
        hour = int(parts["hour"])
        if parts.get("half"):
            afternoon = parts["half"].lower().startswith("p")
            if hour < 12 and afternoon:
                hour += 12
            elif hour == 12 and not afternoon:
                hour = 0
        minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second), match.end()
    return None


def _read_zone(text: str, position: int, *, iso: bool) -> tuple[Zone | None, int]:
    start = position
    while start < len(text) and text[start] in " (":
        start += 1
    read = zone_after_time(text, start, iso=iso)
    if read is None:
        return None, position
    zone, end = read
    if "(" in text[position:start]:
        if not text.startswith(")", end):
            return None, position
        end += 1
    return zone, end
