"""Ways of writing headings and tables that are not Markdown, made into what they were meant as.

It is done to the text before anything else is read. Only marks change: every word stays
where it is, and what does not come out whole stays as it was.
"""

import re
from html.parser import HTMLParser

from postmortems.importing.headings import place_of, words_of

_NEWLINE = re.compile(r"\r\n?|\n")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})\s*$")
_EQUALS = re.compile(r"(?P<level>={1,5}) +(?P<words>\S.*?)(?: +=+)? *$")
_GLUED = re.compile(r"(?P<level> {0,3}#{1,6})(?P<words>[^\s#].*)$")
_TABLE = re.compile(r"^[ \t]*<table\b.*?</table>[ \t]*$", re.DOTALL | re.IGNORECASE | re.MULTILINE)
LONGEST_TABLE = 200_000


def as_markdown(text: str) -> str:
    """Headings as "== Timeline" and "##Timeline", and tables of HTML, as Markdown has them."""
    text = _TABLE.sub(_as_pipes, text)
    lines = _NEWLINE.split(text)
    has_headings = any(
        _HEADING.match(line) or (at and lines[at - 1].strip() and _UNDERLINE.match(line))
        for at, line in enumerate(lines)
    )
    fence = ""
    for at, line in enumerate(lines):
        if (mark := _FENCE.match(line)) and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        elif not fence:
            lines[at] = _mended(line, has_headings=has_headings)
    return "\n".join(lines)


def _mended(line: str, *, has_headings: bool) -> str:
    if not has_headings and (heading := _EQUALS.match(line)):
        return f"{'#' * len(heading['level'])} {heading['words']}"
    glued = _GLUED.match(line)
    if glued and place_of(glued["words"]) is not None:
        return f"{glued['level']} {glued['words']}"
    return line


class _Rows(HTMLParser):
    """Collects the cells of a table; `is_plain` while there is nothing but rows and cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_plain = True
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            if self.rows:
                self.rows[-1].append("")
            self._is_in_cell = bool(self.rows)
            self.is_plain = self.is_plain and "colspan" not in dict(attrs)
        elif tag in {"br", "p"}:
            self.handle_data(" ")
        elif tag in {"b", "strong"}:
            self.handle_data("**")
        elif tag == "code":
            self.handle_data("`")
        elif tag not in {"table", "thead", "tbody", "tfoot", "em", "i"}:
            self.is_plain = False

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._is_in_cell = False
        elif tag in {"b", "strong"}:
            self.handle_data("**")
        elif tag == "code":
            self.handle_data("`")

    def handle_data(self, data: str) -> None:
        if self._is_in_cell:
            self.rows[-1][-1] += data
        elif data.strip(" \t\r\n*`"):
            self.is_plain = False

    def handle_comment(self, data: str) -> None:
        self.is_plain = False


def _as_pipes(table: re.Match[str]) -> str:
    """A table of HTML as one of Markdown, when all of its words come out in their order."""
    if len(table[0]) > LONGEST_TABLE:
        return table[0]
    reader = _Rows()
    reader.feed(table[0])
    reader.close()
    rows = [
        [" ".join(cell.split()).replace("|", "\\|") for cell in row] for row in reader.rows if row
    ]
    width = max((len(row) for row in rows), default=0)
    if not reader.is_plain or width < 2 or not all(any(row) for row in rows):
        return table[0]
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n" + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def words_without_tags(text: str) -> list[str]:
    """The words of a text, those of its HTML tags left out."""
    return words_of(re.sub(r"</?[A-Za-z][^<>]*>", " ", text))
