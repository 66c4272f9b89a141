"""Read dates and times as people write them at the start of a heading, a bullet or a cell.

A `Stamp` is what was read. It is `plain` when its words say nothing beyond a date, a time
and a zone, so that they may be replaced by a timestamp. "ca. 18:30", "09:00 - 11:00" and
"Monday 13:05" say more, and whoever uses them keeps the words.
"""

import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, time, timedelta

from postmortems.importing.languages import MONTHS as IN_OTHER_LANGUAGES
from postmortems.importing.zones import Zone, zone_after_time

EARLIEST, LATEST = 1970, 2100

_MONTH_NAMES = (
    ("january", "jan"),
    ("february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("august", "aug"),
    ("september", "sept", "sep"),
    ("october", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
_MONTH_NUMBERS = {
    name: number
    for names_of_all in (_MONTH_NAMES, IN_OTHER_LANGUAGES)
    for number, names in enumerate(names_of_all, 1)
    for name in names
}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))

# "January 14-19, 2026" began on the 14th.
_TO_DAY = r"(?P<until> ?[-–] ?\d{1,2}(?:st|nd|rd|th|\.)?(?=[, ] ?(?:\d{4}|[a-z])))?"
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4,5})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?{_TO_DAY}[ -](?:of |de )?(?P<month>{_MONTH})\b\.?"
    r"(?:,?[ -](?:de )?(?P<year>\d{4})(?![\d:]))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_TO_DAY}(?![\w:])"
    r"(?:,? (?P<year>\d{4})(?![\d:]))?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d:])"
)
_DATE_FORMATS = (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST, _NUMBERS)
_ANY_FULL_DATE = re.compile(
    r"(?<![\w/.\-])(?:\d{4}-\d{1,2}-\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de )?(?:{_MONTH})\.?,? (?:de )?\d{{4}}"
    rf"|(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})(?![\w\-])",
    re.IGNORECASE,
)

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
_FOUR_DIGITS = re.compile(
    rf"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d){_SAYS_TIME}(?:\s?(?:hrs?|h|Uhr)\b)?"
)
_AFTER = re.compile(
    r"[Tt] ?(?P<sign>[-+−]) ?(?:"
    r"(?P<clock>\d{1,3}:\d{2}(?::\d{2})?)"
    r"|(?:(?P<days>\d{1,3}) ?d(?:ays?)?)? ?(?:(?P<hours>\d{1,3}) ?h(?:ours?|rs?)?)? ?"
    r"(?:(?P<minutes>\d{1,4}) ?m(?:in(?:ute)?s?)?)? ?(?:(?P<seconds>\d{1,5}) ?s(?:ec(?:ond)?s?)?)?"
    r"(?P<bare>(?<=[-+−])\d{1,4}|(?<=[-+−] )\d{1,4})?)(?!\w)"
)

_SAYS_HALF = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)

_OPENING = re.compile(r"[\s*_`(\[<~≈]*")
_ABOUT = re.compile(
    r"(?:approximately|approx\.?|around|about|circa|ca\.?|c\.|at|on|by)(?=[\s~\d]) ?[~≈]?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]? *(?:the )?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[*_`]*(?: *[,@T]| +[-–—] +|:)? *(?:(?:at|around|about|approx\.?|ca\.?|~|≈) *)?", re.IGNORECASE
)
_VAGUE = re.compile(r"around|about|approx|ca\b|ca\.|~|≈", re.IGNORECASE)
_DATE_IN_BRACKETS = re.compile(r" ?\((?P<inside>[^()]{3,20})\)")
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
    weekday = _WEEKDAY.match(text, position)
    if weekday is not None:
        position = weekday.end()

    found = _read_date(text, position, near)
    day, sure = None, True
    if found is not None:
        day, position, sure = found
    clock = None
    between = _BETWEEN.match(text, position) if day else None
    start = between.end() if between else position
    if (read := _read_time(text, start, bare=day is not None)) is not None:
        clock, position = read
        if between is not None and _VAGUE.search(between[0]):
            plain = False
    if day is None and clock is None:
        return None
    plain = plain and sure and not (weekday and day is None)

    zone = None
    if clock is not None:
        iso = between is not None and between[0] == "T"
        zone, position = _read_zone(text, position, iso=iso)
        if day is None and (bracket := _DATE_IN_BRACKETS.match(text, position)) is not None:
            inside = _read_date(bracket["inside"], 0, near)
            if inside is not None and inside[1] == len(bracket["inside"]):
                day, _, sure = inside
                position = bracket.end()
                plain = plain and sure
    if _ON_TO_A_RANGE.match(text, position):
        plain = False
    return _with_separator(Stamp(day, clock, zone, position, plain), text, opened)


