"""Who may see an incident."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import restricting
from incidents.domain.locking import standing_number
from incidents.forms.restricting import LetInForm
from incidents.models import Access, Incident
from incidents.views.finding import find
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only


def ask_admin(request: UserRequest, number: int) -> HttpResponse:
    """Ask an admin whether to open what is restricted; for everybody else it is not there."""
    incident = _hidden_from_admin(request, number)
    return render(request, "incidents/look.html", {"reference": f"INC-{number}", "to": incident.pk})


def _hidden_from_admin(request: UserRequest, number: int) -> Incident:
    if not request.user.is_admin:
        raise Http404
    hidden = Incident.objects.hidden_from(request.user)
    return get_object_or_404(hidden, pk=standing_number(number))


@login_required
@require_POST
def look(request: UserRequest, number: int) -> HttpResponse:
    """An admin opens a restricted incident, which its timeline says."""
    incident = _hidden_from_admin(request, number)
    restricting.look_as_admin(incident, by=request.user)
    return redirect(incident)


def _access_page(
    request: UserRequest, incident: Incident, form: DomainForm, status: int = 200
) -> HttpResponse:
    people = list(incident.participations.select_related("user"))
    there = [one.user_id for one in people]
    context = {
        "incident": incident,
        "people": people,
        "let_in": incident.accesses.select_related("user").exclude(user__in=there),
        "is_in_it": request.user.pk in there,
        "form": form,
    }
    return render(request, "incidents/access.html", context, status=status)


@login_required
@require_GET
def access(request: UserRequest, number: int) -> HttpResponse:
    """The page that says who can see an incident, and changes it."""
    return _access_page(request, find(request, number), LetInForm())


@writers_only
@require_POST
def restrict(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = DomainForm(request.POST)
    if form.applies(restricting.restrict_incident, incident, by=request.user):
        messages.success(request, _("Only those who are in it can see it now."))
        return redirect(incident)
    return _access_page(request, incident, form, status=422)


@writers_only
@require_POST
def open_up(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = DomainForm(request.POST)
    if form.applies(restricting.open_up_incident, incident, by=request.user):
        messages.success(request, _("Everyone here can see it again."))
        return redirect(incident)
    return _access_page(request, incident, form, status=422)


@writers_only
@require_POST
def let_in(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = LetInForm(request.POST)
    if form.applies(restricting.let_in, incident, by=request.user):
        return redirect("incidents:access", incident.pk)
    return _access_page(request, incident, form, status=422)


@writers_only
@require_POST
def take_back(request: UserRequest, number: int, access: int) -> HttpResponse:
    """Taking back what was taken back meanwhile changes nothing."""
    incident = find(request, number)
    this = Access.objects.filter(incident=incident, pk=access).select_related("user").first()
    form = DomainForm(request.POST)
    if this and not form.applies(restricting.take_access_back, this, by=request.user):
        return _access_page(request, incident, form, status=422)
    return redirect("incidents:access", incident.pk)
