"""Being erased: asked for by somebody themselves, and done by an admin. And one's own data."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisation.domain import erasing as verbs
from organisation.forms.erasing import EraseForm
from organisation.permissions import keepers_only
from organisation.queries.about_me import Encoder, data_about
from organisation.views.members import find_member
from people.http import UserRequest
from people.models import User
from people.permissions import asks_again


@keepers_only
@require_GET
@asks_again
def erasing(request: UserRequest, person: int) -> HttpResponse:
    return _page(request, find_member(person), EraseForm())


@keepers_only
@require_POST
@asks_again
def erase(request: UserRequest, person: int) -> HttpResponse:
    this, form = find_member(person), EraseForm(request.POST)
    if form.applies(verbs.erase_person, this, by=request.user):
        messages.success(request, _("Erased. What they wrote stays, without their name."))
        return redirect("organisation:members")
    return _page(request, this, form, status=422)


@login_required
@require_GET
def own_data(request: UserRequest) -> HttpResponse:
    """What is kept about whoever asks, and in which way they can be forgotten."""
    return render(request, "organisation/own_data.html")


@login_required
@require_GET
@asks_again
def data_file(request: UserRequest) -> HttpResponse:
    text = json.dumps(data_about(request.user), cls=Encoder, indent=2, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="goldseam-about-me.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def ask_to_be_erased(request: UserRequest) -> HttpResponse:
    verbs.ask_to_be_erased(request.user, by=request.user)
    messages.success(request, _("The admins see that you would like to be erased."))
    return redirect("directory:own_data")


@login_required
@require_POST
def rather_stay(request: UserRequest) -> HttpResponse:
    verbs.rather_stay(request.user, by=request.user)
    return redirect("directory:own_data")


def _page(
    request: UserRequest, person: User, form: EraseForm, *, status: int = 200
) -> HttpResponse:
    context = {"person": person, "form": form}
    return render(request, "organisation/erasing.html", context, status=status)