def read_stamp_at_end(text: str, *, near: date | None) -> tuple[int, Stamp] | None:
    """Read a date, with or without a time, that ends `text`: "Resolved 2020-02-12 12:07".

    Returns where the stamp starts, counting the separator before it.
    """
    starts = [m.start() for m in _ANY_FULL_DATE.finditer(text)]
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


def full_date_in(text: str) -> date | None:
    """The first date written with its year anywhere in `text`."""
    for match in _ANY_FULL_DATE.finditer(text):
        found = _read_date(match[0], 0, None)
        if found is not None:
            return found[0]
    return None


def date_at_end(text: str) -> tuple[int, date] | None:
    """A full date that ends a title, "Queue stuck - October 3, 2025", and where it starts."""
    for match in _ANY_FULL_DATE.finditer(text):
        if not text[match.end() :].strip(" )]*_."):
            found = _read_date(match[0], 0, None)
            if found is not None:
                return match.start(), found[0]
    return None


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


def _read_date(text: str, position: int, near: date | None) -> tuple[date, int, bool] | None:
    """The date at `position`, where it ends, and whether it is written without a slip."""
    for pattern in _DATE_FORMATS:
        match = pattern.match(text, position)
        if match is None:
            continue
        if pattern is _NUMBERS:
            day = _from_numbers(match, near, text[match.end() : match.end() + 20])
            sure = True
        else:
            written = match["year"]
            until = match.groupdict().get("until")
            month = _MONTH_NUMBERS.get(match["month"].lower()) or int(match["month"])
            year, sure = _year(written, near, month, int(match["day"]))
            sure = sure and not until
            day = _date(year, month, int(match["day"]))
        if day is not None:
            return day, match.end(), sure
    return None


def _year(written: str | None, near: date | None, month: int, day: int) -> tuple[int | None, bool]:
    """The year meant, and whether it stands there as it should.

    A slip such as "20202" is read as the report's own year when that is within it.
    """
    if written is None:
        return _nearest_year(month, day, near), True
    if len(written) == 4:
        return int(written), True
    if near is not None and any(
        written[:i] + written[i + 1 :] == f"{near.year:04d}" for i in range(5)
    ):
        return near.year, False
    return None, False


def _nearest_year(month: int, day: int, near: date | None) -> int | None:
    if near is None:
        return None
    candidates = [_date(year, month, day) for year in (near.year - 1, near.year, near.year + 1)]
    nearest = min(
        (candidate for candidate in candidates if candidate),
        key=lambda candidate: abs(candidate - near),
        default=None,
    )
    return nearest.year if nearest else None


def _from_numbers(match: re.Match[str], near: date | None, behind: str) -> date | None:
    """24/07/25 or 03.04.2025: day and month are told apart by size, else by what is nearest.

    Whoever puts full stops between them begins with the day, and whoever goes on with
    "9:42 AM" with the month.
    """
    first, second = int(match["first"]), int(match["second"])
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    readings = {_date(year, second, first), _date(year, first, second)} - {None}
    known = [reading for reading in readings if reading is not None]
    if len(known) == 1:
        return known[0]
    if match["sep"] == ".":
        return _date(year, second, first)
    if _SAYS_HALF.search(behind):
        return _date(year, first, second)
    if known and near is not None:
        return min(known, key=lambda reading: abs(reading - near))
    return None


def _date(year: int | None, month: int, day: int) -> date | None:
    if year is None or not EARLIEST <= year <= min(LATEST, MAXYEAR):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
