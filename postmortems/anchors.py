"""Where words are after a text has been changed.

Offsets are code points. An anchor is a stretch of a text from `start` to `end`. What is
put in before its first word moves it on, what is put in behind its last stays outside,
and what is put in between belongs to it. When `start` is `end` its words are gone.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """At `at`, so many characters went and others came."""

    at: int
    gone: int
    come: str


@dataclass(frozen=True)
class Anchor:
    """A stretch of a text."""

    start: int
    end: int

    @property
    def is_gone(self) -> bool:
        return self.start == self.end

    def words(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]

    def after(self, edits: Iterable[Edit]) -> "Anchor":
        """The same stretch in the text that these edits make, in their order."""
        moved = self
        for edit in edits:
            moved = moved._without(edit.at, edit.gone)._with(edit.at, len(edit.come))
        return moved

    def back(self, text: str, quote: str) -> "Anchor":
        """The place of words that were gone and stand there once more, as after an undo."""
        if self.is_gone and quote and text.startswith(quote, self.start):
            return Anchor(self.start, self.start + len(quote))
        if self.is_gone and quote and text.endswith(quote, 0, self.start):
            return Anchor(self.start - len(quote), self.start)
        return self

    def _without(self, at: int, gone: int) -> "Anchor":
        def left(place: int) -> int:
            return place if place <= at else max(at, place - gone)

        return Anchor(left(self.start), left(self.end))

    def _with(self, at: int, come: int) -> "Anchor":
        if self.is_gone:
            place = self.start + (come if at < self.start else 0)
            return Anchor(place, place)
        start = self.start + (come if at <= self.start else 0)
        return Anchor(start, self.end + (come if at < self.end else 0))
