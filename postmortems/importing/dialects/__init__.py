"""Ways of writing that are not Markdown, made into what they were meant as.

It is done to the text before anything else is read. Only marks change: every word stays
where it is, and what does not come out whole stays as it was.
"""

import html
import re

from postmortems.importing.dialects.headings import NUMBERED, with_hashes
from postmortems.importing.dialects.html_pages import as_lines, is_page
from postmortems.importing.dialects.html_tables import with_pipes
from postmortems.importing.dialects.plain import with_sections
from postmortems.importing.dialects.wiki import from_wiki
from postmortems.importing.headings import words_of

_NEWLINE = re.compile(r"\r\n?|\n")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
_SETTINGS = re.compile(r"---\s*\n.*?\n---\s*\n", re.DOTALL)
_HYPHEN = re.compile(r"(?<=\d)[\u2010\u2011](?=\d)")
_SPACE = re.compile(r"(?<=[\w,])[\u00a0\u2007\u2009\u202f](?=\w)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def as_markdown(text: str) -> str:
    """Headings, lists and tables as Markdown has them, whatever wrote them."""
    settings, body = _apart(_as_typed(text))
    if is_page(body):
        lines = [*_NEWLINE.split(settings), *as_lines(body)]
    else:
        lines = _NEWLINE.split(with_pipes(settings + body))
    for dialect in (from_wiki, with_hashes, with_sections):
        lines = dialect(lines)
    return "\n".join(lines)


def _as_typed(text: str) -> str:
    """Hyphens and spaces that do not break, within dates and times, as keyboards have them."""
    return _SPACE.sub(" ", _HYPHEN.sub("-", text))


def _apart(text: str) -> tuple[str, str]:
    """The settings above a page, and the page."""
    settings = _SETTINGS.match(text)
    return (settings[0], text[settings.end() :]) if settings else ("", text)


def words_without_tags(text: str) -> list[str]:
    """The words of a text that anybody sees: no tags of HTML, and nothing within a script."""
    if is_page(_apart(text)[1]):
        text = html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", text)))
    return words_of(NUMBERED.sub("", _TAG.sub(" ", text)))
