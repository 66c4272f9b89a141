"""Exports: of what the list shows, and of one incident."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from incidents.exports.markdown import as_markdown
from incidents.exports.one import as_json, read_story
from incidents.exports.rows import field_keys, in_chunks
from incidents.exports.tables import csv_parts, json_parts
from incidents.exports.turns import take_turn
from incidents.forms.filters import FilterForm
from incidents.queries.filtering import narrowed
from incidents.views.finding import find
from people.http import UserRequest

IN_A_MOMENT = "30"


@login_required
@require_GET
def export_csv(request: UserRequest) -> HttpResponseBase:
    return _stream(request, csv_parts, "text/csv; charset=utf-8", ending="csv")


@login_required
@require_GET
def export_json(request: UserRequest) -> HttpResponseBase:
    return _stream(request, json_parts, "application/json", ending="json")


def _stream(
    request: UserRequest, parts: Callable[..., Iterator[bytes]], kind: str, *, ending: str
) -> HttpResponseBase:
    """Send what the filters of the address show, all of it, while it is read."""
    form = FilterForm.read(request.GET)
    if form.errors:
        return render(request, "incidents/no_export.html", {"form": form}, status=400)
    turn = take_turn()
    if turn is None:
        busy = render(request, "incidents/no_export.html", {"again": request.get_full_path()})
        busy.status_code, busy.headers["Retry-After"] = 503, IN_A_MOMENT
        return busy
    chunks = in_chunks(narrowed(request.user, form.wanted), sort=form.sort)
    sent = turn.sends(parts(chunks, keys=field_keys()))
    return _as_file(
        StreamingHttpResponse(sent, content_type=kind),
        f"incidents-{timezone.localdate():%Y-%m-%d}.{ending}",
    )


@login_required
@require_GET
def export_markdown(request: UserRequest, number: int) -> HttpResponseBase:
    incident = find(request, number)
    text = as_markdown(read_story(incident))
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    return _as_file(response, f"{incident.reference}.md")


@login_required
@require_GET
def export_one(request: UserRequest, number: int) -> HttpResponseBase:
    incident = find(request, number)
    style: dict[str, Any] = {"ensure_ascii": False, "indent": 2}
    response = JsonResponse(as_json(read_story(incident)), json_dumps_params=style)
    return _as_file(response, f"{incident.reference}.json")


def _as_file(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
