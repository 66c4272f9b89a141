"""Leaving: what somebody holds, to whom it goes, and coming back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisation.domain import leaving as verbs
from organisation.forms.leaving import LeaveForm
from organisation.permissions import keepers_only
from organisation.queries.leaving import held_by
from organisation.views.members import find_member, refused
from people.forms import DomainForm
from people.http import UserRequest
from people.models import User


@keepers_only
@require_GET
def leaving(request: UserRequest, person: int) -> HttpResponse:
    return _page(request, find_member(person))


@keepers_only
@require_POST
def let_leave(request: UserRequest, person: int) -> HttpResponse:
    this = find_member(person)
    form = LeaveForm(request.POST, user=this, piles=held_by(this, reader=request.user))
    if form.applies(verbs.let_leave, this, by=request.user):
        said = _("%(name)s has left, and is signed out everywhere.")
        messages.success(request, said % {"name": this.get_full_name()})
        return redirect("organisation:member", this.pk)
    return _page(request, this, form, status=422)


@keepers_only
@require_POST
def let_back(request: UserRequest, person: int) -> HttpResponse:
    this, form = find_member(person), DomainForm(request.POST)
    if form.applies(verbs.let_back, this, by=request.user):
        return redirect("organisation:member", this.pk)
    return refused(request, this, form)


def _page(
    request: UserRequest, person: User, form: LeaveForm | None = None, *, status: int = 200
) -> HttpResponse:
    piles = held_by(person, reader=request.user)
    form = form or LeaveForm(user=person, piles=piles)
    context = {"person": person, "piles": piles, "form": form}
    return render(request, "organisation/leaving.html", context, status=status)
