"""Read a folder of incident reports, import them twice, and say what was recognised.

Each folder below the one given is an organisation. Words are counted apart from the import's
own book: every word of a file has to be in what the database has of it, or be one that became
a heading, a time or a link.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bench import figures

if TYPE_CHECKING:  # the models are there once Django is set up, on ground of the bench's own
    from people.models import User
    from postmortems.domain.importing import Imported
    from postmortems.importing.report import Report

ENDINGS = {".md", ".markdown", ".mdx", ".rst", ".txt", ".html", ".htm"}


@dataclass
class Tally:
    """What was found in the reports of one organisation."""

    files: int = 0
    failed: int = 0
    words: int = 0
    lost: int = 0
    titles: int = 0
    dates: int = 0
    durations: int = 0
    entries: int = 0
    with_timeline: int = 0
    factors: int = 0
    follow_ups: int = 0
    again: int = 0
    why: list[str] = field(default_factory=list)


def measure(folder: Path) -> None:
    figures.title(
        "Import of incident reports",
        how="Each is imported twice into an empty database; words are looked for in its rows.",
    )
    by_folder: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in ENDINGS:
            by_folder.setdefault(path.parent.relative_to(folder).as_posix(), []).append(path)
    if not by_folder:
        raise SystemExit(f"There are no reports in {folder}.")
    began = time.perf_counter()
    total = Tally()
    for name, paths in by_folder.items():
        tally = _imported(paths)
        _say(name, tally)
        for column in vars(tally):
            setattr(total, column, getattr(total, column) + getattr(tally, column))
    _say("all of them", total)
    seconds = time.perf_counter() - began
    figures.line("a report, imported and looked through", f"{seconds / total.files * 1000:.0f} ms")
    for sentence in total.why:
        print(f"  {sentence}")


def _imported(paths: list[Path]) -> Tally:
    from people.errors import DomainError
    from people.models import Role, User
    from postmortems.importing.decoding import NotText

    by = User.objects.filter(role=Role.ADMIN).first() or User.objects.create_user(
        email="importer@example.org", display_name="Importer", role=Role.ADMIN
    )
    tally = Tally()
    for path in paths:
        tally.files += 1
        try:
            _import(path, by, tally)
        except (NotText, DomainError, OSError) as error:
            tally.failed += 1
            tally.why.append(f"{path.name}: {error}")
    return tally


def _import(path: Path, by: "User", tally: Tally) -> None:
    from postmortems.domain.importing import AlreadyImported, import_report
    from postmortems.importing.decoding import decode
    from postmortems.importing.parser import parse_report

    content = path.read_bytes()
    text = decode(content).text
    report = parse_report(text, filename=path.name)
    source_name, digest = f"{path.parent.name}/{path.name}", sha256(content).hexdigest()
    done = import_report(report, by=by, source_name=source_name, digest=digest)
    words, lost = _words(text, report, done)
    tally.words += words
    tally.lost += lost
    tally.titles += bool(report.title)
    tally.dates += report.occurred_on is not None
    times = report.times
    tally.durations += bool(times.started_at and times.ended_at and times.started_is_exact)
    tally.entries += len(report.timeline)
    tally.with_timeline += bool(report.timeline)
    tally.factors += len(report.factors)
    tally.follow_ups += len(report.follow_ups)
    try:
        import_report(report, by=by, source_name=source_name, digest=digest)
    except AlreadyImported:
        return
    tally.again += 1


def _words(text: str, report: "Report", done: "Imported") -> tuple[int, int]:
    """How many words a file has, and how many of them are nowhere."""
    from incidents.models import Kind
    from postmortems.importing.dialects import words_without_tags
    from postmortems.importing.headings import TEXTS, words_of
    from postmortems.models import Postmortem

    postmortem = Postmortem.objects.get(pk=done.postmortem.pk)
    stored = [postmortem.title, *(getattr(postmortem, place.value) for place in TEXTS)]
    notes = done.incident.timeline.filter(kind=Kind.NOTE)
    stored += notes.values_list("text", flat=True)
    stored += postmortem.factors.values_list("text", flat=True)
    for what, link in postmortem.follow_ups.values_list("what", "link"):
        stored += [what, link]
    structure = [part for line in report.lines for part in (*line.before, *line.after)]
    there = Counter(word for part in (*stored, *structure) for word in words_of(part))
    missing = Counter(words_without_tags(text)) - there
    return len(words_of(text)), missing.total()


def _say(name: str, tally: Tally) -> None:
    print(f"\n  {name}")
    goal = {"failed": "0", "lost": "0", "again": "0"}
    figures.line("files", str(tally.files))
    figures.line("failed", str(tally.failed), goal["failed"])
    figures.line("words", f"{tally.words:,}")
    figures.line("words lost", str(tally.lost), goal["lost"])
    figures.line("imported a second time", str(tally.again), goal["again"])
    of = tally.files - tally.failed
    figures.line("titles", f"{tally.titles} of {of}")
    figures.line("dates", f"{tally.dates} of {of}")
    figures.line("durations: start and end known", f"{tally.durations} of {of}")
    figures.line("timeline entries", f"{tally.entries} in {tally.with_timeline} files")
    figures.line("contributing factors", str(tally.factors))
    figures.line("follow-ups", str(tally.follow_ups))
