"""Cut a report into sections, each for one part of a write-up.

Sections come from headings, and from bold labels where a team writes "- **Impact**: …"
instead. A sub-heading that is no known name belongs to the section it is in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from postmortems.importing.headings import Place, place_of
from postmortems.importing.source import Block, Source
from postmortems.importing.stamps import Stamp, read_stamp

_MARKER = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s+|\s*")
# "Timeline:" alone on its line is a heading too, when it is the name of a section.
_PLAIN = re.compile(r"(?P<label>[^\W\d_][\w' /&-]{2,40})(?P<inside>:)(?P<outside>)\s*$")
_LABEL = re.compile(
    r"(?:\*\*|__)(?P<label>[^*_]{2,60}?)(?P<inside>\s*:)?\s*(?:\*\*|__)(?P<outside>\s*:)?[ \t]*"
)


@dataclass(slots=True)
class Section:
    """Some blocks that belong together, and the heading or label above them."""

    place: Place
    title: str = ""
    heading: Block | None = None
    label_line: int | None = None
    body: list[Block] = field(default_factory=list)

    @property
    def line(self) -> int | None:
        if self.heading is not None:
            return self.heading.start
        return self.label_line


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    end: int
    is_alone: bool

    @property
    def place(self) -> Place | None:
        return place_of(self.text)


class SectionReader:
    """Goes through the blocks of a report and collects its sections."""

    def __init__(
        self, source: Source, near: date | None, given: Mapping[int, Place] | None = None
    ) -> None:
        self._source = source
        self._near = near
        self._given = given or {}
        self._above: list[tuple[int, Place]] = []
        self.sections = [Section(Place.WHAT_HAPPENED)]

    def read_all(self, blocks: Iterable[Block]) -> list[Section]:
        for block in blocks:
            if block.kind == "heading":
                self._read_heading(block)
            elif not self._takes_labels():
                self._add(block)
            elif block.items:
                self._read_list(block)
            elif block.kind == "paragraph":
                self._read_paragraph(block)
            else:
                self._add(block)
        return self.sections

    @property
    def _current(self) -> Section:
        return self.sections[-1]

    def _add(self, block: Block) -> None:
        self._current.body.append(block)

    def _takes_labels(self) -> bool:
        return self._current.place is Place.WHAT_HAPPENED or self._current.label_line is not None

    def _read_heading(self, block: Block) -> None:
        while self._above and self._above[-1][0] >= block.level:
            self._above.pop()
        within = self._above[-1][1] if self._above else Place.WHAT_HAPPENED
        stamp = read_stamp(block.text, near=self._near)
        if (given := self._given.get(block.start + 1)) is not None:
            self._above.append((block.level, given))
            self.sections.append(Section(given, block.text, heading=block))
            return
        if stamp is not None and self._is_event(stamp, within):
            place, stays = Place.TIMELINE, True
        else:
            named = place_of(block.text)
            stays = self._holds(within) and named in (None, within, Place.WHAT_HAPPENED)
            place = within if stays else named or Place.WHAT_HAPPENED
        self._above.append((block.level, place))
        if not stays:
            self.sections.append(Section(place, block.text, heading=block))
        elif self._current.place is place and self._current.label_line is None:
            self._add(block)
        else:
            self.sections.append(Section(place, body=[block]))

    def _holds(self, within: Place) -> bool:
        """Whether what is no known name belongs to the section above; a timeline ends once."""
        if within is Place.TIMELINE:
            return self._current.place is Place.TIMELINE
        return within is not Place.WHAT_HAPPENED

    def _is_event(self, stamp: Stamp, within: Place) -> bool:
        if within is Place.TIMELINE or (
            self._current.place is Place.TIMELINE and self._current.label_line is None
        ):
            return True
        return stamp.time is not None and (stamp.marked or stamp.plain)

    def _read_list(self, block: Block) -> None:
        """A list some of whose items begin with a bold section name is a list of sections."""
        labels = [self._label_of(start) for start, _ in block.items]
        if not any(label and label.place for label in labels):
            self._add(block)
            return
        run: list[tuple[int, int]] = []
        for item, label in zip(block.items, labels, strict=True):
            if label is None:
                run.append(item)
                continue
            self._add_run(block.kind, run)
            run = []
            self._open_label(label, *item)
        self._add_run(block.kind, run)

    def _open_label(self, label: _Label, start: int, end: int) -> None:
        place = self._given.get(start + 1) or label.place or Place.WHAT_HAPPENED
        self._source.dedent_item(start, end)
        if place is not Place.WHAT_HAPPENED:
            self._take_label(start)
        self.sections.append(Section(place, label.text, label_line=start))
        self._current.body += self._source.blocks(start, end)

    def _add_run(self, kind: str, run: Sequence[tuple[int, int]]) -> None:
        if run:
            self._add(Block(kind, run[0][0], run[-1][1], items=tuple(run)))

    def _read_paragraph(self, block: Block) -> None:
        """Lines that begin with a bold section name are sections of their own.

        Words beside the name are all of it. A name alone is a heading for what follows.
        """
        labels = {line: self._label_of(line) for line in block.lines}
        if not any(label and self._is_elsewhere(label) for label in labels.values()):
            self._add(block)
            return
        around = self._current
        starts = [line for line in block.lines if line == block.start or labels[line]]
        for start, end in pairwise([*starts, block.end]):
            label = labels[start]
            if label is None or not self._is_elsewhere(label):
                if self._current is not around:
                    around = self._carry_on(around)
                self._add(Block("paragraph", start, end))
                continue
            self._take_label(start)
            place = self._given.get(start + 1) or label.place or Place.WHAT_HAPPENED
            self.sections.append(Section(place, label.text, label_line=start))
            self._current.body += self._source.blocks(start, end)
        if self._current is not around and not self._named_alone():
            self._carry_on(around)

    def _is_elsewhere(self, label: _Label) -> bool:
        return label.place not in (None, Place.WHAT_HAPPENED)

    def _named_alone(self) -> bool:
        return not self._current.body

    def _carry_on(self, around: Section) -> Section:
        self.sections.append(Section(around.place, around.title, label_line=None))
        return self._current

    def _take_label(self, line: int) -> None:
        match = _matched(self._source.kept(line), 0)
        if match is not None:
            self._source.take(line, match.end())

    def _label_of(self, line: int) -> _Label | None:
        text = self._source.kept(line)
        marker = _MARKER.match(text)
        match = _matched(text, marker.end() if marker else 0)
        if match is None:
            return None
        is_alone = not text[match.end() :].strip()
        if not (match["inside"] or match["outside"] or is_alone):
            return None
        return _Label(match["label"].strip(), match.end(), is_alone)


def _matched(text: str, at: int) -> re.Match[str] | None:
    if (bold := _LABEL.match(text, at)) is not None:
        return bold
    plain = _PLAIN.match(text, at)
    return plain if plain and place_of(plain["label"]) is not None else None
