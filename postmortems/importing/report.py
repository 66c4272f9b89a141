"""What a Markdown incident report says, once it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from postmortems.importing.headings import TEXTS, Place
from postmortems.importing.source import Destination, Line
from postmortems.importing.zones import Zone


def counted(number: int, thing: str) -> str:
    """ "1 file", "2 files", "2 timeline entries": for what an import says it did."""
    if number == 1:
        return f"1 {thing}"
    return f"{number} {thing[:-1]}ies" if thing.endswith("y") else f"{number} {thing}s"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. Without a time of day it stands where the one before it does."""

    occurred_at: datetime | None
    is_exact: bool
    text: str


@dataclass(frozen=True, slots=True)
class Factor:
    text: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something to do; `group` is the heading it stood under."""

    text: str
    group: str
    link: str
    kind: str | None
    is_done: bool

    @property
    def what(self) -> str:
        """All of it in one: the heading first, where there is one."""
        return f"{self.group}: {self.text}" if self.group else self.text


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one heading of the file, and what is under it, went; `place` is what it was read as."""

    heading: str
    line: int
    went_to: tuple[str, ...]
    place: Place = Place.WHAT_HAPPENED
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody who knows better says of a report, before it is read.

    `places` has for the line of a heading, counted from one, the part that it announces.
    """

    day: date | None = None
    zone: Zone | None = None
    places: Mapping[int, Place] = field(default_factory=dict)


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Times:
    """When it was, as far as the report says; each None when it does not."""

    started_at: datetime | None = None
    started_is_exact: bool = False
    detected_at: datetime | None = None
    declared_at: datetime | None = None
    mitigated_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One report, and for each of its lines where it went."""

    filename: str
    title: str
    occurred_on: date | None
    times: Times
    zone: Zone
    zone_is_named: bool
    texts: Mapping[Place, str]
    timeline: tuple[TimelineEntry, ...]
    factors: tuple[Factor, ...]
    follow_ups: tuple[FollowUp, ...]
    placements: tuple[Placement, ...]
    remarks: tuple[str, ...]
    lines: tuple[Line, ...]

    def first_lines(self, place: Place) -> dict[int, int]:
        """The line of the file, counted from one, in which the words of each row begin."""
        firsts: dict[int, int] = {}
        for number, line in enumerate(self.lines, 1):
            part = line.destination
            if part is not None and part.place is place and line.kept.strip():
                firsts.setdefault(part.index, number)
        return firsts

    @property
    def parts(self) -> dict[Destination, str]:
        """The text at each destination, as `check` looks for a line's words in it."""
        parts = {Destination(Place.TITLE): self.title}
        parts |= {Destination(place): self.texts.get(place, "") for place in TEXTS}
        for index, entry in enumerate(self.timeline):
            parts[Destination(Place.TIMELINE, index)] = entry.text
        for index, factor in enumerate(self.factors):
            parts[Destination(Place.FACTOR, index)] = factor.text
        for index, follow_up in enumerate(self.follow_ups):
            parts[Destination(Place.FOLLOW_UP, index)] = follow_up.what
        return parts
