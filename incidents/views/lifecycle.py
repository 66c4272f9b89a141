"""From investigating to resolved, and back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import lifecycle
from incidents.forms import lifecycle as forms
from incidents.models import Incident
from incidents.queries.repairs import repairs_of
from incidents.queries.status_page import may_be_public
from incidents.views.finding import find
from incidents.views.room import again
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_POST
def change_status(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.StatusForm(request.POST)
    if form.applies(lifecycle.change_status, incident, by=request.user):
        return redirect(incident)
    return again(request, incident, form, under="status_form")


@writers_only
@require_POST
def set_severity(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.SeverityForm(request.POST)
    if form.applies(lifecycle.set_severity, incident, by=request.user):
        return redirect(incident)
    return again(request, incident, form, under="severity_form")


@writers_only
@require_GET
def close(request: UserRequest, number: int) -> HttpResponse:
    """The page that resolves an incident or stands it down."""
    incident = find(request, number)
    if not incident.is_open:
        return redirect("incidents:after", incident.pk)
    return _close_page(request, incident, forms.ResolveForm(public=may_be_public(incident)))


def _close_page(
    request: UserRequest, incident: Incident, form: forms.ResolveForm, *, status: int = 200
) -> HttpResponse:
    """Ask whether it is over, and say calmly what still goes on."""
    repairs = repairs_of(incident, going_on=True)
    context = {"incident": incident, "form": form, "repairs": repairs}
    return render(request, "incidents/close.html", context, status=status)


@writers_only
@require_POST
def resolve(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.ResolveForm(request.POST, public=may_be_public(incident))
    if form.applies(lifecycle.resolve_incident, incident, by=request.user):
        return redirect("incidents:after", incident.pk)
    return _close_page(request, incident, form, status=422)


@writers_only
@require_POST
def stand_down(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.ResolveForm(request.POST, public=may_be_public(incident))
    if form.applies(lifecycle.stand_down, incident, by=request.user):
        return redirect("incidents:after", incident.pk)
    return _close_page(request, incident, form, status=422)


@login_required
@require_GET
def after(request: UserRequest, number: int) -> HttpResponse:
    """Thanks, and whether a write-up would help."""
    incident = find(request, number)
    if incident.is_open:
        return redirect(incident)
    if "write-up" in request.GET and (
        begun := incident.postmortems.visible_to(request.user).first()
    ):
        return redirect(begun)
    return _after_page(request, incident, forms.SkipWriteUpForm())


def _after_page(
    request: UserRequest, incident: Incident, form: forms.SkipWriteUpForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "incident": incident,
        "people": incident.participations.select_related("user"),
        "write_up": incident.postmortems.visible_to(request.user).first(),
        "has_write_up": incident.postmortems.exists(),
        "form": form,
    }
    return render(request, "incidents/after.html", context, status=status)


@writers_only
@require_POST
def skip_write_up(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.SkipWriteUpForm(request.POST)
    if form.applies(lifecycle.skip_write_up, incident, by=request.user):
        messages.success(request, _("Noted. Thank you for deciding."))
        return redirect(incident)
    return _after_page(request, incident, form, status=422)


@writers_only
@require_POST
def reopen(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = forms.ReopenForm(request.POST)
    if form.applies(lifecycle.reopen_incident, incident, by=request.user):
        return redirect(incident)
    return again(request, incident, form, under="reopen_form")
