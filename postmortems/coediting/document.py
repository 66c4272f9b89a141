"""A Yjs document with one shared text for the title and for each section.

Browsers write into it with Yjs, the server with pycrdt. Offsets here are code
points of a text, as in Python; pycrdt counts bytes of UTF-8. A document belongs
to the thread that made it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from pycrdt import Doc, Text

from people.compare import compare
from postmortems.anchors import Edit
from postmortems.models import SECTIONS

NAMES = ("title", *SECTIONS)


class Unreadable(ValueError):
    """What came is no update of a Yjs document."""


@contextmanager
def _readable() -> Iterator[None]:
    """Say in one way that pycrdt could not read something.

    Where what came contradicts itself, its Rust panics, and that is no Exception: what
    keeps a room of editors going would end with it.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise Unreadable(str(error)) from error
        raise


class Document:
    """The shared texts, and what has been changed in them since they were loaded."""

    def __init__(self, state: bytes = b"", updates: Iterable[bytes] = ()) -> None:
        self._doc: Doc[Text] = Doc()
        self._texts = {name: self._doc.get(name, type=Text) for name in NAMES}
        for update in filter(None, (state, *updates)):
            self.apply(update)

    @classmethod
    def of(cls, words: Mapping[str, str]) -> "Document":
        """A new document with these words in it."""
        made = cls()
        for name, text in words.items():
            made._texts[name] += text
        return made

    def apply(self, update: bytes) -> None:
        """Take in what somebody changed, in whatever order it comes and however often."""
        with _readable():
            self._doc.apply_update(update)

    def state_vector(self) -> bytes:
        """What of everyone's changes is in it, as Yjs asks for it."""
        return bytes(self._doc.get_state())

    def update_since(self, state_vector: bytes | None = None) -> bytes:
        """Everything that is not in `state_vector`, or all of it."""
        with _readable():
            return bytes(self._doc.get_update(state_vector))

    def words(self) -> dict[str, str]:
        """The texts by name."""
        return {name: str(text) for name, text in self._texts.items()}

    def write(self, name: str, text: str) -> None:
        """Make a text say `text`, changing only the characters that differ.

        Whoever is changing the word beside keeps what they write.
        """
        with self._doc.transaction():
            for start, gone, come in reversed(list(_changes(str(self._texts[name]), text))):
                self._put(name, start, gone, come)

    def _put(self, name: str, start: int, gone: str, come: str) -> None:
        shared = self._texts[name]
        first = _bytes_to(str(shared), start)
        if gone:
            del shared[first : first + len(gone.encode())]
        if come:
            shared.insert(first, come)

    def replace(self, name: str, start: int, end: int, text: str) -> None:
        """Put `text` in the place of what stands from `start` to `end`."""
        with self._doc.transaction():
            self._put(name, start, str(self._texts[name])[start:end], text)

    def drop_nul(self) -> None:
        """Take out what Postgres cannot keep and nobody sees."""
        for name, text in self.words().items():
            if "\0" in text:
                self.write(name, text.replace("\0", ""))

    @contextmanager
    def watched(self) -> Iterator[dict[str, list[Edit]]]:
        """Give the edits made meanwhile by the name of their text, in their order."""
        made: dict[str, list[Edit]] = {}
        watching = [(text, text.observe(self._noting(name, made))) for name, text in self._items()]
        try:
            yield made
        finally:
            for text, subscription in watching:
                text.unobserve(subscription)

    def _noting(self, name: str, made: dict[str, list[Edit]]) -> Callable[[Any], None]:
        text = str(self._texts[name])

        def note(event: Any) -> None:  # a TextEvent, whose delta pycrdt gives no type
            nonlocal text
            edits, text = read_delta(event.delta, text)
            made.setdefault(name, []).extend(edits)

        return note

    def _items(self) -> list[tuple[str, Text]]:
        return list(self._texts.items())


def read_delta(delta: Iterable[Mapping[str, Any]], before: str) -> tuple[list[Edit], str]:
    """The edits that a change is made of, and the text after it.

    A delta walks over the text before: it keeps, deletes and inserts, in bytes of UTF-8.
    """
    old = before.encode()
    read, at = 0, 0
    edits: list[Edit] = []
    after: list[str] = []
    for step in delta:
        if "insert" in step:
            come = str(step["insert"])
            edits.append(Edit(at, 0, come))
            after.append(come)
            at += len(come)
            continue
        size = int(step.get("retain") or step["delete"])
        passed = old[read : read + size].decode()
        read += size
        if "retain" in step:
            after.append(passed)
            at += len(passed)
        else:
            edits.append(Edit(at, len(passed), ""))
    return edits, "".join(after) + old[read:].decode()


def _changes(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Where two texts differ: the place in the first, what goes there and what comes."""
    at = 0
    for is_same, run in groupby(compare(before, after), lambda one: one.how == "equal"):
        pieces = list(run)
        gone = "".join(one.text for one in pieces if not one.is_new)
        if not is_same:
            come = "".join(one.text for one in pieces if not one.is_gone)
            same = _same_start(gone, come)
            tail = _same_start(gone[same:][::-1], come[same:][::-1])
            yield at + same, gone[same : len(gone) - tail], come[same : len(come) - tail]
        at += len(gone)


def _same_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _bytes_to(text: str, offset: int) -> int:
    return len(text[:offset].encode())
