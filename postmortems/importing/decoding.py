"""Make text of the bytes of a file, whatever wrote it, or say why that cannot be."""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_FILES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
)
_NEWLINE = re.compile(rb"(?<=\n)")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MOST_UNSEEN = 0.02
"""More than this share of characters that nobody sees, and it is no text."""


class NotText(ValueError):
    """The bytes are no report; the message says so to a person."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and what had to be assumed to read it, in sentences."""

    text: str
    remarks: tuple[str, ...] = ()


def decode(content: bytes) -> Decoded:
    """Read UTF-8, UTF-16 and UTF-32, and line by line what Windows wrote before them."""
    if content.startswith(_KNOWN_FILES):
        raise NotText("It is not a text file. Nothing of it is imported.")
    text, remarks = _decoded(content)
    if len(_UNSEEN.findall(text)) > MOST_UNSEEN * len(text) + 1:
        raise NotText("It is not a text file. Nothing of it is imported.")
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
        remarks += ("It has characters that cannot be kept; each is shown as \ufffd.",)
    if not text.strip("\ufeff\ufffd \t\r\n"):
        raise NotText("There is nothing in it.")
    return Decoded(text, remarks)


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), ()
            except UnicodeDecodeError:
                break
    if (wide := _wide(content)) is not None:
        return wide, ("It is read as UTF-16.",)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _line_by_line(content)


def _wide(content: bytes) -> str | None:
    """Text of two bytes a letter with no mark in front: every other byte of it is nothing."""
    if len(content) < 4 or len(content) % 2:
        return None
    for encoding, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        nothing = content[at::2].count(0)
        if nothing * 2 > len(content) // 2 and content[1 - at :: 2].count(0) * 20 < nothing:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                return None
    return None


def _line_by_line(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Read each line as UTF-8, or else as Windows-1252: a file may have been put together."""
    lines: list[str] = []
    other = 0
    for line in _NEWLINE.split(content):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            other += 1
            lines.append(line.decode("cp1252", "replace"))
    count = "1 line is" if other == 1 else f"{other} lines are"
    return "".join(lines), (f"{count} not UTF-8, and read as Windows-1252.",)
