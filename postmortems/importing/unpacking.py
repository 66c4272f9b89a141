"""Take reports and their pictures out of what was uploaded: files, or zip files of folders.

Nothing is ever written to a disk, so a name with ".." in it, or a link to somewhere else,
leads nowhere. A zip file is read with bounds, whatever it claims about itself.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from posixpath import normpath

REPORTS = (".md", ".markdown", ".mdx", ".txt", ".rst", ".html", ".htm")
NO_REPORT = "It is no report: .md, .markdown, .mdx, .rst, .txt and .html are read."
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
MOST_FILES = 300
MOST_MEMBERS = 5_000
LARGEST_REPORT = 2 * 1024 * 1024
LARGEST_PICTURE = 10 * 1024 * 1024
MOST_BYTES = 40 * 1024 * 1024
MOST_TEXT = 10 * 1024 * 1024
MOST_RATIO = 200
"""A text packs to a tenth, and a very dull one to a fiftieth. More than this is a bomb."""
LONGEST_NAME = 300
_CHUNK = 64 * 1024


class TooMuch(ValueError):
    """It is more than is taken at once, or cannot be unpacked; the message says so."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as a browser sends it."""

    name: str
    content: bytes


@dataclass(slots=True)
class Unpacked:
    """What was in it, by name. `refused` has a sentence for each report that is not taken."""

    reports: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    passed_over: int = 0
    """Files that are no reports: programs, tables, what a Mac puts into each folder."""
    _bytes: int = 0
    _text: int = 0

    def add(self, name: str, content: bytes) -> None:
        ending = PurePosixPath(name).suffix.lower()
        self._bytes += len(content)
        if self._bytes > MOST_BYTES:
            raise TooMuch("This unpacks to more than 40 MB. A part of it at a time will do.")
        if ending in PICTURES:
            self.pictures[name] = content
            return
        if self.reports.get(name) == content:
            return
        name = self._of_its_own(name)
        if len(content) > LARGEST_REPORT:
            self.refused[name] = "It is larger than 2 MB, which is more than is read here."
        else:
            self._text += len(content)
            if self._text > MOST_TEXT:
                raise TooMuch("This is more than 10 MB of text. A part of it at a time will do.")
            self.reports[name] = content
        if len(self.reports) + len(self.refused) > MOST_FILES:
            raise TooMuch(f"These are more than {MOST_FILES} reports. A part at a time will do.")

    def _of_its_own(self, name: str) -> str:
        """The name, or one beside it: each folder has its own postmortem.md."""
        path, number = PurePosixPath(name), 1
        while name in self.reports or name in self.refused:
            number += 1
            name = tidy_name(str(path.with_name(f"{path.stem} ({number}){path.suffix}")))
        return name


def unpack(uploads: Iterable[Upload], *, folder: str = "") -> Unpacked:
    """Everything in some uploads. A file that comes alone is named after its `folder`."""
    unpacked = Unpacked()
    for upload in uploads:
        name = tidy_name(upload.name)
        if upload.content.startswith(b"PK\x03\x04") or name.lower().endswith(".zip"):
            _unzip(upload.content, into=unpacked, stem=PurePosixPath(name).stem, folder=folder)
        elif not name.lower().endswith((*REPORTS, *PICTURES)):
            unpacked.refused[name] = NO_REPORT
        else:
            unpacked.add(_known_as(name, folder), upload.content)
    return unpacked


def tidy_name(name: str) -> str:
    """A path without what leads out of it, and without what nobody can read."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    tidy = "/".join("".join(c if c.isprintable() else "_" for c in part) for part in parts)
    return tidy[-LONGEST_NAME:].lstrip("/") or "report.md"


def picture_named(report: str, address: str, pictures: Iterable[str]) -> str | None:
    """The picture a report means by a relative address, by where both are in the upload."""
    path = address.split("#")[0].split("?")[0]
    if "://" in path or not path:
        return None
    there = normpath(str(PurePosixPath(report).parent / path.lstrip("/")))
    known = set(pictures)
    for wanted in (there, normpath(path.lstrip("/"))):
        if wanted in known:
            return wanted
    ends = [name for name in known if name.endswith("/" + normpath(path).lstrip("./"))]
    return ends[0] if len(ends) == 1 else None


def _known_as(name: str, folder: str) -> str:
    """The folder and the name of a file, as the command knows it."""
    return tidy_name(f"{tidy_name(folder)}/{name}") if folder.strip() else name


def _unzip(content: bytes, *, into: Unpacked, stem: str, folder: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name, member in _members(archive, into):
                known = name if "/" in name else _known_as(name, folder or stem)
                into.add(known, _read(archive, member))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        raise TooMuch("The zip file cannot be unpacked: it is damaged or locked.") from None


def _members(archive: zipfile.ZipFile, unpacked: Unpacked) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The reports and pictures in a zip file; folders, links and hidden files are none."""
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise TooMuch(f"There are more than {MOST_MEMBERS} files in this zip file.")
    for member in members:
        if member.is_dir():
            continue
        name = tidy_name(member.filename)
        is_hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        is_link = stat.S_ISLNK(member.external_attr >> 16)
        if is_hidden or is_link or not name.lower().endswith((*REPORTS, *PICTURES)):
            unpacked.passed_over += 1
            continue
        yield name, member


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One file, with an end to it that is not what the zip file says but what comes out."""
    largest = max(LARGEST_PICTURE, LARGEST_REPORT)
    parts: list[bytes] = []
    size = 0
    with archive.open(member) as packed:
        while part := packed.read(_CHUNK):
            size += len(part)
            parts.append(part)
            is_bomb = size > 1024 * 1024 and size > MOST_RATIO * max(member.compress_size, 1)
            if is_bomb or size > largest:
                raise TooMuch(f"“{member.filename[-80:]}” unpacks to far more than it should.")
    return b"".join(parts)
