"""The lines of a report, and the book kept about each of them.

Parsing never copies text about: it says of each line where it goes, and takes from its
beginning or its end what became a heading, a time or a label. What is left on the line is
what has to be found again in what is stored. So the whole file can be accounted for, line
by line and word by word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from postmortems.importing.headings import Place, words_of

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_MARKDOWN.core.ruler.enableOnly(["normalize", "block"])

_NEWLINES = re.compile(r"\r\n?|\n")
_ITEM = re.compile(r"(?P<marker>\s*(?:[-+*]|\d{1,9}[.)])(?:\s+|$))")
_DEFINITION = re.compile(r" {0,3}\[(?P<label>[^\[\]]+)\]:\s*\S")
_BOX = re.compile(r"\[(?P<mark>[ xX])\]\s+")


Apart = Literal["", "front", "end"]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a line went; `index` counts timeline entries, factors and follow-ups."""

    place: Place
    index: int = 0


@dataclass(slots=True)
class Line:
    """One line of the file: `text` as it was read, `kept` as it is to be stored."""

    text: str
    kept: str
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    destination: Destination | None = None
    apart: Apart = ""
    """Stored at one end of its destination, and not where it stands among the other lines."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, list, table, paragraph … with its first line and the line after its last."""

    kind: str
    start: int
    end: int
    level: int = 0
    text: str = ""
    items: tuple[tuple[int, int], ...] = ()

    @property
    def lines(self) -> range:
        return range(self.start, self.end)


