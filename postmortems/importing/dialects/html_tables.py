"""Tables of HTML within a page of Markdown."""

import re
from html.parser import HTMLParser

_TABLE = re.compile(r"^[ \t]*<table\b.*?</table>[ \t]*$", re.DOTALL | re.IGNORECASE | re.MULTILINE)
LONGEST_TABLE = 200_000


def with_pipes(text: str) -> str:
    """Tables of HTML as Markdown has them."""
    return _TABLE.sub(_as_pipes, text)


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
