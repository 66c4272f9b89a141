"""Make an export of everything an admin may see: asked for once, made by one worker, crash-safe.

A worker claims an export by a conditional UPDATE and says again and again that it is still at
it. One that dies says nothing more, and the sweep hands the export to another, which begins
anew. Whoever finds its claim gone stops, and takes what it wrote along.
"""

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID, uuid4

from django.apps import apps
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from live import prompt
from organisation import tasks
from organisation.exports import Gives, Keeps, rule_of
from organisation.jsonable import jsonable
from organisation.models import DataExport, ExportState
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User

ASKED = action("export.asked", gettext_lazy("Asked for an export of everything"))
DOWNLOADED = action("export.downloaded", gettext_lazy("Downloaded an export of everything"))

# A worker that has said nothing for so long has died.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
CHUNK = 1_000
MANIFEST = "manifest.json"


class ClaimLost(Exception):
    """Another worker makes this export now, or nobody wants it any more."""


@transaction.atomic
def ask_for_export(*, by: User) -> DataExport:
    """Have everything written down that an admin may see. One at a time for each."""
    try:
        with transaction.atomic():
            export = DataExport.objects.create(asked_by=by)
    except IntegrityError:
        raise DomainError(_("One is being made for you already.")) from None
    note(ASKED, by=by, about=export)
    prompt(lambda: tasks.make_export.delay(export.pk))
    return export


@transaction.atomic
def note_downloaded(export: DataExport, *, by: User) -> None:
    note(DOWNLOADED, by=by, about=export)


def make_export(export_id: int) -> None:
    """Make one export, however many times the task is run."""
    claim = uuid4()
    if not _claim(export_id, claim):
        return
    export = DataExport.objects.select_related("asked_by").get(pk=export_id)
    try:
        _make(export, claim)
    except ClaimLost:
        return
    except Exception as error:
        _failed(export, claim, error)
        raise


def _claim(export_id: int, claim: UUID) -> bool:
    """Whether it is ours now: it waits, or whoever had it has died."""
    now = timezone.now()
    mine = _claimable(now).filter(pk=export_id, attempts__lt=MOST_ATTEMPTS)
    return bool(
        mine.update(
            state=ExportState.BEING_MADE, claim=claim, claimed_at=now, attempts=F("attempts") + 1
        )
    )


def _claimable(now: datetime) -> "models.QuerySet[DataExport]":
    died = Q(state=ExportState.BEING_MADE, claimed_at__lt=now - LEASE)
    return DataExport.objects.filter(Q(state=ExportState.WAITING) | died)


def _make(export: DataExport, claim: UUID) -> None:
    def still_here() -> None:
        mine = DataExport.objects.filter(pk=export.pk, claim=claim)
        if not mine.update(claimed_at=timezone.now()):
            raise ClaimLost

    with TemporaryFile() as written:
        rows = write_everything(written, export.asked_by, still_here)
        size = written.tell()
        written.seek(0)
        name = default_storage.save(f"exports/{claim}.zip", File(written))
    mine = DataExport.objects.filter(pk=export.pk, claim=claim)
    ready = {"state": ExportState.READY, "file": name, "size": size, "rows": rows}
    if not mine.update(**ready, made_at=timezone.now(), last_error=""):
        default_storage.delete(name)


def _failed(export: DataExport, claim: UUID, error: Exception) -> None:
    """Let another try, later and not for ever. What the error says may quote rows."""
    is_last = export.attempts >= MOST_ATTEMPTS
    DataExport.objects.filter(pk=export.pk, claim=claim).update(
        state=ExportState.FAILED if is_last else ExportState.WAITING,
        last_error=type(error).__name__[:100],
    )


def write_everything(target: IO[bytes], admin: User, still_here: Callable[[], None]) -> int:
    """Write a zip file of JSON Lines, a file a model, a thousand rows at a time. Returns how many.

    `still_here` is called all along.
    """
    begun, counts, kept = timezone.now(), {}, {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for model in apps.get_models(include_auto_created=True):
            label, rule = model._meta.label, rule_of(model._meta.label)
            if isinstance(rule, Keeps):
                kept[label] = {"*": rule.because}
                continue
            with archive.open(f"{label}.jsonl", "w", force_zip64=True) as lines:
                counts[label] = _write_rows(lines, model, rule, admin, still_here)
            if rule.keeps or rule.only_if:
                kept[label] = dict(rule.keeps) | dict.fromkeys(rule.only_if, "Of some rows only.")
        said = _manifest(admin, begun, counts, kept)
        archive.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=2))
    return sum(counts.values())


def _write_rows(
    lines: IO[bytes],
    model: type[models.Model],
    rule: Gives,
    admin: User,
    still_here: Callable[[], None],
) -> int:
    rows = rule.narrow(model._default_manager.all(), admin)
    # A number rather than a cursor keeps the place: no transaction stays open for an hour.
    place, count = None, 0
    while True:
        still_here()
        behind = rows if place is None else rows.filter(pk__gt=place)
        chunk = list(behind.order_by("pk")[:CHUNK])
        for row in chunk:
            text = json.dumps(_columns(row, rule), ensure_ascii=False, default=jsonable)
            lines.write(f"{text}\n".encode())
        count += len(chunk)
        if len(chunk) < CHUNK:
            return count
        place = chunk[-1].pk


def _columns(row: models.Model, rule: Gives) -> dict[str, Any]:
    said = {}
    for name in rule.columns:
        given = name not in rule.only_if or rule.only_if[name](row)
        said[name] = row.serializable_value(name) if given else None
    return said


def _manifest(
    admin: User, begun: datetime, counts: dict[str, int], kept: dict[str, dict[str, str]]
) -> dict[str, Any]:
    return {
        "about": (
            "All rows that the admin who asked may see, a file of JSON Lines for each kind, in "
            "the order of their numbers. A column that names a row of another kind has its "
            "number. Words are as they were written: where names_as_roles is true, the app shows "
            "roles in place of names. Restricted incidents that this admin is not in are not "
            "here, nor is what belongs to them. Pictures are named; their files are in the store."
        ),
        "for": admin.pk,
        "begun_at": begun.isoformat(),
        "ended_at": timezone.now().isoformat(),
        "rows": counts,
        "kept_back": kept,
    }


def left_over(*, at: datetime) -> list[int]:
    """Exports that nobody makes though they should be there. What failed too often is given up."""
    waiting = _claimable(at)
    worn = waiting.filter(attempts__gte=MOST_ATTEMPTS)
    worn.update(state=ExportState.FAILED, last_error="ended without an answer")
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:100])


def forget_exports_before(moment: datetime) -> int:
    """Delete exports, and their files, that are older than the organisation keeps."""
    old = DataExport.objects.filter(asked_at__lt=moment).exclude(state=ExportState.BEING_MADE)
    gone = 0
    for export in old.order_by("pk")[:CHUNK]:
        # The file first: a row whose file is gone is tried again tomorrow.
        if export.file:
            default_storage.delete(export.file)
        gone += export.delete()[0]
    return gone
