"""Old reports: uploaded, looked through, put right, and brought in."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.paging import NewestFirst, OldestFirst
from people.api.parsing import PlainJSONParser
from people.api.permissions import allow
from people.api.verbs import verb
from people.api.views import Lists, Room
from people.models import User
from postmortems.api.reports import (
    BatchOut,
    CorrectingReport,
    CorrectingRows,
    FileOut,
    FileRow,
    TakingIn,
    UploadingReports,
    rows_in,
)
from postmortems.domain import uploading
from postmortems.importing.corrections import Corrections, RowCorrection
from postmortems.importing.headings import Place
from postmortems.models import ImportBatch, ImportFile, ImportState
from postmortems.permissions import may_import
from postmortems.queries.importing import shown_of


class OfImports(Room):
    """Admins and tech leads bring reports in, each their own."""

    room = "write-ups"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        allow(may_import(self.user))


class ImportViewSet(OfImports, Lists):
    """What you have uploaded; it is kept for a day, and nobody else sees it."""

    serializer_class = BatchOut
    pagination_class = NewestFirst
    lookup_value_converter = "int"
    queryset = ImportBatch.objects.none()
    parser_classes = [PlainJSONParser, MultiPartParser]

    def get_queryset(self) -> QuerySet[ImportBatch]:
        ready = Count("files", filter=Q(files__state=ImportState.WAITING))
        own = ImportBatch.objects.visible_to(self.user)
        return own.annotate(count=Count("files"), ready=ready)

    @extend_schema(request={"multipart/form-data": UploadingReports}, responses={201: BatchOut})
    def create(self, request: Request) -> Response:
        """Upload reports, as multipart/form-data. Nothing is brought in yet."""
        made = self.do(uploading.keep_upload, given=UploadingReports)
        return self.shown(self.get_queryset().get(pk=made.pk), status=201)

    @verb(out=BatchOut)
    def confirm(self, request: Request, pk: int) -> Response:
        """Bring in what is ready. It is done in the background."""
        self.do(uploading.confirm_batch, self.get_object())
        return self.shown(self.get_object())

    @verb(status=204)
    def drop(self, request: Request, pk: int) -> Response:
        """Put it away. What was brought in stays."""
        self.do(uploading.drop_batch, self.get_object())
        return Response(status=204)


class ImportFileViewSet(OfImports, Lists):
    """The reports of an upload, in the order of their names."""

    pagination_class = OldestFirst
    lookup_value_converter = "int"
    queryset = ImportFile.objects.none()

    @cached_property
    def batch(self) -> ImportBatch:
        own = ImportBatch.objects.visible_to(self.user)
        return get_object_or_404(own, pk=self.kwargs["batch"])

    def get_queryset(self) -> QuerySet[ImportFile]:
        if "batch" not in self.kwargs:
            return super().get_queryset()
        rows = self.batch.files.select_related("postmortem")
        return rows.defer("content", "corrections") if self.action == "list" else rows.all()

    def get_serializer_class(self) -> type[serializers.BaseSerializer[ImportFile]]:
        return FileRow if self.action == "list" else FileOut

    def prepare(self, rows: Sequence[Any]) -> None:
        self.known = {one.file.pk: one for one in shown_of(rows, self.user)}

    def lock(self, thing: Any) -> None:
        """The upload, as the verbs of its files lock it first."""
        own = ImportBatch.objects.visible_to(self.user).select_for_update()
        own.filter(pk=self.batch.pk).first()

    def press(self, function: Callable[..., Any]) -> Response:
        self.do(function, self.get_object())
        return self.shown(self.get_object())

    @verb(given=CorrectingReport, out=FileOut)
    def correct(self, request: Request, batch: int, pk: int) -> Response:
        """Put right what it is about, and where its headings go; it is read again."""
        return self.press(_correct)

    @verb("correct-rows", given=CorrectingRows, out=FileOut)
    def correct_rows(self, request: Request, batch: int, pk: int) -> Response:
        """Put timeline entries, factors and follow-ups right, or leave them out."""
        return self.press(_correct_rows)

    @verb("leave-out", out=FileOut)
    def leave_out(self, request: Request, batch: int, pk: int) -> Response:
        """Leave it out of the import."""
        return self.press(uploading.leave_out)

    @verb("take-in", given=TakingIn, out=FileOut)
    def take_in(self, request: Request, batch: int, pk: int) -> Response:
        """Take it in again."""
        return self.press(uploading.take_in)


@transaction.atomic
def _correct(file: ImportFile, *, by: User, **said: Any) -> ImportFile:
    """What is not given stays as it was corrected before; the lock is the one of the verb."""
    before = _locked(file, by)
    names = ("title", "day", "zone", "started_at", "ended_at", "places")
    now = {name: getattr(before, name) for name in names}
    said["places"] = {**before.places, **said.get("places", {})}
    return uploading.correct_report(file, by=by, **now | said)


@transaction.atomic
def _correct_rows(
    file: ImportFile, *, by: User, rows: dict[tuple[Place, int], dict[str, Any]]
) -> ImportFile:
    """Each row with what is given of it; one that says what the file says is no correction."""
    _locked(file, by)
    known = {(row.place, row.line): row for row in rows_in(file)}
    corrected: dict[tuple[Place, int], RowCorrection | None] = {}
    for key, said in rows.items():
        if (row := known.get(key)) is not None:
            names = ("text", "at", "kind", "left_out")
            wanted = RowCorrection(**{name: getattr(row.now, name) for name in names} | said)
            corrected[key] = None if wanted == row.read else wanted
    return uploading.correct_rows(file, by=by, rows=corrected)


def _locked(file: ImportFile, by: User) -> Corrections:
    """Lock the upload first, as its verbs do, and read what was corrected so far."""
    ImportBatch.objects.visible_to(by).select_for_update().filter(pk=file.batch_id).first()
    file.refresh_from_db(fields=["corrections"])
    return Corrections.read(file.corrections)
