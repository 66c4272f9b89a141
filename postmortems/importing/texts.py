"""Put the texts of a write-up together from lines of the file."""

from collections.abc import Iterable
from dataclasses import dataclass

from postmortems.importing.headings import TEXTS, Place
from postmortems.importing.source import Destination, Source

TOP = 2
"""The level of headings in a text: the section has the one above."""


@dataclass(slots=True)
class _Chunk:
    lines: list[int]
    heading: str


class Texts:
    """The texts, each a row of chunks in the order of the file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._chunks: dict[Place, list[_Chunk]] = {place: [] for place in TEXTS}
        self._closing: dict[Place, list[str]] = {place: [] for place in TEXTS}

    def is_empty(self, place: Place) -> bool:
        return not self._chunks[place]

    def add(
        self, place: Place, lines: Iterable[int], *, heading: str = "", in_front: bool = False
    ) -> None:
        """Send lines to a text. `heading` is put above them when theirs has gone elsewhere."""
        chunk = _Chunk(list(lines), heading)
        if not chunk.lines:
            return
        self._source.claim(chunk.lines, Destination(place))
        self._chunks[place].insert(0 if in_front else len(self._chunks[place]), chunk)

    def close_with(self, place: Place, text: str) -> None:
        self._closing[place].append(text)

    def text(self, place: Place) -> str:
        parts: list[str] = []
        above = ""
        for chunk in self._chunks[place]:
            if chunk.heading and chunk.heading != above:
                parts.append(f"{'#' * TOP} {chunk.heading}")
            above = chunk.heading
            if text := self._source.text(chunk.lines):
                parts.append(text)
        return "\n\n".join([*parts, *self._closing[place]])
