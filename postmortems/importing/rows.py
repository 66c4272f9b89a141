"""Read follow-ups and contributing factors: sections whose list items are rows of their own."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from postmortems.importing.headings import words_of
from postmortems.importing.source import Block, Source
from postmortems.importing.tables import cells_of, says_only_common_words

LONGEST = 1990
"""More than this is no follow-up but a story, and stays in the text."""
LONGEST_LEAD = 100
"""A line above a list that ends in a colon names the list, unless it goes on for longer."""

_DONE = re.compile(
    r"^\W*(?:✅|☑|✔)|\((?:done|completed?)\)|\b(?:done|completed)\W*$", re.IGNORECASE
)
_STATUS = re.compile(r"status|state|done\??|progress", re.IGNORECASE)
_DONE_CELL = re.compile(
    r"\W*(?:done|completed?|closed|finished|fixed|resolved|merged|shipped|yes)\b|.*[✅☑✔]",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\W*(?:none|n/?a|not applicable|nothing|nil|tb[ad]|to be (?:decided|determined|defined)|todo"
    r"|no (?:further )?(?:action|follow[- ]?up)s?(?: items?)?(?: (?:is |are )?(?:needed|required))?"
    r"|-+)\W*(?:at this time|so far|yet)?\W*",
    re.IGNORECASE,
)
_DONE_GROUP = re.compile(r"\((?:done|completed?)\)|^\W*(?:done|completed)\W*$", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """One follow-up or factor: its lines, and the headings it stands under."""

    lines: list[int]
    group: tuple[str, ...]
    opening: list[int]
    """The lines of those headings, with the first row below them."""
    is_done: bool = False
    link: str = ""

    @property
    def title(self) -> str:
        return ", ".join(self.group)


@dataclass(slots=True)
class RowReader:
    """Goes through a section's blocks; what is no row is left, with the heading above it."""

    source: Source
    paragraphs_too: bool
    rows: list[Row] = field(default_factory=list)
    left: list[tuple[Block | None, Block]] = field(default_factory=list)
    _heading: Block | None = None
    _lead: Block | None = None
    _opening: list[Block] = field(default_factory=list)

    def read_all(self, blocks: Sequence[Block]) -> None:
        has_lists = any(block.items or block.kind == "table" for block in blocks)
        part: list[Block] = []
        for block in blocks:
            if block.kind == "heading":
                self._read_part(part, has_lists)
                self._heading, part = block, []
                self._opening = [block]
            else:
                part.append(block)
        self._read_part(part, has_lists)

    def _read_part(self, part: Sequence[Block], has_lists: bool) -> None:
        """Read what stands under one sub-heading, or above the first."""
        lists_here = any(block.items or block.kind == "table" for block in part)
        prose = self.paragraphs_too and not lists_here and not (has_lists and not self._heading)
        has_table = any(block.kind == "table" for block in part)
        before = ""
        for block, following in zip_longest(part, part[1:]):
            kind = block.kind
            if block.items and kind == "bullets" and before == "numbers" and self.rows:
                self.rows[-1].lines += block.lines
                kind = before
            elif block.items and has_table and not self.rows:
                # Above a table of what is to be done stands how to read it.
                self._leave_lead()
                self.left.append((self._heading, block))
            elif block.items:
                self._read_list(block)
            elif kind == "table":
                self._read_table(block)
            elif kind == "paragraph" and self._leads(block, following):
                self._leave_lead()
                self._lead = block
                self._opening.append(block)
            elif kind == "paragraph" and prose and not self._says_nothing(block.lines):
                self._add(block.lines)
            elif before in {"bullets", "numbers"} and self._continues(block):
                self.rows[-1].lines += block.lines
                kind = before
            else:
                self._leave_lead()
                self.left.append((self._heading, block))
            before = kind
        self._leave_lead()
        if self._heading is not None and self._heading in self._opening:
            self.left.append((None, self._heading))
        self._opening = []

    def _read_list(self, block: Block) -> None:
        for start, end in block.items:
            bare = self.source.text(range(start, end)).lstrip(" \t-+*")
            if not self.source.item_says_something(start, end) or _NOTHING.fullmatch(bare):
                self.left.append((self._heading, Block("item", start, end)))
                continue
            self.source.dedent_item(start, end)
            ticked = self.source.take_box(start)
            self._add(range(start, end))
            if ticked is not None:
                self.rows[-1].is_done = ticked

    def _read_table(self, block: Block) -> None:
        rows = range(block.start + 2, block.end)
        if not any(words_of(self.source.kept(line)) for line in rows):
            self.left.append((self._heading, block))
            return
        head, line_below = block.start, block.start + 1
        names = cells_of(self.source.kept(head))
        self.source.rewrite(head, " · ".join(names))
        self.source.rewrite(line_below, "")
        if says_only_common_words(names):
            self.source.take_lines([head])
            self._opening.append(Block("table head", head, block.start + 2))
        else:
            self.left.append((self._heading, Block("table head", head, block.start + 2)))
        status = next((at for at, name in enumerate(names) if _STATUS.fullmatch(name)), None)
        for line in rows:
            cells = cells_of(self.source.kept(line))
            self.source.rewrite(line, " · ".join(cell for cell in cells if cell))
            if words_of(self.source.kept(line)):
                self._add([line])
                if status is not None and status < len(cells):
                    self.rows[-1].is_done = _DONE_CELL.match(cells[status]) is not None
            else:
                self.left.append((self._heading, Block("row", line, line + 1)))

    def _add(self, lines: Iterable[int]) -> None:
        group = [block.text for block in [self._heading] if block]
        if self._lead is not None:
            group.append(self.source.text(self._lead.lines).strip(" :*_"))
        row = Row(list(lines), tuple(group), [n for block in self._opening for n in block.lines])
        self._opening = []
        row.is_done = bool(_DONE.search(self.source.text(row.lines))) or any(
            _DONE_GROUP.search(name) for name in group
        )
        self.rows.append(row)

    def _says_nothing(self, lines: Sequence[int]) -> bool:
        """Whether "None" is all there is."""
        return _NOTHING.fullmatch(self.source.text(lines)) is not None

    def _leads(self, block: Block, following: Block | None) -> bool:
        text = self.source.text(block.lines).strip(" *_")
        return (
            following is not None
            and bool(following.items)
            and text.endswith(":")
            and len(text) <= LONGEST_LEAD
        )

    def _leave_lead(self) -> None:
        """A lead ends here; one that led to no row is left as the text it is."""
        if self._lead is not None and self._lead in self._opening:
            self._opening.remove(self._lead)
            self.left.append((self._heading, self._lead))
        self._lead = None

    def _continues(self, block: Block) -> bool:
        if not self.rows:
            return False
        is_code = block.kind in {"fence", "code_block"}
        return is_code or self.source.ends_with_colon(self.rows[-1].lines)
