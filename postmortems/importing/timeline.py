"""Read timelines: headings, bullets, table rows and paragraphs that begin with a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from postmortems.importing.drafts import Draft, Opener
from postmortems.importing.headings import words_of
from postmortems.importing.source import Block, Source
from postmortems.importing.stamps import Stamp, read_stamp, read_stamp_at_end
from postmortems.importing.tables import cells_of, says_only_common_words
from postmortems.importing.timetables import rows_of

_LIST_MARKER = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")

# "At 16:19 we restarted it" is prose and no entry of a log.
_IN_PROSE = re.compile(r"\W*(?:at|on|by)\b", re.IGNORECASE)
FEWEST_LINES = 2
"""So many lines with a time make a timeline of a paragraph that begins with something else."""


@dataclass(slots=True)
class EventReader:
    """Goes through the blocks of one section and collects the entries of a timeline.

    In a section that is not called a timeline (`cautious`) only what has a time becomes an
    entry; the rest is left where it is.
    """

    source: Source
    near: date | None
    cautious: bool = False
    drafts: list[Draft] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)
    _waiting: list[Block] = field(default_factory=list)

    def count(self, blocks: Sequence[Block]) -> int:
        """How many lines with a time there are, where no heading says that it is a timeline."""
        count = 0
        for block in blocks:
            stamps: list[Stamp | None] = []
            if block.items:
                stamps = [self._stamp_of_item(item) for item in block.items]
            elif block.kind == "table":
                stamps = [row.stamp for row in rows_of(self.source, block, self.near)]
            elif block.kind == "paragraph":
                stamps = [*self._opening_lines(block).values()] or [None]
            if self._enough(stamps):
                count += sum(stamp is not None and stamp.is_timed for stamp in stamps)
        return count

    def read_all(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self.read(block)
        self.left += self._waiting
        self._waiting = []
        for draft in self.drafts:
            if not words_of(self.source.text(draft.lines)):
                self.source.put_back(draft.lines[0])
                self._embolden(draft.lines[0])

    def read(self, block: Block) -> None:
        current = self.drafts[-1] if self.drafts else None
        if block.kind == "heading" and not self.cautious:
            self._read_heading(block)
        elif current and current.opener is Opener.HEADING and current.has_time:
            self._attach(block)
        elif block.items:
            self._read_list(block)
        elif block.kind == "table":
            self._read_table(block)
        elif block.kind == "paragraph":
            self._read_paragraph(block)
        elif block.kind == "fence" and not self.cautious:
            self._read_fence(block)
        else:
            self._attach(block)

    def _read_heading(self, block: Block) -> None:
        stamp = read_stamp(block.text, near=self.near)
        current = self.drafts[-1] if self.drafts else None
        if stamp is None and current is not None and current.level and block.level > current.level:
            self.source.heading(block, block.level)
            self._attach(block)
            return
        self.source.bare_heading(block)
        single = self.source.is_single(block)
        if single and stamp is not None and stamp.plain and stamp.time is not None:
            rest = block.text[stamp.end :]
            if stamp.marked or rest[:1].isalnum():
                self.source.take(block.start, stamp.end)
        if single and self.source.kept(block.start).strip():
            self._embolden(block.start)
        has_time = stamp is not None and stamp.time is not None
        self._open(
            Draft(stamp, list(block.lines), Opener.HEADING, block.level, only_opens=not has_time)
        )

    def _read_list(self, block: Block) -> None:
        stamps = [self._stamp_of_item(item) for item in block.items]
        at_end = not self.cautious and any(self._ends_in_stamp(item) for item in block.items)
        if not self._enough(stamps) and not at_end:
            self._attach(block)
            return
        for (start, end), stamp in zip(block.items, stamps, strict=True):
            if stamp is None and (self.cautious or not self.source.item_says_something(start, end)):
                self._attach(Block("item", start, end))
                continue
            self.source.dedent_item(start, end)
            self.source.take_box(start)
            if stamp is None:
                self._read_untimed_item(start, end)
                continue
            rest = self.source.kept(start)[stamp.end :].strip()
            if stamp.time is None and stamp.plain and not rest:
                self._open(Draft(stamp, [start], Opener.ITEM, only_opens=True))
                for inner in self.source.blocks(start + 1, end):
                    self.read(inner)
                continue
            if stamp.time is not None and stamp.plain:
                self.source.take(start, stamp.end)
            self._open(Draft(stamp, self._trimmed(start, end), Opener.ITEM))

    def _read_untimed_item(self, start: int, end: int) -> None:
        """An item of a timeline with no time in front; one may stand at its end."""
        stamp = None
        if end == start + 1 or self.source.is_blank(start + 1):
            found = read_stamp_at_end(self.source.kept(start), near=self.near)
            if found is not None:
                at, stamp = found
                if (
                    stamp.plain
                    and stamp.time is not None
                    and words_of(self.source.kept(start)[:at])
                ):
                    self.source.take_end(start, at)
        self._open(Draft(stamp, self._trimmed(start, end), Opener.ITEM))

    def _read_table(self, block: Block) -> None:
        rows = rows_of(self.source, block, self.near)
        if not self._enough([row.stamp for row in rows]):
            self._attach(block)
            return
        head = [block.start, block.start + 1]
        names = cells_of(self.source.kept(block.start))
        self.source.rewrite(block.start, " · ".join(names))
        if says_only_common_words(names):
            self.source.take_lines([block.start])
        else:
            self.left.append(Block("table head", block.start, block.start + 1))
            del head[0]
        self.source.rewrite(block.start + 1, "")
        for row in rows:
            stamp, words, rest = row.stamp, row.words, row.rest
            if stamp is not None and stamp.plain and stamp.time is not None and rest:
                self.source.rewrite(row.line, f"{words} {rest}")
                self.source.take(row.line, len(words) + 1)
            else:
                self.source.rewrite(row.line, f"**{words}** {rest}".strip() if words else rest)
            self._open(Draft(stamp, [*head, row.line], Opener.ITEM))
            head = []

    def _read_paragraph(self, block: Block) -> None:
        stamps = self._opening_lines(block)
        first = next(iter(stamps), block.end)
        if first > block.start:
            self._attach(Block(block.kind, block.start, first))
        for line in range(first, block.end):
            stamp = stamps.get(line)
            if stamp is None:
                self.drafts[-1].lines.append(line)
                continue
            alone = not self.source.kept(line)[stamp.end :].strip()
            if stamp.plain and stamp.time is not None:
                self.source.take(line, stamp.end)
            self._open(Draft(stamp, [line], Opener.PARAGRAPH, only_opens=alone and not stamp.time))

    def _opening_lines(self, block: Block) -> dict[int, Stamp]:
        """The lines of a paragraph that each begin an entry: the first, or several further on."""
        stamps = {}
        for line in block.lines:
            stamp = read_stamp(self.source.kept(line), near=self.near)
            if stamp is not None and self._opens_paragraph(stamp, line):
                stamps[line] = stamp
        return stamps if block.start in stamps or len(stamps) >= FEWEST_LINES else {}

    def _opens_paragraph(self, stamp: Stamp, line: int) -> bool:
        in_prose = _IN_PROSE.match(self.source.kept(line)) is not None
        if not stamp.is_timed:
            alone = stamp.plain and not self.source.kept(line)[stamp.end :].strip()
            return alone or (stamp.marked and not self.cautious and not in_prose)
        return (stamp.marked and not in_prose) or not self.cautious

    def _stamp_of_item(self, item: tuple[int, int]) -> Stamp | None:
        line = self.source.kept(item[0])
        marker = _LIST_MARKER.match(line)
        stamp = read_stamp(line[marker.end() :] if marker else line, near=self.near)
        if stamp is None or not (stamp.is_timed or stamp.marked):
            return None
        return stamp

    def _ends_in_stamp(self, item: tuple[int, int]) -> bool:
        return read_stamp_at_end(self.source.kept(item[0]), near=self.near) is not None

    def _enough(self, stamps: Sequence[Stamp | None]) -> bool:
        timed = sum(stamp is not None for stamp in stamps)
        return timed > 0 and (not self.cautious or timed * 2 >= len(stamps))

    def _trimmed(self, start: int, end: int) -> list[int]:
        while end > start + 1 and self.source.is_blank(end - 1):
            end -= 1
        return list(range(start, end))

    def _embolden(self, line: int) -> None:
        text = self.source.kept(line).strip()
        marks = "" if "**" in text else "**"
        self.source.rewrite(line, f"{marks}{text}{marks}\n")

    def _open(self, draft: Draft) -> None:
        if self.drafts:
            current = self.drafts[-1]
            for block in self._waiting:
                current.lines += block.lines
            self._waiting = []
            if current.introduces(draft):
                self._hand_on(current, draft)
        self.drafts.append(draft)

    def _hand_on(self, current: Draft, draft: Draft) -> None:
        """What only opened a day, or a part of the timeline, belongs to its first entry."""
        if current.stamp is not None and draft.stamp is not None:
            if draft.stamp.date is None:
                draft.stamp = replace(draft.stamp, date=current.stamp.date)
            same_day = draft.stamp.date == current.stamp.date
            if same_day and current.stamp.plain and not self._says_more(current):
                self.source.take_lines(current.lines)
        draft.lines = current.lines + draft.lines
        self.drafts.pop()

    def _says_more(self, draft: Draft) -> bool:
        text = self.source.text(draft.lines)
        stamp = read_stamp(text, near=self.near)
        return stamp is None or bool(words_of(text[stamp.end :]))

    def _read_fence(self, block: Block) -> None:
        """A fence all of whose lines begin with a time is a timeline that was to look neat."""
        inside = [n for n in range(block.start + 1, block.end - 1) if not self.source.is_blank(n)]
        head = [block.start]
        if len(inside) > 1 and says_only_common_words([self.source.kept(inside[0])]):
            head.append(inside.pop(0))
        stamps = [read_stamp(self.source.kept(n).lstrip("- *"), near=self.near) for n in inside]
        if self.drafts or not inside or not all(stamp and stamp.is_timed for stamp in stamps):
            self._attach(block)
            return
        self.source.take_lines([*head, block.end - 1])
        lines = head
        for number in inside:
            self.source.rewrite(number, self.source.kept(number).lstrip("- *"))
            stamp = read_stamp(self.source.kept(number), near=self.near)
            if stamp is not None and stamp.plain and stamp.time is not None:
                self.source.take(number, stamp.end)
            self._open(Draft(stamp, [*lines, number], Opener.PARAGRAPH))
            lines = []
        self.drafts[-1].lines.append(block.end - 1)

    def _attach(self, block: Block) -> None:
        """Put a block with the entry before it.

        What follows a list or a table may also be a closing remark about all of it, so it
        waits until another entry shows that it stands between two.
        """
        if not self.drafts:
            self.left.append(block)
            return
        current = self.drafts[-1]
        may_close = current.opener is Opener.ITEM or (
            self.cautious and current.opener is Opener.PARAGRAPH
        )
        if may_close and (
            self._waiting
            or not (
                block.kind in {"fence", "code_block"} or self.source.ends_with_colon(current.lines)
            )
        ):
            self._waiting.append(block)
            return
        current.lines += block.lines
        current.only_opens = False
