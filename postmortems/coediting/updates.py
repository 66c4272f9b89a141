"""What an editor may send: letters that come, and letters that go.

Yjs has much more that nobody writes here: lists in lists, pictures, other
documents. The library that reads them takes the whole server down with it where they
are nested deeply, and takes letters for UTF-8 unseen. So an update is walked over
first (version 1 of the encoding of Yjs), and anything else is not taken in.
"""

from live.reading import Reader
from postmortems.coediting.document import NAMES, Unreadable

GONE, DELETED, LETTERS, SKIPPED = 0, 1, 4, 10
KIND, HAS_KEY, HAS_RIGHT, HAS_LEFT = 0x1F, 0x20, 0x40, 0x80
# More letters than any text has; pycrdt counts in 32 bits, and adds.
MOST = 2**31


def check_update(update: bytes) -> None:
    """Unreadable unless it changes the letters of the texts, and nothing else."""
    reader = Reader(update)
    try:
        for _client in range(reader.number()):
            _walk_structs(reader)
        for _client in range(reader.number()):
            _walk_deletions(reader)
    except ValueError as error:
        raise Unreadable(str(error)) from error
    if not reader.is_at_end:
        raise Unreadable("too long")


def _walk_structs(reader: Reader) -> None:
    structs = reader.number()
    _walk_id(reader)
    for _struct in range(structs):
        info = reader.byte()
        if info in (GONE, SKIPPED):
            _count(reader)
        else:
            _walk_item(reader, info)


def _walk_item(reader: Reader, info: int) -> None:
    if info & HAS_KEY:
        raise Unreadable("not in a text")
    for neighbour in (HAS_LEFT, HAS_RIGHT):
        if info & neighbour:
            _walk_id(reader)
    # What has no neighbour says which text it is in.
    is_named = info & (HAS_LEFT | HAS_RIGHT) == 0
    if is_named and (reader.number() != 1 or reader.text() not in NAMES):
        raise Unreadable("another text")
    kind = info & KIND
    if kind == DELETED:
        _count(reader)
    elif kind == LETTERS:
        reader.text()
    else:
        raise Unreadable("no letters")


def _walk_deletions(reader: Reader) -> None:
    reader.number()
    for _run in range(reader.number()):
        _count(reader)
        _count(reader)


def _walk_id(reader: Reader) -> None:
    reader.number()
    _count(reader)


def _count(reader: Reader) -> None:
    if reader.number() >= MOST:
        raise Unreadable("too many")
