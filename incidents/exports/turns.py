"""How many exports may go on at once in one process.

An export keeps the thread that serves it, and that thread's database connection,
for as long as whoever asked takes to receive it. A few slow ones must not keep
everybody else from their incident.
"""

import threading
from collections.abc import Iterator
from typing import Self

from django.conf import settings

AT_ONCE = max(1, settings.WEB_THREADS // 4)
_free = threading.BoundedSemaphore(AT_ONCE)


class Turn:
    """A turn, and what is sent in it. It is given back once, at the latest when it is forgotten."""

    def __init__(self) -> None:
        self._is_held = True
        self._parts: Iterator[bytes] = iter(())

    def sends(self, parts: Iterator[bytes]) -> Self:
        self._parts = parts
        return self

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        """Django calls it when everything is sent, or whoever asked has gone."""
        if self._is_held:
            self._is_held = False
            _free.release()

    def __del__(self) -> None:
        self.close()


def take_turn() -> Turn | None:
    """A turn, or nothing while all are taken."""
    return Turn() if _free.acquire(blocking=False) else None
