"""A write-up as PDF, set by a process of its own."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from postmortems.exports.document import Document, Planned
from postmortems.exports.pictures import Carried
from postmortems.exports.pieces import Piece, line_of, pieces_of

HERE = Path(__file__).parent
SECONDS = 30
# A4 without its margins, in points.
WIDTH, HEIGHT = 455.0, 560.0
POINTS_A_PIXEL = 0.6


class CannotBeSet(Exception):
    """It took too long, or the typesetter gave up."""


def as_pdf(document: Document, pictures: dict[str, Carried]) -> bytes:
    """Set the document in a folder of its own, by a process that sees nothing else.

    What somebody wrote reaches it as values and never as code. It has so much time
    and memory, and when it dies nothing of ours does.
    """
    with tempfile.TemporaryDirectory(prefix="goldseam-pdf-") as name:
        folder = Path(name)
        files = _put_pictures(pictures, folder)
        told = _as_values(document, files)
        (folder / "document.json").write_text(json.dumps(told), encoding="utf-8")
        shutil.copyfile(HERE / "write_up.typ", folder / "write_up.typ")
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(HERE / "typesetting.py"), str(folder)],
                capture_output=True,
                timeout=SECONDS,
                check=False,
                cwd=folder,
                env={},
            )
        except subprocess.TimeoutExpired as late:
            raise CannotBeSet(f"not done after {SECONDS} seconds") from late
    if done.returncode:
        raise CannotBeSet(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def _put_pictures(pictures: dict[str, Carried], folder: Path) -> dict[str, Piece]:
    """Write them beside the document, and say how wide each is to be on the page."""
    files: dict[str, Piece] = {}
    for number, (address, one) in enumerate(pictures.items()):
        file = f"{number}.{one.content_type.partition('/')[2]}"
        (folder / file).write_bytes(one.data)
        natural = one.width * POINTS_A_PIXEL
        files[address] = {
            "file": file,
            "width": min(natural, WIDTH, HEIGHT * one.width / one.height),
        }
    return files


def _as_values(document: Document, files: dict[str, Piece]) -> dict[str, Any]:
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": document.title,
        "status": document.status,
        "is_published": document.is_published,
        "published": document.published,
        "published_on": _parts_of_day(document),
        "by": _("Written by %(people)s") % {"people": document.by} if document.by else "",
        "keywords": [one.reference for one in document.incidents],
        "incidents": [
            {"title": f"{one.reference}: {one.title}", "facts": one.facts}
            for one in document.incidents
        ],
        "parts": [
            {
                "heading": part.heading,
                "level": part.level,
                "blocks": with_files(pieces_of(part.text), files),
                "factors": [
                    [{"text": f"{one.kind}. ", "strong": True}, *line_of(one.text)]
                    for one in part.factors
                ],
            }
            for part in document.parts
        ],
        "follow_ups_heading": _("Follow-ups"),
        "follow_ups": [_planned(one) for one in document.follow_ups],
        "corrections": [line_of(one) for one in document.corrections],
        # Translators: at the foot of each page, with the numbers of this page and of all of them.
        "page": _("{page} of {pages}"),
    }


def _parts_of_day(document: Document) -> list[int]:
    at = document.published_at
    return [at.year, at.month, at.day] if at else []


def _planned(one: Planned) -> Piece:
    facts = ", ".join(part for part in (one.stands, one.who, one.when) if part)
    return {
        "is_done": one.is_done,
        "is_open": one.is_open,
        "what": [{"text": f"{one.kind}. ", "strong": True}, *line_of(one.what)],
        "facts": facts,
        "because": one.because,
        "link": one.link,
    }


def with_files(blocks: list[Piece], files: dict[str, Piece]) -> list[Piece]:
    """The blocks with each picture's file in place of its address; others only say their name."""
    return [_with_file(one, files) for one in blocks]


def _with_file(block: Piece, files: dict[str, Piece]) -> Piece:
    if block["kind"] == "picture":
        shown = files.get(block["picture"])
        return block | shown if shown else {"kind": "paragraph", "runs": [{"text": block["alt"]}]}
    if block["kind"] == "quote":
        return block | {"blocks": with_files(block["blocks"], files)}
    if block["kind"] == "list":
        return block | {"items": [with_files(item, files) for item in block["items"]]}
    return block
