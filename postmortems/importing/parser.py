"""Read a Markdown incident report into the parts of a write-up.

Nothing is dropped. Each line goes to one place, and what is not understood goes to "what
happened" with the heading above it, in the order of the file.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from postmortems.importing.clock import Day, find_day, find_zone, zone_of_most, zone_or_utc
from postmortems.importing.dialects import as_markdown
from postmortems.importing.front_matter import read_front_matter
from postmortems.importing.guesses import FACTOR_KINDS, FOLLOW_UP_KINDS, guess
from postmortems.importing.headings import TEXTS, Place, place_of, words_of
from postmortems.importing.links import first_link
from postmortems.importing.moments import Moment, key_times, place_in_time
from postmortems.importing.placing import Placing
from postmortems.importing.remarks import on_time
from postmortems.importing.report import (
    NOTHING_GIVEN,
    Factor,
    FollowUp,
    Given,
    Report,
    TimelineEntry,
)
from postmortems.importing.said import find_said
from postmortems.importing.sections import SectionReader
from postmortems.importing.source import Block, Destination, Source
from postmortems.importing.stamps import read_stamp
from postmortems.importing.tables import as_label
from postmortems.importing.texts import TOP
from postmortems.importing.titles import (
    Title,
    are_of_one_thing,
    says_no_title,
    title_from_name,
    title_of,
    title_said,
)
from postmortems.importing.zones import Zone

LONGEST_TITLE = 300
LINES_ON_TOP = 30

_DASH = re.compile(r"[–—•‣·]")
_DASH_BEFORE_A_TIME = re.compile(r"\s*[–—•‣·]\s+[*_`(]*(?:\d{4}-\d|\d{1,2}:\d{2})")


def parse_report(text: str, *, filename: str, given: Given = NOTHING_GIVEN) -> Report:
    """Read a report; `filename` may tell when it was, and names it when nothing else does.

    What is `given` by somebody who knows is believed before anything in the file.
    """
    return _Parser(text, filename, given).report()


class _Parser:
    def __init__(self, text: str, filename: str, given: Given) -> None:
        self.filename = filename
        self.given = given
        self.source = Source(as_markdown(text.removeprefix("\ufeff")))
        self.matter = read_front_matter(self.source)
        self._mend_bullets()
        blocks = self.source.blocks(self.matter.end, len(self.source))
        self.heading = _title_heading(blocks)
        if self.heading is not None and self._is_section_of_a_blog(self.heading):
            self.heading = None
        self.blocks = [block for block in blocks if block is not self.heading]
        self.title = title_of(self.heading.text) if self.heading else None
        self.remarks: list[str] = []

    def report(self) -> Report:
        day, zone = self._day(), self._zone()
        said = find_said(self.source, self.blocks, matter=self.matter.values, near=day.date)
        self.placing = Placing(self.source, day.date)
        reader = SectionReader(self.source, day.date, self.given.places)
        for section in reader.read_all(self.blocks):
            self.placing.place(section)
        self.placing.take_closing_links()

        stamps = [draft.stamp for draft in self.placing.drafts]
        zone = zone or zone_of_most([*stamps, *said.stamps()])
        span = said.times(day.date, zone_or_utc(zone))
        moments: list[Moment] = []
        for start, end in pairwise([*self.placing.runs, len(stamps)]):
            moments += place_in_time(
                stamps[start:end], day=day.date, zone=zone_or_utc(zone), started=span[0]
            )

        title = self._place_title(moments)
        self._place_front_matter(title)
        parts = self._parts()
        self.placing.definitions.place_in(parts)
        entries = self._entries(parts, moments)
        times, doubtful = key_times(
            entries,
            self.placing.runs,
            near=day.date,
            said=span,
            by_label=said.by_label,
            is_dated=said.is_dated,
        )
        self.remarks += on_time(
            zone_or_utc(zone), day, moments, doubtful, zone_is_named=zone is not None
        )
        return Report(
            filename=self.filename,
            title=title,
            occurred_on=times.started_at.date() if times.started_at else day.date,
            times=times,
            zone=zone_or_utc(zone),
            zone_is_named=zone is not None,
            texts={place: parts[Destination(place)] for place in TEXTS},
            timeline=entries,
            factors=self._factors(parts),
            follow_ups=self._follow_ups(parts),
            placements=tuple(self.placing.placements),
            remarks=tuple(self.remarks),
            lines=tuple(self.source.lines),
        )

    def _day(self) -> Day:
        if self.given.day is not None:
            return Day(self.given.day, "whoever imports it")
        return find_day(
            self.source,
            self.blocks,
            title=self.title.stamp if self.title else None,
            heading=self.title.text if self.title else "",
            matter=self.matter,
            filename=self.filename,
        )

    def _zone(self) -> Zone | None:
        if self.given.zone is not None:
            return self.given.zone
        return find_zone(self.source, self.blocks, title=self.title.stamp if self.title else None)

    def _is_section_of_a_blog(self, heading: Block) -> bool:
        """Whether the page has its title in the settings, and begins with something else."""
        title = self.matter.value("title")
        if not title or not self.matter.is_of_a_blog:
            return False
        return not are_of_one_thing(title, heading.text)

    def _mend_bullets(self) -> None:
        """Take a dash that is not Markdown's, before a time, for the bullet it was meant as."""
        for line in range(self.matter.end, len(self.source)):
            if _DASH_BEFORE_A_TIME.match(self.source.kept(line)):
                self.source.rewrite(line, _DASH.sub("-", self.source.kept(line), count=1))

    def _place_title(self, moments: Sequence[Moment]) -> str:
        """Send the heading to the title; it stays in the text when it says more than that."""
        if self.heading is None or self.title is None:
            return _shortened(self._title_elsewhere() or title_from_name(self.filename))
        words = self.title.words
        if says_no_title(words) and (elsewhere := self._title_elsewhere()):
            self._keep_heading(self.heading)
            return _shortened(elsewhere)
        is_said = _is_said_by(moments, self.title)
        is_plain = "](" not in self.title.text and "<" not in self.title.text
        if is_said and is_plain and self._fits(words):
            self.source.bare_heading(self.heading)
            self.source.take_end(self.heading.start, self.title.end)
            self.source.take(self.heading.start, self.title.start)
            self.source.claim(self.heading.lines, Destination(Place.TITLE))
            return words
        self._keep_heading(self.heading)
        if not is_said:
            self.remarks.append(
                f"The heading {self.title.text!r} names another time than the timeline, and stays "
                "in the text."
            )
        return _shortened(words or title_from_name(self.filename))

    def _keep_heading(self, heading: Block) -> None:
        self.source.heading(heading, TOP)
        self.placing.texts.add(Place.WHAT_HAPPENED, heading.lines, in_front=True)
        self.source.set_apart(heading.lines, "front")

    def _title_elsewhere(self) -> str:
        """The title in the settings, or the one that a line near the top gives."""
        top = self.source.lines[self.matter.end : self.matter.end + LINES_ON_TOP]
        said = title_said(as_label(line.text) for line in top)
        return title_of(self.matter.value("title")).words or said

    def _fits(self, words: str) -> bool:
        return (
            self.heading is not None
            and self.source.is_single(self.heading)
            and 0 < len(words) <= LONGEST_TITLE
        )

    def _place_front_matter(self, title: str) -> None:
        """Keep settings at the end of the text, but for a title that is the title."""
        lines = self.matter.lines
        if not lines:
            return
        for fence in (lines[0], lines[-1]):
            self.source.rewrite(fence, "")
        line, value = self.matter.values.get("title", (0, ""))
        known = [words_of(title), words_of(self.title.text) if self.title else []]
        if value and words_of(value) in known:
            self.source.take_lines([line])
        if inside := [n for n in lines if words_of(self.source.kept(n))]:
            settings = "\n".join(self.source.kept(n) for n in inside)
            self.placing.texts.close_with(Place.WHAT_HAPPENED, f"```yaml\n{settings}\n```")
        self.source.claim(lines, Destination(Place.WHAT_HAPPENED))
        self.source.set_apart(lines, "end")

    def _parts(self) -> dict[Destination, str]:
        parts = {Destination(place): self.placing.texts.text(place) for place in TEXTS}
        for index, draft in enumerate(self.placing.drafts):
            parts[Destination(Place.TIMELINE, index)] = self.source.text(draft.lines)
        for place, rows in self.placing.rows.items():
            for index, row in enumerate(rows):
                parts[Destination(place, index)] = self.source.text(row.lines)
        return parts

    def _entries(
        self, parts: dict[Destination, str], moments: Sequence[Moment]
    ) -> tuple[TimelineEntry, ...]:
        return tuple(
            TimelineEntry(moment.at, moment.is_exact, parts[Destination(Place.TIMELINE, index)])
            for index, moment in enumerate(moments)
        )

    def _factors(self, parts: dict[Destination, str]) -> tuple[Factor, ...]:
        factors = []
        for index, row in enumerate(self.placing.rows[Place.FACTOR]):
            text = ": ".join([*row.group, parts[Destination(Place.FACTOR, index)]])
            factors.append(Factor(text, guess(FACTOR_KINDS, text)))
        return tuple(factors)

    def _follow_ups(self, parts: dict[Destination, str]) -> tuple[FollowUp, ...]:
        definitions = self.placing.definitions.texts()
        follow_ups = []
        for index, row in enumerate(self.placing.rows[Place.FOLLOW_UP]):
            text = parts[Destination(Place.FOLLOW_UP, index)]
            link = row.link or first_link(text, definitions)
            kind = guess(FOLLOW_UP_KINDS, text, row.title)
            follow_ups.append(FollowUp(text, row.title, link, kind, row.is_done))
        return tuple(follow_ups)


def _title_heading(blocks: Sequence[Block]) -> Block | None:
    """The heading that is the report's title: the first, when it stands above the others."""
    headings = [block for block in blocks if block.kind == "heading"]
    if not headings:
        return None
    first = headings[0]
    stands_above = first is blocks[0] and all(block.level > 1 for block in headings[1:])
    says_more = first.level == 1 and stands_above and title_of(first.text).start > 0
    if place_of(first.text) is not None and not says_more:
        return None
    if first.level == 1:
        return first
    stamp = read_stamp(first.text, near=None)
    is_event = stamp is not None and stamp.time is not None
    is_alone_on_top = first is blocks[0] and all(block.level > 1 for block in headings)
    return first if is_alone_on_top and not is_event else None


def _is_said_by(moments: Sequence[Moment], title: Title) -> bool:
    """Whether the timeline tells of the date and time taken from a title."""
    if title.stamp is None or title.stamp.date is None:
        return True
    known = [moment.at for moment in moments if moment.at is not None]
    if not known:
        return title.stamp.time is None
    if title.stamp.date not in {at.date() for at in known}:
        return False
    return title.stamp.time is None or title.stamp.time in {at.time() for at in known}


def _shortened(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