class Source:
    """A report's lines, with where each goes."""

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff").replace("\x00", "\ufffd")
        self.lines = [Line(line, line) for line in _NEWLINES.split(text)]
        self.definitions: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def kept(self, line: int) -> str:
        return self.lines[line].kept

    def is_blank(self, line: int) -> bool:
        return not self.lines[line].kept.strip()

    def take(self, line: int, length: int, replacement: str = "") -> None:
        """Take the first `length` characters of what is left on a line."""
        this = self.lines[line]
        if this.kept[:length].strip():
            this.before.append(this.kept[:length])
        this.kept = replacement + this.kept[length:]

    def take_end(self, line: int, start: int) -> None:
        """Take what is left on a line from `start` on."""
        this = self.lines[line]
        if this.kept[start:].strip():
            this.after.append(this.kept[start:])
        this.kept = this.kept[:start].rstrip()

    def rewrite(self, line: int, kept: str) -> None:
        """Change the marks on a line; its words stay."""
        self.lines[line].kept = kept

    def put_back(self, line: int) -> None:
        """Undo the last taking from the beginning of a line."""
        this = self.lines[line]
        if this.before:
            this.kept = this.before.pop() + this.kept

    def take_lines(self, lines: Iterable[int]) -> None:
        for number in lines:
            self.take(number, len(self.kept(number)))

    def claim(self, lines: Iterable[int], destination: Destination) -> None:
        """Say where lines go. A line goes to one place; blank ones go nowhere."""
        for number in lines:
            this = self.lines[number]
            if not this.text.strip():
                continue
            if this.destination is not None:
                raise ValueError(f"line {number + 1} already went to {this.destination}")
            this.destination = destination

    def set_apart(self, lines: Iterable[int], where: Apart) -> None:
        for number in lines:
            self.lines[number].apart = where

    def text(self, lines: Sequence[int]) -> str:
        """What is left on some lines as one text, a blank line wherever they are apart."""
        kept: list[str] = []
        for number, after in zip_longest(lines, lines[1:]):
            line = self.kept(number)
            if after not in (number + 1, None):
                kept += [line.rstrip("\n"), ""] if line.strip() else [""]
            else:
                kept.append(line)
        while kept and not kept[0].strip():
            del kept[0]
        while kept and not kept[-1].strip():
            kept.pop()
        return "\n".join(kept).rstrip("\n")

    def ends_with_colon(self, lines: Sequence[int]) -> bool:
        """Whether the last words of some lines announce what comes after them."""
        last = next((n for n in reversed(lines) if not self.is_blank(n)), None)
        return last is not None and self.kept(last).rstrip(" *_").endswith(":")

    def heading(self, block: Block, level: int) -> None:
        """Leave a heading in the text, at the level it has there."""
        if self.is_single(block):
            self.bare_heading(block)
            self.rewrite(block.start, f"{'#' * min(level, 6)} {block.text}\n")

    def bare_heading(self, block: Block) -> None:
        """Take the marks of a heading away, so that its words can be something else."""
        if self.is_single(block):
            self.rewrite(block.start, block.text)
        if block.end > block.start + 1:
            self.rewrite(block.end - 1, "")

    def is_single(self, block: Block) -> bool:
        """Whether a heading's words are on one line; an underlined one may go over several."""
        return block.end <= block.start + 2

    def blocks(self, start: int, end: int) -> list[Block]:
        """The Markdown blocks of some lines; each line that is not blank is in one of them."""
        tokens = _MARKDOWN.parse("\n".join(self.kept(n) for n in range(start, end)), {})
        blocks: list[Block] = []
        at = start
        for block in _top_level(tokens, start):
            blocks += self._between(at, block.start)
            last = block.end
            while last > block.start and self.is_blank(last - 1):
                last -= 1
            blocks.append(
                Block(block.kind, block.start, last, block.level, block.text, block.items)
            )
            at = block.end
        return [*blocks, *self._between(at, end)]

    def _between(self, start: int, end: int) -> Iterator[Block]:
        """What Markdown makes nothing of: link definitions, each a block of its own."""
        first: int | None = None
        for number in range(start, end):
            starts = _DEFINITION.match(self.kept(number)) is not None
            if first is not None and (starts or self.is_blank(number)):
                yield Block("definition", first, number)
                first = None
            if first is None and not self.is_blank(number):
                first = number
        if first is not None:
            yield Block("definition", first, end)

    def dedent_item(self, start: int, end: int) -> None:
        """Take the marker of a list item and move the rest of it to the left margin."""
        marker = _ITEM.match(self.kept(start))
        if marker is None:
            return
        width = len(marker["marker"].expandtabs(4))
        # More than four spaces after a marker begin an indented code block.
        bare = len(marker["marker"].rstrip())
        if width - bare > 4:
            width = bare + 1
            self.take(start, bare + 1)
        else:
            self.take(start, marker.end())
        for number in range(start + 1, end):
            line = self.kept(number)
            indent = len(line) - len(line.lstrip(" \t"))
            spaces = line[:indent].expandtabs(4)
            self.rewrite(number, spaces[min(width, len(spaces)) :] + line[indent:])

    def item_says_something(self, start: int, end: int) -> bool:
        first = _BOX.sub("", _ITEM.sub("", self.kept(start), count=1), count=1)
        return bool(words_of(first)) or any(words_of(self.kept(n)) for n in range(start + 1, end))

    def has_list(self, lines: Iterable[int]) -> bool:
        return any(_ITEM.match(self.kept(number)) for number in lines)

    def take_box(self, line: int) -> bool | None:
        """Take a task list's box: True when it is ticked, None when there is none."""
        box = _BOX.match(self.kept(line))
        if box is None:
            return None
        self.take(line, box.end())
        return box["mark"] != " "


def label_of(definition: str) -> str | None:
    match = _DEFINITION.match(definition)
    return " ".join(match["label"].lower().split()) if match else None


def _top_level(tokens: Sequence[Token], offset: int) -> Iterator[Block]:
    kinds = {"bullet_list_open": "bullets", "ordered_list_open": "numbers"}
    for index, token in enumerate(tokens):
        if token.level != 0 or token.nesting < 0 or token.map is None:
            continue
        start, end = token.map[0] + offset, token.map[1] + offset
        if token.type == "heading_open":
            heading = " ".join(tokens[index + 1].content.split())
            yield Block("heading", start, end, int(token.tag[1]), heading)
        elif token.type in kinds:
            yield Block(kinds[token.type], start, end, items=_items(tokens, index, offset, end))
        else:
            yield Block(token.type.removesuffix("_open"), start, end)


def _items(
    tokens: Sequence[Token], index: int, offset: int, end: int
) -> tuple[tuple[int, int], ...]:
    """The lines of each item of the list that `tokens[index]` opens."""
    starts: list[int] = []
    for position in range(index + 1, len(tokens)):
        token = tokens[position]
        if token.level == 0 and token.nesting < 0:
            break
        if token.type == "list_item_open" and token.level == 1 and token.map is not None:
            starts.append(token.map[0] + offset)
    return tuple(pairwise([*starts, end]))
