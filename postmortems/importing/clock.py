"""Find the day and the time zone a report is about, before its timeline is read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from postmortems.importing.dates import (
    full_date_in,
    month_in,
    past_weekday,
    read_date,
    short_date_in,
)
from postmortems.importing.front_matter import FrontMatter
from postmortems.importing.headings import Place, place_of
from postmortems.importing.source import Block, Source
from postmortems.importing.stamps import Stamp, read_stamp
from postmortems.importing.tables import as_label
from postmortems.importing.titles import date_in_name, year_in_name
from postmortems.importing.zones import UTC_ZONE, Zone, zone_named_in

_NAMES_A_ZONE = re.compile(
    r"^\W*(?:note:?\s+)?(?:all\s+)?(?:the\s+)?(?:dates?\s+and\s+)?"
    r"(?:times?(?:stamps?)?|time ?zone)\b(?P<first>.{0,80})|\ball times\b(?P<later>.{0,80})",
    re.IGNORECASE,
)
_NAMES_A_DAY = re.compile(
    r"^[\W_]*(?:incident |outage |event )?"
    r"(?:date|when|started|starts?|began|day|fecha|datum|data|detected|occurred)\b"
    r"(?:[ _](?:time|date|at|on|detected|started|occurred)\b)*"
    r"(?: (?:of|de|des) (?:the |l')?(?:incident|outage|event|vorfalls))?"
    r"[\s*_`]*(?:\([^)]*\))?[\s*_`]*[:：][\s*_`]*",
    re.IGNORECASE,
)
_DAYS_IN_MATTER = (
    "incident_date", "occurred_on", "started_at", "start_time", "incident_start_time", "start",
    "detected_at", "date",
)  # fmt: skip
_PROSE = frozenset({"paragraph", "heading", "bullets", "numbers", "blockquote"})
# "On July 21st", "Last Monday, April 15": how a report begins to tell of its day.
_TELLS_OF_A_DAY = re.compile(
    r"\b(?:on|from|between|starting|beginning|last)\b"
    r"(?: (?:on|about|approximately|around|the (?:early )?(?:morning|afternoon|evening|night) of))*"
    r"[ ,]+[*_]*",
    re.IGNORECASE,
)
_OPENING_BLOCKS = 5
LONGEST_WAIT = timedelta(days=60)
"""So long after an incident its report may be published."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day of a report, and how it is known."""

    date: date | None
    known_from: str
    is_sure: bool = True


def find_day(
    source: Source,
    blocks: Sequence[Block],
    *,
    title: Stamp | None,
    heading: str,
    matter: FrontMatter,
    filename: str,
) -> Day:
    """The day a report is about: its heading knows best, then what names a day, then its text.

    A page of a blog is named and dated after the day it was published on. What such a page
    begins with, "On July 21st", is the day it tells of.
    """
    if title is not None and title.date is not None:
        return Day(title.date, "the title")
    for key in _DAYS_IN_MATTER[:-1]:
        if (found := _date_of(matter.value(key))) is not None:
            return Day(found, "the front matter")
    if (found := full_date_in(matter.value("title"))) is not None:
        return Day(found, "the title in the front matter")
    named = date_in_name(filename)
    dated = _date_of(matter.value("date"))
    for line in prose(source, blocks):
        if (label := _NAMES_A_DAY.match(line)) and (
            found := _date_of(line[label.end() :], near=named or dated)
        ):
            return Day(found, "the line that names the date")
    if (found := _date_of_timeline(blocks)) is not None:
        return Day(found, "the heading of the timeline")
    if matter.is_of_a_blog or named is None:
        published = named or dated
        near = published or month_in(heading) or month_in(filename) or _middle_of_year(filename)
        found = _day_told(source, blocks, near)
        if found and (published is None or timedelta() <= published - found <= LONGEST_WAIT):
            return Day(found, "the first sentence that names a day")
    if named is not None:
        return Day(named, "the file name")
    if dated is not None:
        return Day(dated, "the front matter")
    for block in blocks:
        if block.kind not in {"fence", "code_block"}:
            for number in block.lines:
                if (day := full_date_in(source.kept(number))) is not None:
                    return Day(day, "the first date in the text", is_sure=False)
    if (year := year_in_name(filename)) is not None:
        return Day(date(year, 1, 1), "the year in the file name", is_sure=False)
    return Day(None, "", is_sure=False)


def _date_of_timeline(blocks: Sequence[Block]) -> date | None:
    """The date in the heading of the timeline, "Timeline (UTC), 07/21/2023"."""
    for block in blocks:
        if block.kind == "heading" and place_of(block.text) is Place.TIMELINE:
            found = full_date_in(block.text) or short_date_in(block.text)
            if found is not None:
                return found
    return None


def _day_told(source: Source, blocks: Sequence[Block], near: date | None) -> date | None:
    """The first day that the opening of a report tells of; `near` supplies its year."""
    for text in opening(source, blocks):
        for match in _TELLS_OF_A_DAY.finditer(text):
            found = read_date(text, past_weekday(text, match.end()), near)
            if found is not None and (found.has_year or near is not None):
                return found.day
    return None


def opening(source: Source, blocks: Sequence[Block]) -> Iterator[str]:
    """The first paragraphs and lists of a report, before anything but what happened."""
    count = 0
    for block in blocks:
        if block.kind == "heading":
            if place_of(block.text) not in {None, Place.WHAT_HAPPENED}:
                return
        elif block.kind in _PROSE and count < _OPENING_BLOCKS:
            count += 1
            yield " ".join(source.kept(number).strip() for number in block.lines)


def _middle_of_year(filename: str) -> date | None:
    year = year_in_name(filename)
    return date(year, 7, 1) if year is not None else None


def find_zone(source: Source, blocks: Sequence[Block], *, title: Stamp | None) -> Zone | None:
    """The zone a report says its times are in: "All times in PST", "Time (UTC)"."""
    for block in blocks:
        if block.kind == "heading" and place_of(block.text) is Place.TIMELINE:
            if (zone := zone_named_in(block.text)) is not None:
                return zone
        elif block.kind == "table" or block.kind in _PROSE:
            numbers = block.lines[:1] if block.kind == "table" else block.lines
            for number in numbers:
                if (zone := _zone_said_in(source.kept(number))) is not None:
                    return zone
    return title.zone if title is not None else None


def zone_of_most(stamps: Iterable[Stamp | None]) -> Zone | None:
    """The zone most of the times in a timeline carry themselves."""
    counts = Counter(stamp.zone for stamp in stamps if stamp is not None and stamp.zone)
    return counts.most_common(1)[0][0] if counts else None


def zone_or_utc(*zones: Zone | None) -> Zone:
    return next((zone for zone in zones if zone is not None), UTC_ZONE)


def _zone_said_in(line: str) -> Zone | None:
    said = _NAMES_A_ZONE.search(line)
    return zone_named_in(said["first"] or said["later"] or "") if said else None


def _date_of(text: str, near: date | None = None) -> date | None:
    stamp = read_stamp(text, near=near)
    return stamp.date if stamp is not None else None


def prose(source: Source, blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of prose, and the rows of tables of two columns as "label: value"."""
    for block in blocks:
        if block.kind == "table":
            for number in block.lines:
                line = source.kept(number)
                if (label := as_label(line)) != line:
                    yield label
        if block.kind in _PROSE or block.kind == "code_block":
            yield from (source.kept(number) for number in block.lines)
