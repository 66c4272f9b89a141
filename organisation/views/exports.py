"""Exports of everything, for admins: asked for here, made by the worker, taken along from here."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from organisation.domain import exporting
from organisation.models import DataExport
from organisation.permissions import keepers_only
from people.errors import DomainError
from people.http import UserRequest
from people.organisation import the_organisation
from people.permissions import asks_again

MOST = 50


@keepers_only
@require_GET
def list_exports(request: UserRequest) -> HttpResponse:
    return render(request, "organisation/exports.html", _context(request))


@keepers_only
@require_GET
def live_exports(request: UserRequest) -> HttpResponse:
    """The list alone, as a fragment, while one is being made."""
    return render(request, "organisation/_exports.html", _context(request))


def _context(request: UserRequest) -> dict[str, object]:
    exports = list(DataExport.objects.select_related("asked_by").order_by("-pk")[:MOST])
    own = [one for one in exports if one.asked_by_id == request.user.pk]
    return {
        "exports": exports,
        "is_going_on": any(one.is_unfinished for one in exports),
        "may_ask": not any(one.is_unfinished for one in own),
        "days": the_organisation().export_days,
    }


@keepers_only
@require_POST
def ask_for_export(request: UserRequest) -> HttpResponse:
    try:
        exporting.ask_for_export(by=request.user)
    except DomainError as error:
        context = _context(request) | {"refused": error.messages[0]}
        return render(request, "organisation/exports.html", context, status=422)
    return redirect("organisation:exports")


@keepers_only
@require_GET
@asks_again
def export(request: UserRequest, export: int) -> HttpResponse:
    """A page that stays, where the file would leave the question for the password behind."""
    this = get_object_or_404(DataExport.objects.of(request.user).ready(), pk=export)
    return render(request, "organisation/export.html", {"export": this})


@keepers_only
@require_GET
@asks_again
@never_cache
def download(request: UserRequest, export: int) -> FileResponse:
    """Give the file to whoever asked for it: in it is what they may see, and others may not."""
    this = get_object_or_404(DataExport.objects.of(request.user).ready(), pk=export)
    try:
        file = default_storage.open(this.file)
    except FileNotFoundError:
        raise Http404 from None
    exporting.note_downloaded(this, by=request.user)
    name = f"goldseam-{this.asked_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
