"""Pictures: put into an incident, and shown to those who may see it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from incidents.domain.pictures import add_picture as add
from incidents.forms.timeline import PictureForm
from incidents.models import KeptPicture, Picture
from incidents.views.finding import find
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_POST
def add_picture(request: UserRequest, number: int) -> JsonResponse:
    """Keep a picture, and answer with the Markdown that shows it; `static/js/pictures.js` asks."""
    return answer_upload(request, add, find(request, number))


def answer_upload(request: UserRequest, verb: Callable[..., Any], thing: Model) -> JsonResponse:
    """Let `verb` keep the picture that was sent for `thing`, and say what shows it."""
    form = PictureForm(request.POST, request.FILES)
    if form.applies(verb, thing, by=request.user):
        return JsonResponse({"markdown": form.outcome.markdown}, status=201)
    [sentence, *_more] = [one for errors in form.errors.values() for one in errors]
    return JsonResponse({"error": sentence}, status=422)


@login_required
@require_GET
@csp_override({"default-src": [CSP.NONE], "frame-ancestors": [CSP.NONE], "sandbox": ""})
def picture(request: UserRequest, pk: str) -> HttpResponseBase:
    """A picture, asked for again each time: who may see the incident can change."""
    return show_picture(request, get_object_or_404(Picture.objects.visible_to(request.user), pk=pk))


def show_picture(request: UserRequest, this: KeptPicture) -> HttpResponseBase:
    """Answer with a picture that the reader may see, or that theirs is still right."""
    etag = f'"{this.digest}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None or response.status_code == HttpResponse.status_code:
        response = FileResponse(this.file.open(), content_type=this.content_type)
        response["Content-Disposition"] = content_disposition_header(False, this.name) or "inline"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
