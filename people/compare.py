"""Two versions of a text beside each other, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

# A word goes with the space behind it, so that spaces match nothing by themselves.
WORD = re.compile(r"\s+|\S+[^\S\n]*")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
# Beyond so many lines, or words in the lines that differ, comparing takes too long, and nobody
# would look for the one word.
MOST = 2_000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is in both versions, or only in one of them."""

    how: str
    text: str

    @property
    def is_new(self) -> bool:
        return self.how == "insert"

    @property
    def is_gone(self) -> bool:
        return self.how == "delete"


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in their order: what was, what is, what stayed."""
    pieces = _pieces(before, after)
    return [
        Piece(how, "".join(piece.text for piece in run))
        for how, run in groupby((one for one in pieces if one.text), lambda piece: piece.how)
    ]


def _pieces(before: str, after: str) -> Iterator[Piece]:
    for how, old, new in _matched(LINE.findall(before), LINE.findall(after)):
        if how == "equal":
            yield Piece("equal", new)
            continue
        for inner, gone, come in _matched(WORD.findall(old), WORD.findall(new)):
            if inner == "equal":
                yield Piece("equal", come)
            else:
                yield from _replaced(gone, come)


def _replaced(gone: str, come: str) -> Iterator[Piece]:
    """What is gone and what came in its place; the space behind both is neither."""
    space = len(come) - len(come.rstrip())
    if not (space and gone.endswith(come[-space:])):
        space = 0
    yield Piece("delete", gone[: len(gone) - space])
    yield Piece("insert", come[: len(come) - space])
    yield Piece("equal", come[len(come) - space :])


def _matched(before: list[str], after: list[str]) -> Iterator[tuple[str, str, str]]:
    if len(before) + len(after) > MOST:
        yield "replace", "".join(before), "".join(after)
        return
    matcher = SequenceMatcher(None, before, after)
    for how, a, b, c, d in matcher.get_opcodes():
        yield how, "".join(before[a:b]), "".join(after[c:d])
