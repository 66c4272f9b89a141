"""Import what was uploaded and confirmed, file by file, and forget it again."""

from datetime import datetime, timedelta
from typing import Any

from django.db import Error, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.errors import DomainError
from postmortems.domain.import_pictures import show_pictures
from postmortems.domain.importing import AlreadyImported, import_report
from postmortems.importing.corrections import Corrections
from postmortems.importing.parser import parse_report
from postmortems.importing.report import Report
from postmortems.models import ImportBatch, ImportFile, ImportPicture, ImportState

KEPT_FOR = timedelta(days=1)
# So long the worker is left alone before what it has not done is handed to it again.
PATIENCE = timedelta(minutes=1)


def read_file(file: ImportFile) -> Report:
    """What a kept file says, with what was given about it."""
    given = Corrections.read(file.corrections).given()
    return parse_report(file.content, filename=file.name.rpartition("/")[2], given=given)


def import_file(file_id: int) -> None:
    """Import one file of a confirmed batch, however many times the task is run.

    The row lock is the claim. A file that cannot be imported says why, and leaves the
    others alone.
    """
    try:
        with transaction.atomic():
            file = _claimed(file_id)
            if file is not None:
                _import(file)
    except AlreadyImported as error:
        _note(file_id, ImportState.SKIPPED, error.messages[0], postmortem=error.postmortem)
    except DomainError as error:
        _note(file_id, ImportState.REFUSED, " ".join(error.messages))
    except Error as error:
        why = _("The database does not take it: %(why)s") % {"why": " ".join(str(error).split())}
        _note(file_id, ImportState.REFUSED, why)


def _claimed(file_id: int) -> ImportFile | None:
    waiting = ImportFile.objects.select_for_update(skip_locked=True, of=["self"])
    return (
        waiting.select_related("batch__owner")
        .filter(pk=file_id, state=ImportState.WAITING, batch__confirmed_at__isnull=False)
        .first()
    )


def _import(file: ImportFile) -> None:
    report = read_file(file)
    done = import_report(
        report,
        by=file.batch.owner,
        source_name=file.name,
        digest=file.digest,
        corrections=Corrections.read(file.corrections),
        as_new=file.as_new,
    )
    notes = [*done.assumed, *show_pictures(done, file)]
    if done.changed:
        notes.append(
            ngettext(
                "%(count)s part was written anew or left out on purpose.",
                "%(count)s parts were written anew or left out on purpose.",
                len(done.changed),
            )
            % {"count": len(done.changed)}
        )
    file.state, file.postmortem = ImportState.IMPORTED, done.postmortem
    file.why, file.content, file.corrections = "\n".join(notes), "", {}
    file.save()


def _note(file_id: int, state: ImportState, why: str, **more: Any) -> None:
    ImportFile.objects.filter(pk=file_id, state=ImportState.WAITING).update(
        state=state, why=why, content="", corrections={}, **more
    )


def left_over(*, at: datetime) -> list[int]:
    """The batches in which a lost broker or a dead worker left something to do."""
    waiting = ImportBatch.objects.going_on().filter(confirmed_at__lt=at - PATIENCE)
    return list(waiting.values_list("pk", flat=True)[:100])


def forget_batches(*, at: datetime) -> int:
    """Delete what was uploaded a day ago, and pictures that nothing waits for any more."""
    done = ImportBatch.objects.filter(confirmed_at__isnull=False).exclude(
        files__state=ImportState.WAITING
    )
    ImportPicture.objects.filter(batch__in=done).delete()
    old = ImportBatch.objects.filter(made_at__lt=at - KEPT_FOR)
    count = old.count()
    old.delete()
    return count
