"""Entries of a timeline whose time is not worked out yet."""

from dataclasses import dataclass
from enum import Enum, auto

from postmortems.importing.stamps import Stamp


class Opener(Enum):
    HEADING = auto()
    ITEM = auto()
    PARAGRAPH = auto()


@dataclass(slots=True)
class Draft:
    """A timeline entry whose time is not worked out yet."""

    stamp: Stamp | None
    lines: list[int]
    opener: Opener
    level: int = 0
    only_opens: bool = False
    """Nothing but a date or a heading so far: what follows is what it is about."""

    @property
    def has_time(self) -> bool:
        return self.stamp is not None and self.stamp.is_timed

    def introduces(self, later: "Draft") -> bool:
        """Whether this is the day, or the part of the timeline, that a later entry is in.

        A heading with no date beside a heading with a time is an entry of its own.
        """
        beside = later.opener is Opener.HEADING and later.level <= self.level
        return self.only_opens and later.has_time and not (beside and self.stamp is None)
