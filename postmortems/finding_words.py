"""Find the words that somebody chose on the page in the Markdown they were drawn from.

"a bold word" stands as "a **bold** word" in the source, a link has its address behind
it, and a line may break anywhere. Both texts are therefore compared by what is left
without spaces and marks, and the place in the source is known for each such character.
The time it takes grows with the length of the source, whatever is in it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

# Characters of Markdown, and those that a sentence has around its words: neither is compared.
MARKS = "*_~`[]()<>#|\\!+=-"
KEPT = re.compile(rf"[^\s{re.escape(MARKS)}]+")
# What stands before the words of a line and is drawn as something else.
LINE_START = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?=[ \t]))?")
# The language of a block of code, and the line under the heads of a table, are not shown.
UNSHOWN = re.compile(r"[ \t>]*(?:(?:`{3,}|~{3,}).*|[ \t|:=-]+)$")
PAIRS = ("**", "__", "~~", "`", "*", "_")

Place = tuple[int, int]


@dataclass(frozen=True)
class Plain:
    """A text without spaces and marks, and where each character of it stood."""

    text: str
    places: tuple[int, ...]


def find_words(source: str, quote: str, *, nth: int = 0) -> Place | None:
    """Where `quote` begins and ends in `source`, or None.

    When it stands there several times, `nth` says which is meant, counted from 0;
    with fewer of them the last is.
    """
    quote = quote.strip()
    for words in (_plain(quote, with_starts=True).text, plain(quote).text):
        if found := _nth(plain(source), words, nth):
            return _whole(source, *_with_ends(source, quote, *found))
    at = source.find(quote) if quote else -1
    return (at, at + len(quote)) if at >= 0 else None


def plain(text: str) -> Plain:
    """What of a text is compared."""
    return _remembered(text)


def times_before(source: str, start: int, words: str) -> int:
    """How often the plain `words` stand in `source` before the place `start`."""
    whole = plain(source)
    return whole.text.count(words, 0, bisect_left(whole.places, start)) if words else 0


@lru_cache(maxsize=64)
def _remembered(text: str) -> Plain:
    return _plain(text, with_starts=False)


def _plain(text: str, *, with_starts: bool) -> Plain:
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for line in text.splitlines(keepends=True):
        begin = 0
        if not with_starts:
            if UNSHOWN.match(line.rstrip()):
                at += len(line)
                continue
            if start := LINE_START.match(line):
                begin = start.end()
        for piece, offset in _pieces(line, begin):
            kept.append(piece)
            places.extend(range(at + offset, at + offset + len(piece)))
        at += len(line)
    return Plain("".join(kept), tuple(places))


def _pieces(line: str, begin: int) -> list[tuple[str, int]]:
    """The stretches of a line that are kept, without the addresses of its links."""
    shown: list[Place] = []
    while (link := line.find("](", begin)) >= 0 and (close := line.find(")", link)) >= 0:
        shown.append((begin, link))
        begin = close + 1
    shown.append((begin, len(line)))
    return [
        (found[0], found.start())
        for first, last in shown
        for found in KEPT.finditer(line, first, last)
    ]


def _nth(source: Plain, words: str, nth: int) -> Place | None:
    found, at = -1, 0
    while words and nth >= 0 and (next_one := source.text.find(words, at)) >= 0:
        found, at, nth = next_one, next_one + len(words), nth - 1
    if found < 0:
        return None
    return source.places[found], source.places[found + len(words) - 1] + 1


def _with_ends(source: str, quote: str, start: int, end: int) -> Place:
    """Take in the bracket before and the full stop behind, where they were chosen too."""
    first, last = KEPT.search(quote), len(quote)
    while last and not KEPT.match(quote[last - 1]):
        last -= 1
    lead, tail = quote[: first.start() if first else 0], quote[last:]
    if lead and source.endswith(lead, 0, start):
        start -= len(lead)
    if tail and source.startswith(tail, end):
        end += len(tail)
    return start, end


def _whole(source: str, start: int, end: int) -> Place:
    """Take in the other half of a mark or link of which one half is in, so that it stays whole."""
    for mark in PAIRS:
        if source.count(mark, start, end) % 2 == 0:
            continue
        if source.endswith(mark, 0, start):
            start -= len(mark)
        elif source.startswith(mark, end):
            end += len(mark)
    return _whole_link(source, start, end)


def _whole_link(source: str, start: int, end: int) -> Place:
    opened, closed = source.count("[", start, end), source.count("](", start, end)
    line_start = source.rfind("\n", 0, start) + 1
    newline = source.find("\n", end)
    line_end = newline if newline >= 0 else len(source)
    if closed > opened and (begin := source.rfind("[", line_start, start)) >= 0:
        start = begin
    if opened > closed and (link := source.find("](", end, line_end)) >= 0:
        close = source.find(")", link, line_end)
        end = close + 1 if close >= 0 else end
    return start, end
