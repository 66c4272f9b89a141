"""Who is in a document, as the awareness protocol of Yjs says it.

A message is a list of clients, each with a clock that counts up and a state in
JSON, or `null` for one that has gone.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pycrdt import Encoder

from live.reading import Reader


@dataclass(frozen=True)
class Present:
    """One browser tab in a document."""

    client: int
    clock: int
    state: Any

    def gone(self) -> "Present":
        """The same tab, closed."""
        return Present(self.client, self.clock + 1, None)


def read_presence(message: bytes) -> list[Present]:
    """The tabs that a message speaks of. ValueError when it is none."""
    try:
        reader = Reader(message)
        return [_read_one(reader) for _ in range(reader.number())]
    except RecursionError as error:
        raise ValueError("no presence") from error


def _read_one(reader: Reader) -> Present:
    client, clock = reader.number(), reader.number()
    return Present(client, clock, json.loads(reader.text()))


def write_presence(tabs: Iterable[Present]) -> bytes:
    """The message that speaks of these tabs."""
    tabs = list(tabs)
    encoder = Encoder()
    encoder.write_var_uint(len(tabs))
    for tab in tabs:
        encoder.write_var_uint(tab.client)
        encoder.write_var_uint(tab.clock)
        encoder.write_var_string(json.dumps(tab.state, ensure_ascii=True))
    return encoder.to_bytes()
