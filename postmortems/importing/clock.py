"""Find the day and the time zone a report is about, before its timeline is read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from postmortems.importing.front_matter import FrontMatter
from postmortems.importing.headings import Place, place_of
from postmortems.importing.source import Block, Source
from postmortems.importing.dates import full_date_in
from postmortems.importing.stamps import Stamp, read_stamp
from postmortems.importing.tables import cells_of
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
    matter: FrontMatter,
    filename: str,
) -> Day:
    """The day a report is about: its heading knows best, then what names a day, then its text."""
    if title is not None and title.date is not None:
        return Day(title.date, "the title")
    for key in _DAYS_IN_MATTER[:-1]:
        if (found := _date_of(matter.value(key))) is not None:
            return Day(found, "the front matter")
    for line in prose(source, blocks):
        if (label := _NAMES_A_DAY.match(line)) and (found := _date_of(line[label.end() :])):
            return Day(found, "the line that names the date")
    if (day := date_in_name(filename)) is not None:
        return Day(day, "the file name")
    if (found := _date_of(matter.value("date"))) is not None:
        return Day(found, "the front matter")
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


def _date_of(text: str) -> date | None:
    stamp = read_stamp(text, near=None)
    return stamp.date if stamp is not None else None


def prose(source: Source, blocks: Sequence[Block]) -> Iterator[str]:
    """The lines of prose, and the rows of tables of two columns as "label: value"."""
    for block in blocks:
        if block.kind == "table":
            for number in block.lines:
                cells = [cell for cell in cells_of(source.kept(number)) if cell]
                if len(cells) == 2:
                    yield f"{cells[0].strip(' *_:')}: {cells[1]}"
        if block.kind in _PROSE or block.kind == "code_block":
            yield from (source.kept(number) for number in block.lines)
