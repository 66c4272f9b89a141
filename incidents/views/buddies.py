"""Somebody sits beside whoever is in their first incident."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import buddies
from incidents.models import Buddy
from incidents.queries.care import buddies_seen_by
from incidents.views.finding import find
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_POST
def ask_for_buddy(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = DomainForm(request.POST)
    if form.applies(buddies.ask_for_buddy, incident, by=request.user):
        return redirect(f"{incident.get_absolute_url()}#buddy")
    messages.warning(request, " ".join(str(one) for one in form.non_field_errors()))
    return redirect(incident)


@login_required
@require_GET
def buddy(request: UserRequest, pk: int) -> HttpResponse:
    """Where a mail leads: who would be glad of somebody beside them, and one button."""
    return _page(request, _find(request, pk))


@writers_only
@require_POST
def sit_with(request: UserRequest, pk: int) -> HttpResponse:
    this, form = _find(request, pk), DomainForm(request.POST)
    if form.applies(buddies.sit_with, this, by=request.user):
        messages.success(request, _("Thank you. They see that you are with them."))
        return redirect(f"{this.incident.get_absolute_url()}#buddy")
    return _page(request, _find(request, pk), form)


@writers_only
@require_POST
def part_from_buddy(request: UserRequest, pk: int) -> HttpResponse:
    this, form = _find(request, pk), DomainForm(request.POST)
    if form.applies(buddies.part_from_buddy, this, by=request.user):
        return redirect(this.incident)
    return _page(request, _find(request, pk), form)


def _find(request: UserRequest, pk: int) -> Buddy:
    return get_object_or_404(buddies_seen_by(request.user), pk=pk)


def _page(request: UserRequest, this: Buddy, refused: DomainForm | None = None) -> HttpResponse:
    context = {"buddy": this, "incident": this.incident, "form": refused}
    return render(request, "incidents/buddy.html", context, status=422 if refused else 200)
