"""`manage.py import_postmortems FOLDER …`: bring past incidents in from Markdown reports."""

import os
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from people.errors import DomainError
from people.models import Role, User
from postmortems.domain.importing import AlreadyImported, import_report, refuse_twice
from postmortems.importing.check import Kept, check_words
from postmortems.importing.decoding import decode
from postmortems.importing.parser import parse_report
from postmortems.importing.report import Report, counted


class Command(BaseCommand):
    help = (
        "Make past incidents with published write-ups of Markdown incident reports. Each file is "
        "imported as a whole or not at all, and once; what became of it is printed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="A folder of .md files, or a file."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Read and check the files, and store nothing."
        )
        parser.add_argument(
            "--as", dest="email", help="Who imports them; otherwise the first admin."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.dry_run = options["dry_run"]
        self.by = _importer(options["email"])
        outcomes: Counter[str] = Counter()
        for name, path in _files(options["paths"]):
            self._say(name)
            try:
                outcomes[self._import(name, path)] += 1
            except AlreadyImported as error:
                self._say(f"  {error.messages[0]} It is {_reference(error)}.")
                outcomes["changed since" if error.has_changed else "imported before"] += 1
            except (DomainError, OSError, ValueError, Error) as error:
                self._say(f"  {_why(error)}")
                outcomes["not imported"] += 1
        what = _and(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        self._say(f"{counted(outcomes.total(), 'file')}: {what or 'nothing to do'}.")
        if failed := outcomes["not imported"]:
            raise CommandError(f"{counted(failed, 'file')} could not be imported.")

    def _import(self, name: str, path: Path) -> str:
        content = path.read_bytes()
        decoded = decode(content)
        report = parse_report(decoded.text, filename=path.name)
        digest = sha256(content).hexdigest()
        if self.dry_run:
            refuse_twice(source_name=name, digest=digest)
            kept = check_words(report.lines, report.parts)
            self._describe(report, "would be a new incident", kept, decoded.remarks)
            return "could be imported"
        done = import_report(report, by=self.by, source_name=name, digest=digest)
        remarks = [*decoded.remarks, *done.assumed]
        self._describe(report, done.incident.reference, done.kept, remarks)
        return "imported"

    def _describe(
        self, report: Report, reference: str, kept: Kept, assumed: Iterable[str] = ()
    ) -> None:
        self._say(f"  {report.title} → {reference}")
        self._say(f"  {_when(report)}")
        rows = {
            "timeline entry": report.timeline,
            "contributing factor": report.factors,
            "follow-up": report.follow_ups,
        }
        self._say(f"  {_and(counted(len(some), thing) for thing, some in rows.items())}")
        for placement in report.placements:
            self._say(f"  line {placement.line}, {placement.heading} → {_and(placement.went_to)}")
        for sentence in [*report.remarks, *assumed]:
            self._say(f"  {sentence}")
        self._say(f"  {kept}")
        for number, word in kept.missing:
            self._say(f"  missing: {word!r} of line {number}")

    def _say(self, line: str) -> None:
        """Print a line, also where the terminal cannot show each of its letters."""
        encoding = getattr(self.stdout, "encoding", None) or "utf-8"
        self.stdout.write(line.encode(encoding, "replace").decode(encoding))


def _importer(email: str | None) -> User:
    people = User.objects.here()
    if email is None:
        first = people.filter(role=Role.ADMIN).order_by("pk").first()
        if first is None:
            raise CommandError("There is no admin yet. Make the first account in the browser.")
        return first
    person = people.who_may_write().filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody who may write has the address {email}.")
    return person


def _files(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Each file with the name it is known by: its folder's and its own."""
    for path in paths:
        inside = sorted(filter(_is_report, path.iterdir())) if path.is_dir() else [path]
        for file in inside:
            name = f"{file.resolve().parent.name}/{file.name}"
            yield os.fsencode(name).decode("utf-8", "replace")[-300:], file


def _is_report(path: Path) -> bool:
    """Text and HTML may be anything where nobody chose them: those are named one by one."""
    return path.suffix.lower() in {".md", ".markdown", ".mdx", ".rst"}


def _when(report: Report) -> str:
    zone = f"{report.zone}{'' if report.zone_is_named else ', as no zone is named'}"
    started, ended = report.times.started_at, report.times.ended_at
    if started is None or ended is None:
        return f"{report.occurred_on or 'no day is known'}, {zone}"
    from_ = f"{started:%Y-%m-%d %H:%M}"
    to = f"{ended:%H:%M}" if started.date() == ended.date() else f"{ended:%Y-%m-%d %H:%M}"
    return f"{from_} to {to}, {zone}"


def _and(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _reference(error: AlreadyImported) -> str:
    incident = error.postmortem.incidents.first()
    return incident.reference if incident else f"the write-up “{error.postmortem.title}”"


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"It cannot be read: {error.strerror or error}."
    if isinstance(error, Error):
        return f"The database does not take it: {' '.join(str(error).split())}"
    if isinstance(error, DomainError):
        return " ".join(error.messages)
    return str(error)
