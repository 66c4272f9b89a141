"""Headings such as "== Timeline", "##Timeline", "h2. Timeline" and underlined in any way."""

import re
from collections.abc import Iterator, Sequence

from postmortems.importing.dialects.lines import outside_fences
from postmortems.importing.headings import place_of

HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})\s*$")
_EQUALS = re.compile(r"(?P<level>={1,5}) +(?P<words>\S.*?)(?: +=+)? *$")
_GLUED = re.compile(r"(?P<level> {0,3}#{1,6})(?P<words>[^\s#].*)$")
NUMBERED = re.compile(r"^h(?P<level>[1-6])\. +(?=\S)", re.MULTILINE)
_LINE = re.compile(r"(?P<mark>[=\-~^\"'*+#.:_`])(?P=mark){2,}\s*$")
_ONLY_THERE = frozenset("~^\"+*#'")
"""Marks that underline a heading in reStructuredText and nothing in Markdown."""


def heading_words(lines: Sequence[str]) -> Iterator[str]:
    """The words of each heading that Markdown sees."""
    for at, line in enumerate(lines):
        if HEADING.match(line):
            yield line.strip(" #")
        elif at and lines[at - 1].strip() and UNDERLINE.match(line):
            yield lines[at - 1].strip()


def has_headings(lines: Sequence[str]) -> bool:
    return any(True for _ in heading_words(lines))


def with_hashes(lines: list[str]) -> list[str]:
    """Every heading as Markdown has it."""
    lines = _from_underlines(lines)
    is_markdown = has_headings(lines)
    for at in outside_fences(lines):
        lines[at] = _mended(lines[at], is_markdown=is_markdown)
    return lines


def _mended(line: str, *, is_markdown: bool) -> str:
    if not is_markdown and (heading := _EQUALS.match(line)):
        return f"{'#' * len(heading['level'])} {heading['words']}"
    if not is_markdown and (heading := NUMBERED.match(line)):
        return f"{'#' * int(heading['level'])} {line[heading.end() :]}"
    glued = _GLUED.match(line)
    if glued and place_of(glued["words"]) is not None:
        return f"{glued['level']} {glued['words']}"
    return line


def _from_underlines(lines: list[str]) -> list[str]:
    """The headings of reStructuredText: what underlines first is the highest level.

    Only where something underlines that Markdown does not know.
    """
    found = [at for at in outside_fences(lines) if _is_underline(lines, at)]
    if not any(lines[at][0] in _ONLY_THERE for at in found):
        return lines
    styles: list[tuple[str, bool]] = []
    lines = list(lines)
    for at in found:
        is_over = at >= 2 and lines[at - 2].strip() == lines[at].strip()
        style = (lines[at][0], is_over)
        if style not in styles:
            styles.append(style)
        lines[at - 1] = f"{'#' * min(styles.index(style) + 1, 6)} {lines[at - 1].strip()}"
        lines[at] = ""
        if is_over:
            lines[at - 2] = ""
    return lines


def _is_underline(lines: Sequence[str], at: int) -> bool:
    if at == 0 or _LINE.match(lines[at]) is None:
        return False
    words = lines[at - 1].strip()
    length = len(lines[at].rstrip())
    stands_apart = at == 1 or not lines[at - 2].strip() or _LINE.match(lines[at - 2]) is not None
    is_last = at + 1 == len(lines) or not lines[at + 1].strip()
    has_words = any(letter.isalnum() for letter in words)
    return has_words and length >= max(len(words), 4) and stands_apart and is_last
