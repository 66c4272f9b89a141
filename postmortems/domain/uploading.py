"""Reports that are uploaded in the browser, looked through, put right and confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User
from postmortems.domain.import_files import read_file
from postmortems.importing.check import check_words
from postmortems.importing.corrections import Corrections, RowCorrection
from postmortems.importing.decoding import NotText, decode
from postmortems.importing.headings import Place
from postmortems.importing.report import Report
from postmortems.importing.unpacking import TooMuch, Upload, unpack
from postmortems.models import ImportBatch, ImportFile, ImportPicture, ImportState
from postmortems.tasks import import_batch

IMPORTED = action("import.confirmed", gettext_lazy("Brought reports in"))


def keep_upload(*, by: User, reports: Sequence[Upload], folder: str = "") -> ImportBatch:
    """Keep what was uploaded until it is confirmed, for a day at most. Nothing is imported yet.

    It is read before anything is locked or written: three hundred reports take a while.
    """
    try:
        unpacked = unpack(reports, folder=folder)
    except TooMuch as much:
        raise DomainError({"reports": str(much)}) from much
    kept = [_file_of(name, content) for name, content in unpacked.reports.items()]
    kept += [_refused(name, why) for name, why in unpacked.refused.items()]
    if not kept:
        raise DomainError(
            {
                "reports": _(
                    "There is no report in it: no .md, .markdown, .mdx, .rst, .txt or .html."
                )
            }
        )
    return _keep(by, kept, unpacked.pictures, passed_over=unpacked.passed_over)


@transaction.atomic
def _keep(
    by: User, files: list[ImportFile], pictures: Mapping[str, bytes], *, passed_over: int
) -> ImportBatch:
    batch = ImportBatch.objects.create(owner=by, passed_over=passed_over)
    for file in sorted(files, key=lambda file: file.name):
        file.batch = batch
    ImportFile.objects.bulk_create(sorted(files, key=lambda file: file.name))
    ImportPicture.objects.bulk_create(
        ImportPicture(batch=batch, name=name, content=content) for name, content in pictures.items()
    )
    return batch


def _file_of(name: str, content: bytes) -> ImportFile:
    try:
        decoded = decode(content)
    except NotText as error:
        return _refused(name, str(error))
    file = ImportFile(name=name, content=decoded.text, digest=sha256(content).hexdigest())
    report = read_file(file)
    file.summary = _summary(report) | {"read_as": list(decoded.remarks)}
    kept = check_words(report.lines, report.parts)
    if kept.missing:
        number, word = kept.missing[0]
        return _refused(name, _lost(word, number))
    return file


def _refused(name: str, why: str) -> ImportFile:
    return ImportFile(name=name, state=ImportState.REFUSED, why=why)


def _lost(word: str, number: int) -> str:
    return _("“%(word)s” in line %(number)s would be lost, so it is not imported.") % {
        "word": word,
        "number": number,
    }


def _summary(report: Report) -> dict[str, Any]:
    """What a list says of a report without reading it again."""
    times = report.times
    return {
        "title": report.title,
        "day": report.occurred_on.isoformat() if report.occurred_on else "",
        "started": times.started_at.isoformat() if times.started_at else "",
        "ended": times.ended_at.isoformat() if times.ended_at else "",
        "zone": str(report.zone) if report.zone_is_named else "",
        "entries": sum(bool(entry.text) for entry in report.timeline),
        "factors": sum(bool(factor.text) for factor in report.factors),
        "follow_ups": sum(bool(follow_up.what) for follow_up in report.follow_ups),
        "remarks": len(report.remarks),
    }


def _open(file: ImportFile) -> ImportFile:
    """A file that can still be changed, locked. The batch is first, as confirming has it."""
    batch = ImportBatch.objects.select_for_update().filter(pk=file.batch_id).first()
    if batch is None or batch.confirmed_at is not None:
        raise DomainError(_("This import is confirmed, so it stays as it is."))
    file = ImportFile.objects.select_for_update().get(pk=file.pk)
    if not file.can_be_changed:
        raise DomainError(_("This file cannot be imported, so there is nothing to put right."))
    return file


@transaction.atomic
def correct_report(
    file: ImportFile,
    *,
    by: User,
    title: str = "",
    day: date | None = None,
    zone: str = "",
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    places: Mapping[int, Place] | None = None,
) -> ImportFile:
    """Put right what a report is about as a whole, and where its headings go."""
    file = _open(file)
    if started_at and ended_at and ended_at < started_at:
        raise DomainError({"ended_at": _("It was over after it started.")})
    corrections = replace(
        Corrections.read(file.corrections),
        title=title,
        day=day,
        zone=zone,
        started_at=started_at,
        ended_at=ended_at,
        places=places or {},
    )
    return _corrected(file, corrections)


@transaction.atomic
def correct_rows(
    file: ImportFile, *, by: User, rows: Mapping[tuple[Place, int], RowCorrection | None]
) -> ImportFile:
    """Put timeline entries, factors and follow-ups right; None is as the file has it."""
    file = _open(file)
    corrections = Corrections.read(file.corrections)
    both = {**corrections.rows, **rows}
    now = {key: row for key, row in both.items() if row is not None}
    return _corrected(file, replace(corrections, rows=now))


def _corrected(file: ImportFile, corrections: Corrections) -> ImportFile:
    file.corrections = corrections.as_data()
    read_as = file.summary.get("read_as", [])
    file.summary = _summary(corrections.apply(read_file(file))) | {"read_as": read_as}
    file.save(update_fields=["corrections", "summary"])
    return file


@transaction.atomic
def leave_out(file: ImportFile, *, by: User) -> ImportFile:
    """Leave a report out of the import."""
    return _put(file, ImportState.LEFT_OUT)


@transaction.atomic
def take_in(file: ImportFile, *, by: User, as_new: bool = False) -> ImportFile:
    """Take a report in again; `as_new` beside one of the same name that is here."""
    return _put(file, ImportState.WAITING, as_new=as_new)


def _put(file: ImportFile, state: ImportState, *, as_new: bool = False) -> ImportFile:
    file = _open(file)
    file.state, file.as_new = state, as_new
    file.save(update_fields=["state", "as_new"])
    return file


@transaction.atomic
def confirm_batch(batch: ImportBatch, *, by: User) -> ImportBatch:
    """Hand what is ready to the worker, once: a second press finds it confirmed."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.confirmed_at is not None:
        raise DomainError(_("This import is confirmed already."))
    if not batch.files.filter(state=ImportState.WAITING).exists():
        raise DomainError(_("There is nothing to import: each file is left out or refused."))
    batch.confirmed_at = timezone.now()
    batch.save(update_fields=["confirmed_at"])
    note(IMPORTED, by=by, files=batch.files.filter(state=ImportState.WAITING).count())
    transaction.on_commit(lambda: import_batch.delay(batch.pk), robust=True)
    return batch


@transaction.atomic
def drop_batch(batch: ImportBatch, *, by: User) -> None:
    """Delete what was uploaded. What is imported already stays."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.confirmed_at and batch.files.filter(state=ImportState.WAITING).exists():
        raise DomainError(_("It is being imported. In a moment it can be put away."))
    batch.delete()
