"""The messages between an editor and the server, as y-websocket frames them.

To its kinds one is added: the editor sends a number behind what it wrote, and gets
the number back once all of that is kept.
"""

from enum import IntEnum

from pycrdt import Encoder

from live.reading import Reader


class Sort(IntEnum):
    """What a message is about."""

    SYNC = 0
    PRESENCE = 1
    ASK_PRESENCE = 3
    KEPT = 4


class Sync(IntEnum):
    """The three messages that bring two copies of a document together."""

    ASK = 0
    ANSWER = 1
    UPDATE = 2


NOTHING_NEW = b"\x00\x00"


def sync(step: Sync, content: bytes) -> bytes:
    """A message about the document."""
    return bytes([Sort.SYNC, step]) + _with_length(content)


def presence(content: bytes) -> bytes:
    """A message about who is there."""
    return bytes([Sort.PRESENCE]) + _with_length(content)


def kept(number: int) -> bytes:
    """Everything that was sent before `number` is kept."""
    encoder = Encoder()
    encoder.write_var_uint(Sort.KEPT)
    encoder.write_var_uint(number)
    return encoder.to_bytes()


def read(message: bytes) -> tuple[Sort, Sync | None, bytes | int]:
    """What a message is about, and what it holds. ValueError when it is none of ours."""
    reader = Reader(message)
    sort = Sort(reader.number())
    if sort is Sort.KEPT:
        return sort, None, reader.number()
    if sort is Sort.ASK_PRESENCE:
        return sort, None, b""
    step = Sync(reader.number()) if sort is Sort.SYNC else None
    return sort, step, reader.content()


def _with_length(content: bytes) -> bytes:
    encoder = Encoder()
    encoder.write_var_uint(len(content))
    return encoder.to_bytes() + content
