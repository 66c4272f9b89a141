"""A few words of a long text, around those that were looked for; plain Python."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from people.markdown import parse

LETTERS = 240
# A word so long begins as its stem does.
STEM = 3
# No more different words of a page are looked up, and of a text no more is looked through.
MOST_WORDS = 1_000
MOST_LETTERS = 60_000

WORD = re.compile(r"[^\W_]+")
PARAGRAPH = re.compile(r"\n\s*\n")
SENTENCE = re.compile(r"(?<=[.!?…])\s+")


class Piece(NamedTuple):
    """A part of a text, and whether it is what was looked for."""

    text: str
    is_marked: bool = False


# Whether a word, as it is written, is one of those that were looked for.
IsMarked = Callable[[str], bool]


def words_like(stems: Iterable[str], texts: Iterable[str]) -> list[str]:
    """The words of the texts that may be what is looked for, in small letters."""
    starts = tuple({stem[:STEM] for stem in stems})
    found: dict[str, None] = {}
    for text in texts:
        for word in WORD.findall(text[:MOST_LETTERS].casefold()):
            if word.startswith(starts):
                found[word] = None
    return list(found)[:MOST_WORDS]


def best_paragraph(texts: Iterable[str], is_marked: IsMarked) -> str:
    """The paragraph with most of the different words that were looked for, or the first."""
    best, most = "", -1
    for paragraph in _paragraphs(texts):
        words = {word.casefold() for word in WORD.findall(paragraph) if is_marked(word)}
        if len(words) > most:
            best, most = paragraph, len(words)
    return best


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for paragraph in PARAGRAPH.split(text[:MOST_LETTERS]):
            if WORD.search(paragraph):
                yield paragraph


def plain(markdown: str) -> str:
    """The words of some Markdown, without its signs."""
    said: list[str] = []
    for token in parse(markdown):
        if token.type in ("fence", "code_block"):
            said.append(token.content)
        for child in token.children or []:
            said.append(" " if child.type in ("softbreak", "hardbreak") else child.content)
        said.append(" ")
    return " ".join("".join(said).split())


def excerpt(text: str, is_marked: IsMarked) -> list[Piece]:
    """A part of a plain text that has as many of the words as fit, in pieces."""
    start = _start(text, is_marked)
    end = start + LETTERS
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    shown = text[start:end].strip().rstrip(",;:–-") if end < len(text) else text[start:].strip()
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return marked(f"{before}{shown}{after}", is_marked)


def _start(text: str, is_marked: IsMarked) -> int:
    """Where the part begins: with the sentence of its first word, or a little before that."""
    places = [found.start() for found in WORD.finditer(text) if is_marked(found[0])]
    if len(text) <= LETTERS or not places:
        return 0
    first = max(places, key=lambda place: (_within(places, place), -place))
    begins = [0, *(found.end() for found in SENTENCE.finditer(text, 0, first))]
    if first - begins[-1] < LETTERS // 2:
        return begins[-1]
    return text.rfind(" ", 0, first - LETTERS // 4) + 1


def _within(places: list[int], start: int) -> int:
    return sum(start <= place < start + LETTERS * 3 // 4 for place in places)


def marked(text: str, is_marked: IsMarked) -> list[Piece]:
    """All of a plain text in pieces."""
    pieces: list[Piece] = []
    position = 0
    for found in WORD.finditer(text):
        if is_marked(found[0]):
            pieces += [Piece(text[position : found.start()]), Piece(found[0], is_marked=True)]
            position = found.end()
    pieces.append(Piece(text[position:]))
    return [piece for piece in pieces if piece.text]
