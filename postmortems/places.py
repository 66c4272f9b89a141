"""A place in a list of pages, as an address names it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self


@dataclass(frozen=True)
class Place:
    """A place in the order of a list that puts some in front, and then the newest first."""

    in_front: bool
    at: datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The place that an address names, or None when it names none."""
        in_front, _sep, rest = text.partition("~")
        moment, _sep, number = rest.partition("~")
        try:
            at, pk = datetime.fromisoformat(moment), int(number)
            if at.tzinfo is None or not 0 < pk < 2**63:
                return None
            # In UTC, as Postgres refuses zones that are far from it.
            return cls(in_front == "1", at.astimezone(UTC), pk)
        except (OverflowError, ValueError):
            return None

    def __str__(self) -> str:
        at = self.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return f"{int(self.in_front)}~{at}~{self.pk}"
