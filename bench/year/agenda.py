"""What is going to happen, soonest first."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Act = Callable[[], object]


class Agenda:
    """Acts at their moments; those of one moment in the order in which they were put down."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def put(self, at: datetime, act: Act) -> None:
        heappush(self._acts, (at, next(self._numbers), act))

    def next_time(self, *, otherwise: datetime) -> datetime:
        return self._acts[0][0] if self._acts else otherwise

    def take(self, at: datetime) -> Act | None:
        """The first act that is due at a moment, if there is one."""
        if self._acts and self._acts[0][0] <= at:
            return heappop(self._acts)[2]
        return None
