"""Ask for a hand, and come."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import helping
from incidents.forms.help import HelpForm
from incidents.models import HelpRequest
from incidents.views.finding import find
from incidents.views.room import again
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def _find(request: UserRequest, number: int, wanted: int) -> HelpRequest:
    seen = HelpRequest.objects.visible_to(request.user)
    named = seen.select_related("incident", "asked_by", "taken_by")
    return get_object_or_404(named, incident=number, pk=wanted)


@writers_only
@require_POST
def ask_for_help(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = HelpForm(request.POST)
    if form.applies(helping.ask_for_help, incident, by=request.user):
        messages.success(request, _("Asked. You will see here who is on the way."))
        return redirect(incident)
    return again(request, incident, form, under="help_form")


@login_required
@require_GET
def help_request(request: UserRequest, number: int, wanted: int) -> HttpResponse:
    """Where a mail leads: who could use a hand, and one button."""
    return _page(request, _find(request, number, wanted))


@writers_only
@require_POST
def take_help_request(request: UserRequest, number: int, wanted: int) -> HttpResponse:
    this, form = _find(request, number, wanted), DomainForm(request.POST)
    if form.applies(helping.take_help_request, this, by=request.user):
        everybody = _("Thank you. Everybody in the room sees that you are on the way.")
        somebody = _("Thank you. %(name)s sees that you are on the way.")
        said = somebody % {"name": this.asked_by} if this.asked_by else everybody
        messages.success(request, said)
        return redirect(this.incident)
    return _page(request, _find(request, number, wanted), form)


@writers_only
@require_POST
def withdraw_help_request(request: UserRequest, number: int, wanted: int) -> HttpResponse:
    this, form = _find(request, number, wanted), DomainForm(request.POST)
    if form.applies(helping.withdraw_help_request, this, by=request.user):
        return redirect(this.incident)
    return _page(request, _find(request, number, wanted), form)


@writers_only
@require_POST
def finish_help(request: UserRequest, number: int, wanted: int) -> HttpResponse:
    this, form = _find(request, number, wanted), DomainForm(request.POST)
    if form.applies(helping.finish_help, this, by=request.user):
        return redirect(this.incident)
    return _page(request, _find(request, number, wanted), form)


def _page(
    request: UserRequest, this: HelpRequest, refused: DomainForm | None = None
) -> HttpResponse:
    here = this.incident.participations.filter(user=request.user).exists()
    context = {"wanted": this, "incident": this.incident, "here": here, "form": refused}
    return render(request, "incidents/help.html", context, status=422 if refused else 200)
