"""Prove that nothing in a file was dropped.

Every word of every line has to be one of two things: taken, because it became a title, a
heading, a time or a list number; or kept, and then it has to be found again, in order, in
the text stored where its line went.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postmortems.importing.headings import words_of
from postmortems.importing.source import Destination, Line


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of a file's words are where; `missing` names lines and words that are not."""

    words: int
    in_text: int
    as_structure: int
    missing: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        found = self.in_text + self.as_structure
        return (
            f"{found}/{self.words} words kept "
            f"({self.in_text} in the text, {self.as_structure} as headings, times and links)"
        )


def check_words(lines: Sequence[Line], stored: Mapping[Destination, str]) -> Kept:
    """Look for every word of a file in what was stored of it."""
    missing: list[tuple[int, str]] = []
    in_text = as_structure = total = 0
    looks: dict[tuple[Destination, str], _Search] = {}
    for number, line in enumerate(lines, 1):
        words = words_of(line.text)
        total += len(words)
        if not words:
            continue
        kept = words_of(line.kept)
        if line.destination is None or not _adds_up(words, line):
            missing += [(number, word) for word in words]
            continue
        as_structure += len(words) - len(kept)
        key = (line.destination, line.apart)
        search = looks.get(key)
        if search is None:
            search = looks[key] = _Search(words_of(stored.get(line.destination, "")))
        for word in kept:
            if search.finds(word):
                in_text += 1
            else:
                missing.append((number, word))
    return Kept(total, in_text, as_structure, tuple(missing))


def _adds_up(words: Sequence[str], line: Line) -> bool:
    """Whether a line is what was taken from it, before and after, around what was kept."""
    before = [word for part in line.before for word in words_of(part)]
    after = [word for part in reversed(line.after) for word in words_of(part)]
    return [*before, *words_of(line.kept), *after] == list(words)


class _Search:
    """Finds words one after the other, never looking back."""

    def __init__(self, words: Sequence[str]) -> None:
        self._positions: defaultdict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(words):
            self._positions[word].append(position)
        self._next = 0

    def finds(self, word: str) -> bool:
        positions = self._positions.get(word, [])
        at = bisect_left(positions, self._next)
        if at == len(positions):
            return False
        self._next = positions[at] + 1
        return True
