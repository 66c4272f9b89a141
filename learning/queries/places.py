"""Where a page of what was found begins, as an address says it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# More than this names no moment, and no row.
MOST_DIGITS = 18


@dataclass(frozen=True)
class Spot:
    """A place in an order that goes by a number, the largest first, and then by the key."""

    number: int
    pk: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place that an address names, or None when it names none."""
        parts = text.split("~")
        if len(parts) != 2 or not all(
            part.isascii() and part.isdecimal() and len(part) <= MOST_DIGITS for part in parts
        ):
            return None
        spot = cls(*map(int, parts))
        try:
            _moment = spot.at
        except OverflowError:
            return None
        return spot

    @classmethod
    def of(cls, at: datetime, pk: int) -> Self:
        return cls((at - EPOCH) // timedelta(microseconds=1), pk)

    @property
    def at(self) -> datetime:
        """The number as a moment, where the order goes by moments."""
        return EPOCH + timedelta(microseconds=self.number)

    def __str__(self) -> str:
        return f"{self.number}~{self.pk}"
