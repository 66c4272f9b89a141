"""Bring reports in: upload them, look at what was understood, put it right, confirm."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest, row_number
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import import_files, uploading
from postmortems.forms.importing import (
    ReportForm,
    RowsForm,
    TakeInForm,
    UploadForm,
    rows_of,
)
from postmortems.importing.corrections import Corrections
from postmortems.models import ImportBatch, ImportFile
from postmortems.queries.importing import file_shown, files_of, own_batches, progress_of

View = Callable[..., HttpResponseBase]


def importers_only(view: View) -> View:
    """Let admins and tech leads in; the others are told no."""

    @writers_only
    @wraps(view)
    def checked(request: UserRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not permissions.may_import(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def _find(request: UserRequest, batch: int) -> ImportBatch:
    return get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=batch)


def _find_file(request: UserRequest, batch: int, file: int) -> ImportFile:
    return get_object_or_404(_find(request, batch).files.select_related("batch"), pk=file)


@importers_only
@require_GET
def choose_reports(request: UserRequest) -> HttpResponse:
    context = {"form": UploadForm(), "batches": own_batches(request.user)}
    return render(request, "postmortems/import.html", context)


@importers_only
@require_POST
def upload(request: UserRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if form.applies(uploading.keep_upload, by=request.user):
        return redirect(form.outcome)
    context = {"form": form, "batches": own_batches(request.user)}
    return render(request, "postmortems/import.html", context, status=422)


def _batch_context(request: UserRequest, batch: ImportBatch) -> dict[str, Any]:
    files = files_of(batch, request.user)
    return {"batch": batch, "files": files, "progress": progress_of(files)}


@importers_only
@require_GET
def show_batch(request: UserRequest, batch: int) -> HttpResponse:
    context = _batch_context(request, _find(request, batch))
    return render(request, "postmortems/import_batch.html", context)


@importers_only
@require_GET
def live_batch(request: UserRequest, batch: int) -> HttpResponse:
    """The part of the page that changes while the worker imports, as a fragment."""
    context = _batch_context(request, _find(request, batch))
    return render(request, "postmortems/_import_files.html", context)


@importers_only
@require_POST
def confirm(request: UserRequest, batch: int) -> HttpResponse:
    this, form = _find(request, batch), DomainForm(request.POST)
    if not form.applies(uploading.confirm_batch, this, by=request.user):
        context = _batch_context(request, this) | {"form": form}
        return render(request, "postmortems/import_batch.html", context, status=422)
    return redirect(this)


@importers_only
@require_POST
def drop(request: UserRequest, batch: int) -> HttpResponse:
    this, form = _find(request, batch), DomainForm(request.POST)
    if not form.applies(uploading.drop_batch, this, by=request.user):
        context = _batch_context(request, this) | {"form": form}
        return render(request, "postmortems/import_batch.html", context, status=422)
    messages.success(request, _("Put away. What is imported stays in the library."))
    return redirect("postmortems:choose_reports")


def _file_page(
    request: UserRequest, this: ImportFile, *, post: str = "", status: int = 200, **shown: Any
) -> HttpResponse:
    """The page of one file. `post` names the form that was sent and is shown as typed."""
    context: dict[str, Any] = {"file": this, "shown": file_shown(this, request.user)} | shown
    if this.can_be_changed and not this.batch.confirmed_at:
        context |= _forms(request, this, post)
    return render(request, "postmortems/import_file.html", context, status=status)


def _forms(request: UserRequest, this: ImportFile, post: str = "") -> dict[str, Any]:
    corrections = Corrections.read(this.corrections)
    report = import_files.read_file(this)
    page = row_number(request.GET.get("page", "")) or 1
    rows = rows_of(report, corrections)
    return {
        "report": report,
        "zone": report.zone,
        "report_form": ReportForm(
            request.POST if post == "report" else None, report=report, corrections=corrections
        ),
        "rows_form": RowsForm(rows, page=page, data=request.POST if post == "rows" else None),
        "tzinfo": report.zone.tzinfo,
    }


@importers_only
@require_GET
def show_file(request: UserRequest, batch: int, file: int) -> HttpResponse:
    this = _find_file(request, batch, file)
    with timezone.override(_zone_of(this)):
        return _file_page(request, this)


def _zone_of(this: ImportFile) -> Any:
    """Times are typed in the zone of the report, as whoever has it before them reads them."""
    if not this.content:
        return timezone.get_current_timezone()
    return import_files.read_file(this).zone.tzinfo


@importers_only
@require_POST
def correct_report(request: UserRequest, batch: int, file: int) -> HttpResponse:
    this = _find_file(request, batch, file)
    if not this.can_be_changed:
        return redirect(this)
    with timezone.override(_zone_of(this)):
        form = _forms(request, this, "report")["report_form"]
        if form.applies(uploading.correct_report, this, by=request.user):
            messages.success(request, _("Read again with what you said."))
            return redirect(this)
        shown = _file_page(request, this, post="report", status=422, report_form=form)
    return shown


@importers_only
@require_POST
def correct_rows(request: UserRequest, batch: int, file: int) -> HttpResponse:
    this = _find_file(request, batch, file)
    if not this.can_be_changed:
        return redirect(this)
    with timezone.override(_zone_of(this)):
        forms = _forms(request, this, "rows")["rows_form"]
        applied = DomainForm(request.POST)
        if forms.is_valid() and applied.applies(
            uploading.correct_rows, this, by=request.user, rows=forms.corrections
        ):
            messages.success(request, _("Kept."))
            return redirect(f"{this.get_absolute_url()}?page={forms.page}#rows")
        return _file_page(request, this, post="rows", status=422, refused=applied)


@importers_only
@require_POST
def leave_out(request: UserRequest, batch: int, file: int) -> HttpResponse:
    return _apply(request, _find_file(request, batch, file), DomainForm, uploading.leave_out)


@importers_only
@require_POST
def take_in(request: UserRequest, batch: int, file: int) -> HttpResponse:
    return _apply(request, _find_file(request, batch, file), TakeInForm, uploading.take_in)


def _apply(
    request: UserRequest, this: ImportFile, kind: type[DomainForm], verb: Callable[..., ImportFile]
) -> HttpResponse:
    form = kind(request.POST)
    if form.applies(verb, this, by=request.user):
        return redirect(f"{this.batch.get_absolute_url()}#file-{this.pk}")
    return _file_page(request, this, status=422, refused=form)
