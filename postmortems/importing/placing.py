"""Send the sections of a report to where they belong.

What is not understood goes to "what happened", below the heading it stood under.
"""

from collections.abc import Sequence
from datetime import date

from postmortems.importing.definitions import Definitions
from postmortems.importing.drafts import Draft
from postmortems.importing.headings import TEXTS, Place, place_of, says_only, words_of
from postmortems.importing.links import closing_link
from postmortems.importing.report import Placement, counted
from postmortems.importing.rows import LONGEST, Row, RowReader
from postmortems.importing.sections import Section
from postmortems.importing.source import Block, Destination, Source
from postmortems.importing.texts import TOP, Texts
from postmortems.importing.timeline import EventReader
from postmortems.importing.zones import zone_named_in

FEWEST_EVENTS = 2
"""So many lines with a time make a timeline where no heading says so."""
LEFT_TO = {
    Place.FACTOR: Place.WHAT_MADE_IT_POSSIBLE,
    Place.FOLLOW_UP: Place.WHAT_HAPPENED,
    Place.TIMELINE: Place.WHAT_HAPPENED,
}


class Placing:
    """Goes through the sections. Each method sends lines somewhere, and each line goes once."""

    def __init__(self, source: Source, near: date | None) -> None:
        self.source = source
        self.near = near
        self.texts = Texts(source)
        self.definitions = Definitions(source)
        self.drafts: list[Draft] = []
        self.runs: list[int] = []
        self.rows: dict[Place, list[Row]] = {Place.FACTOR: [], Place.FOLLOW_UP: []}
        self.placements: list[Placement] = []

    def place(self, section: Section) -> None:
        section.body = [block for block in section.body if not self.definitions.collect(block)]
        before = self._counts()
        if section.place is Place.TIMELINE:
            self._place_timeline(section)
        elif section.place in self.rows:
            self._place_rows(section)
        else:
            self._place_text(section)
        self._note_placement(section, before)

    def _place_text(self, section: Section) -> None:
        left = section.body
        reader = EventReader(self.source, self.near, cautious=True)
        if section.place is Place.WHAT_HAPPENED and reader.count(left) >= FEWEST_EVENTS:
            left = self._read_events(section, reader)
            left = [block for block in left if not self._is_bare_label(section, block)]
        lines_above = self._above(section, has_text=bool(left))
        lines = list(lines_above)
        highest = min((block.level for block in left if block.kind == "heading"), default=1)
        for block in left:
            if block.kind == "heading":
                self.source.heading(block, TOP + bool(lines_above) + block.level - highest)
            lines += block.lines
        self.texts.add(section.place, lines)

    def _is_bare_label(self, section: Section, block: Block) -> bool:
        """Whether a block is only the label of a section whose words all became a timeline."""
        if block.start != section.label_line or place_of(section.title) is None:
            return False
        if words_of(self.source.text(block.lines)) != words_of(section.title):
            return False
        self.source.take_lines(block.lines)
        self.source.claim(block.lines, Destination(Place.TIMELINE, self.runs[-1]))
        return True

    def _above(self, section: Section, *, has_text: bool) -> list[int]:
        """The heading of a text, unless the text is called that anyway."""
        if section.heading is None:
            alone = section.label_line is not None and not any(
                section.label_line in block.lines for block in section.body
            )
            if alone and section.label_line is not None:
                self.source.claim([section.label_line], Destination(section.place))
            return []
        only = says_only(section.title, section.place) and self.texts.is_empty(section.place)
        all_events = not has_text and bool(section.body) and place_of(section.title) is not None
        if only or all_events:
            self.source.take_lines(section.heading.lines)
            self.source.claim(section.heading.lines, Destination(section.place))
            return []
        self.source.heading(section.heading, TOP)
        return list(section.heading.lines)

    def _place_timeline(self, section: Section) -> None:
        first = len(self.drafts)
        left = self._read_events(section, EventReader(self.source, self.near))
        found = len(self.drafts) > first
        lines = self._drop_heading(
            section,
            Destination(Place.TIMELINE, first) if found else None,
            is_said=_says_only_timeline(section.title),
            has_text=bool(left),
        )
        self._leave(section, lines, [(None, block) for block in left])

    def _read_events(self, section: Section, reader: EventReader) -> list[Block]:
        reader.read_all(section.body)
        if reader.drafts:
            self.runs.append(len(self.drafts))
        for index, draft in enumerate(reader.drafts, len(self.drafts)):
            self.source.claim(draft.lines, Destination(Place.TIMELINE, index))
        self.drafts += reader.drafts
        return sorted(reader.left, key=lambda block: block.start)

    def _place_rows(self, section: Section) -> None:
        rows = self.rows[section.place]
        is_follow_up = section.place is Place.FOLLOW_UP
        is_said = says_only(section.title, section.place)
        body = section.body
        as_group = is_follow_up and section.heading is not None and not is_said
        if as_group and section.heading is not None:
            body = [section.heading, *body]
        reader = RowReader(self.source, paragraphs_too=is_follow_up)
        reader.read_all(body)
        first = len(rows)
        for row in reader.rows:
            if is_follow_up and len(row.title) + len(self.source.text(row.lines)) > LONGEST:
                pieces = [*((n, n + 1) for n in row.opening), (row.lines[0], row.lines[-1] + 1)]
                reader.left += [(None, Block("text", *piece)) for piece in pieces]
                continue
            self.source.claim([*row.opening, *row.lines], Destination(section.place, len(rows)))
            rows.append(row)
        lines: list[int] = []
        if not as_group:
            destination = Destination(section.place, first) if len(rows) > first else None
            lines = self._drop_heading(
                section, destination, is_said=is_said, has_text=bool(reader.left)
            )
        self._leave(section, lines, sorted(reader.left, key=lambda left: left[1].start))

    def take_closing_links(self) -> None:
        """Make the link a follow-up ends with its own, where it says nothing but "Issue"."""
        known = self.definitions.texts()
        for index, row in enumerate(self.rows[Place.FOLLOW_UP]):
            lines = [n for n in row.lines if not self.source.is_blank(n)]
            if len(lines) != lines[-1] - lines[0] + 1 or self.source.has_list(lines[1:]):
                continue
            line = self.source.kept(lines[-1])
            link = closing_link(line, known)
            if link is None:
                continue
            words = [*(self.source.kept(n) for n in lines[:-1]), line[: link.start]]
            if not words_of(" ".join(words)):
                continue
            self.source.take_end(lines[-1], link.start)
            row.link = link.address
            if link.label:
                self.definitions.become_link(link.label, Destination(Place.FOLLOW_UP, index))

    def _drop_heading(
        self, section: Section, destination: Destination | None, *, is_said: bool, has_text: bool
    ) -> list[int]:
        """Take the heading of rows or of a timeline, or say that it stays above what is left."""
        if section.heading is None:
            line = section.label_line
            if line is None or any(line in block.lines for block in section.body):
                return []
            if destination is None:
                self.source.put_back(line)
                return [line]
            self.source.claim([line], destination)
            return []
        if is_said and (destination is not None or not has_text):
            self.source.take_lines(section.heading.lines)
            self.source.claim(
                section.heading.lines, destination or Destination(LEFT_TO[section.place])
            )
            return []
        self.source.heading(section.heading, TOP)
        return list(section.heading.lines)

    def _leave(
        self, section: Section, lines: list[int], left: Sequence[tuple[Block | None, Block]]
    ) -> None:
        """Send what is no row and no entry to the text, below the heading it stood under."""
        place = LEFT_TO[section.place]
        if lines:
            self.texts.add(place, lines)
        standing = {block.start for _, block in left if block.kind == "heading"}
        for heading, block in left:
            if block.kind == "heading":
                self.source.heading(block, TOP)
                self.texts.add(place, block.lines)
                continue
            above = heading.text if heading else section.title
            if (heading is not None and heading.start in standing) or (heading is None and lines):
                above = ""
            self.texts.add(place, block.lines, heading=above)

    def _counts(self) -> tuple[int, int, int]:
        return (len(self.drafts), len(self.rows[Place.FACTOR]), len(self.rows[Place.FOLLOW_UP]))

    def _note_placement(self, section: Section, before: tuple[int, int, int]) -> None:
        names = ("timeline entry", "contributing factor", "follow-up")
        went = [
            counted(now - then, name)
            for name, then, now in zip(names, before, self._counts(), strict=True)
            if now > then
        ]
        numbers = [n for block in section.body for n in block.lines]
        if section.line is not None:
            numbers.append(section.line)
        texts = {
            line.destination.place
            for n in numbers
            if (line := self.source.lines[n]).destination is not None
            and line.destination.place in TEXTS
            and words_of(line.kept)
        }
        went += [place.in_words for place in TEXTS if place in texts]
        if section.title or went:
            line_number = (
                section.line if section.line is not None else min(numbers, default=0)
            ) + 1
            first = section.body[0].text if section.body else ""
            title = section.title or first or "(no heading)"
            self.placements.append(
                Placement(
                    title,
                    line_number,
                    tuple(went) or ("nothing in it",),
                    section.place,
                    is_heading=section.line is not None,
                )
            )


def _says_only_timeline(title: str) -> bool:
    """Whether a heading says no more than "Timeline", and perhaps its zone: it is known."""
    zone = zone_named_in(title)
    known = {"all", "times", "time", "in", "are"} | set(words_of(zone.written)) if zone else set()
    words = [word for word in words_of(title) if word not in known]
    return says_only(" ".join(words), Place.TIMELINE)
