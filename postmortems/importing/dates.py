"""Read the dates people write: "2021-03-04", "March 4th, 2021", "4. März" and "3/4/21"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date

from postmortems.importing.languages import MONTHS as IN_OTHER_LANGUAGES

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

# "Feb 05, 2021: published" has a year before its colon, "Feb 05, 1430: started" a time.
_YEAR = r"(?P<year>\d{4}(?![\d:])|(?:19[7-9]|20[0-4])\d(?=:(?!\d)))"
# "January 14-19, 2026" began on the 14th.
_TO_DAY = r"(?P<until> ?[-–] ?\d{1,2}(?:st|nd|rd|th|\.)?(?=[, ] ?(?:\d{4}|[a-z])))?"
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4,5})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?{_TO_DAY}[ -](?:of |de )?(?P<month>{_MONTH})\b\.?"
    rf"(?:,?[ -](?:de )?{_YEAR})?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{_MONTH})\b\.?[ -](?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_TO_DAY}(?!\w|:\d)"
    rf"(?:,?[ -]{_YEAR})?",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\d:])"
)
_DATE_FORMATS = (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST, _NUMBERS)
_ANY_FULL_DATE = re.compile(
    r"(?<![\w/.\-])(?:\d{4}-\d{1,2}-\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?[ -](?:of |de )?(?:{_MONTH})\.?,?[ -](?:de )?\d{{4}}"
    rf"|(?:{_MONTH})\.?[ -]\d{{1,2}}(?:st|nd|rd|th)?,?[ -]\d{{4}}"
    r"|\d{1,2}/\d{1,2}/\d{4})(?![\w\-])",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(r"(?<![\w/.\-])\d{1,2}([-/])\d{1,2}\1(?:\d{4}|\d{2})(?![\w/\-])")
_MONTH_ALONE = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\b\.?,?[ _-](?P<year>(?:19[7-9]|20\d)\d))\b", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]? *(?:the )?",
    re.IGNORECASE,
)
_SAYS_HALF = re.compile(r"\d ?[ap]\.?m\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where its words end; it is `sure` when it is written without a slip."""

    day: date
    end: int
    sure: bool
    has_year: bool


def read_date(text: str, position: int, near: date | None) -> FoundDate | None:
    """The date at `position`; `near` supplies a year nobody wrote."""
    for pattern in _DATE_FORMATS:
        match = pattern.match(text, position)
        if match is None:
            continue
        if pattern is _NUMBERS:
            day = _from_numbers(match, near, text[match.end() : match.end() + 20])
            sure, has_year = True, True
        else:
            has_year = match["year"] is not None
            until = match.groupdict().get("until")
            month = _MONTH_NUMBERS.get(match["month"].lower()) or int(match["month"])
            year, sure = _year(match["year"], near, month, int(match["day"]))
            sure = sure and not until
            day = _date(year, month, int(match["day"]))
        if day is not None:
            return FoundDate(day, match.end(), sure, has_year)
    return None


def past_weekday(text: str, position: int) -> int:
    """Where the words after the name of a weekday begin, if one is there."""
    weekday = _WEEKDAY.match(text, position)
    return weekday.end() if weekday else position


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


def full_date_in(text: str) -> date | None:
    """The first date written with its year anywhere in `text`."""
    return next((day for _, _, day in _full_dates(text)), None)


def date_at_end(text: str) -> tuple[int, date] | None:
    """A full date that ends a title, "Queue stuck - October 3, 2025", and where it starts."""
    for start, end, day in [*_full_dates(text), *_short_dates(text)]:
        if not text[end:].strip(" )]*_."):
            return start, day
    return None


def month_in(text: str) -> date | None:
    """The middle of a month that is named with its year, "January 2017"."""
    match = _MONTH_ALONE.search(text)
    if match is None:
        return None
    return _date(int(match["year"]), _MONTH_NUMBERS[match["month"].lower()], 15)


def short_date_in(text: str) -> date | None:
    """A date of three numbers that can be read in one way only, "5-26-21"."""
    return next((day for _, _, day in _short_dates(text)), None)


def starts_of_full_dates(text: str) -> list[int]:
    return [match.start() for match in _ANY_FULL_DATE.finditer(text)]


def _full_dates(text: str) -> Iterator[tuple[int, int, date]]:
    for match in _ANY_FULL_DATE.finditer(text):
        found = read_date(match[0], 0, None)
        if found is not None:
            yield match.start(), match.end(), found.day


def _short_dates(text: str) -> Iterator[tuple[int, int, date]]:
    for match in _SHORT_DATE.finditer(text):
        found = read_date(match[0], 0, None)
        if found is not None:
            yield match.start(), match.end(), found.day
