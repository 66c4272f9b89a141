"""Whole pages of HTML, as a wiki exports them, made into lines of Markdown."""

import re
from html.parser import HTMLParser

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html\b|<head\b|<body\b)", re.IGNORECASE
)
_BODY = re.compile(r"\s*<(?:p|h[1-6]|div|section|article)\b[^<>]*>", re.IGNORECASE)
_ENDS = re.compile(r"</(?:p|h[1-6]|li)\s*>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
FEWEST_ENDS = 5
DEEPEST = 5
"""Lists within lists, beyond which nobody sees how deep one is."""
_HEADING = re.compile(r"h([1-6])$")
_UNSEEN = frozenset({"script", "style"})
_APART = frozenset(
    {"p", "div", "section", "article", "ul", "ol", "table", "blockquote", "pre", "header", "title"}
)
_MARKS = {"b": "**", "strong": "**", "code": "`"}


def is_page(text: str) -> bool:
    """Whether a text is HTML all over, with its head or as the body of a page alone."""
    if _PAGE.match(text) is not None:
        return True
    is_body = _BODY.match(text) is not None and len(_ENDS.findall(text)) >= FEWEST_ENDS
    return is_body and _MARKDOWN.search(text) is None


def as_lines(page: str) -> list[str]:
    """What a page says, with the marks that Markdown has for its headings, lists and tables."""
    reader = _Page()
    reader.feed(page)
    reader.close()
    return reader.finish()


class _Page(HTMLParser):
    """Writes down the text of a page. A script is not text, and nobody sees a style."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._line = ""
        self._lists: list[str] = []
        self._links: list[str] = []
        self._cells: list[str] | None = None
        self._has_head = False
        self._unseen = 0
        self._verbatim = False

    def finish(self) -> list[str]:
        self._end_line()
        return self.lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif heading := _HEADING.match(tag):
            self._set_apart()
            self._line = f"{'#' * int(heading[1])} "
        elif tag in {"ul", "ol"}:
            self._end_line()
            self._lists.append(tag)
        elif tag == "li":
            self._end_line()
            self._line = f"{'  ' * min(max(len(self._lists) - 1, 0), DEEPEST)}- "
        elif tag == "tr":
            self._end_line()
            self._cells = []
        elif tag == "br":
            self._break_line()
        elif tag == "a":
            self._links.append(dict(attrs).get("href") or "")
            self._line += "[" if self._links[-1] else ""
        elif tag in _MARKS:
            self._line += _MARKS[tag]
        elif tag == "pre":
            self._set_apart()
            self.lines.append("```")
            self._verbatim = True
        elif tag == "table":
            self._set_apart()
            self._has_head = False
        elif tag in _APART and self._cells is None and not self._is_at_item():
            self._set_apart()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in {"td", "th"} and self._cells is not None:
            self._cells.append(" ".join(self._line.split()).replace("|", "\\|"))
            self._line = ""
        elif tag == "tr" and self._cells is not None:
            self._end_row()
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            self._set_apart()
        elif tag == "a" and self._links:
            address = self._links.pop()
            self._line += f"]({address})" if address else ""
        elif tag in _MARKS:
            self._line += _MARKS[tag]
        elif tag == "pre" and self._verbatim:
            self._end_line()
            self.lines += ["```", ""]
            self._verbatim = False
        elif _HEADING.match(tag) or (tag in _APART and self._cells is None):
            self._set_apart()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._verbatim:
            first, *others = data.split("\n")
            self._line += first
            for other in others:
                self._end_line(keep=True)
                self._line = other
            return
        words = " ".join(data.split())
        spaced = f"{' ' * data[:1].isspace()}{words}{' ' * data[-1:].isspace()}" if words else " "
        if words or self._line:
            self._line += spaced.replace("<", "\\<")

    def handle_comment(self, data: str) -> None:
        if data.strip():
            self._set_apart()
            self.lines += [f"<!-- {' '.join(data.split())} -->", ""]

    def _is_at_item(self) -> bool:
        return self._line.strip() == "-"

    def _break_line(self) -> None:
        if self._cells is not None:
            self._line += " "
        else:
            self._end_line()

    def _end_row(self) -> None:
        cells, self._cells = self._cells or [], None
        if self._line.strip():
            cells.append(" ".join(self._line.split()))
        self._line = ""
        if not cells:
            return
        self.lines.append(f"| {' | '.join(cells)} |")
        if not self._has_head:
            self.lines.append("|" + " --- |" * len(cells))
            self._has_head = True

    def _end_line(self, *, keep: bool = False) -> None:
        if self._line.strip() or keep:
            self.lines.append(self._line.rstrip())
        self._line = ""

    def _set_apart(self) -> None:
        self._end_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")
