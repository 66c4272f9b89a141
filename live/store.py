"""What the editors' server asks of whoever keeps the documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a document, for as long as their connection lasts."""

    document: int
    person: int
    name: str


class Refused(Exception):
    """Somebody may not be there, or what they wrote is not kept.

    `code` closes the connection; from 4400 to 4499 the browser does not try again.
    """

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Store(Protocol):
    """Keeps documents. Every method may block, and is called in a thread."""

    def enter(self, scope: dict[str, Any]) -> Seat:
        """The seat that a request asks for, or Refused."""

    def check(self, scope: dict[str, Any], seat: Seat) -> None:
        """Refused when the seat is no longer theirs."""

    def read(self, document: int, state_vector: bytes) -> tuple[bytes, bytes]:
        """What is not in `state_vector`, and the state vector of what is kept."""

    def write(self, seat: Seat, updates: Sequence[bytes]) -> None:
        """Keep what somebody wrote, or Refused."""

    def after(self, document: int, number: int | None) -> tuple[list[bytes], int]:
        """What was kept after `number`, and the number of the last of it.

        With None only the number.
        """
