"""Find the day and the time zone a report is about, before its timeline is read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from postmortems.importing.headings import Place, place_of
from postmortems.importing.source import Block, Source
from postmortems.importing.stamps import Stamp, full_date_in, read_stamp
from postmortems.importing.titles import date_in_name, year_in_name
from postmortems.importing.zones import UTC_ZONE, Zone, zone_named_in

_NAMES_A_ZONE = re.compile(
    r"^\W*(?:note:?\s+)?(?:all\s+)?(?:the\s+)?(?:dates?\s+and\s+)?"
    r"(?:times?(?:stamps?)?|time ?zone)\b(?P<first>.{0,80})|\ball times\b(?P<later>.{0,80})",
    re.IGNORECASE,
)
_NAMES_A_DAY = re.compile(
    r"^\W*(?:incident |outage )?(?:date|when|started|start)\b[\s*_]*:[\s*_]*", re.IGNORECASE
)
_PROSE = frozenset({"paragraph", "heading", "bullets", "numbers", "blockquote"})


@dataclass(frozen=True, slots=True)
class Day:
    """The day of a report, and how it is known."""

    date: date | None
    known_from: str
    is_sure: bool = True


def find_day(
    source: Source, blocks: Sequence[Block], *, title: Stamp | None, matter: str, filename: str
) -> Day:
    """The day a report is about: its heading knows best, then its file name, then its text."""
    if title is not None and title.date is not None:
        return Day(title.date, "the title")
    if (day := date_in_name(filename)) is not None:
        return Day(day, "the file name")
    if (stamp := read_stamp(matter, near=None)) is not None and stamp.date is not None:
        return Day(stamp.date, "the front matter")
    for line in _prose(source, blocks):
        if label := _NAMES_A_DAY.match(line):
            stamp = read_stamp(line[label.end() :], near=None)
            if stamp is not None and stamp.date is not None:
                return Day(stamp.date, "the line that names the date")
    for block in blocks:
        if block.kind not in {"fence", "code_block"}:
            for number in block.lines:
                if (day := full_date_in(source.kept(number))) is not None:
                    return Day(day, "the first date in the text", is_sure=False)
    if (year := year_in_name(filename)) is not None:
        return Day(date(year, 1, 1), "the year in the file name", is_sure=False)
    return Day(None, "", is_sure=False)


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


def _prose(source: Source, blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind in _PROSE:
            yield from (source.kept(number) for number in block.lines)
