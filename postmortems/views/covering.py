"""Of which incidents a write-up tells."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.models import Incident
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import covering
from postmortems.forms.covering import AddIncidentForm, TakeOutForm
from postmortems.models import Postmortem
from postmortems.queries.covering import hides_from
from postmortems.queries.naming import name_in_lines
from postmortems.views.finding import find


def _page(
    request: UserRequest, postmortem: Postmortem, form: AddIncidentForm, status: int = 200
) -> HttpResponse:
    """Ask which incident it is, or, when that is known, say what adding it will do."""
    name_in_lines([postmortem])
    known = form.is_bound and not form.has_error("incident")
    adding = form.cleaned_data["incident"] if known else None
    context = {
        "postmortem": postmortem,
        "incidents": postmortem.incidents.standing().order_by("pk"),
        "form": form,
        "adding": adding,
    }
    if adding and adding.is_restricted:
        context["hides_from"] = hides_from(postmortem, adding)
    return render(request, "postmortems/incidents.html", context, status=status)


def _covered(request: UserRequest, pk: int, number: int) -> tuple[Postmortem, Incident]:
    postmortem = find(request, pk, may=permissions.may_change_incidents)
    incident = postmortem.incidents.standing().filter(pk=number).first()
    if incident is None:
        raise Http404
    return postmortem, incident


@writers_only
@require_GET
def incidents(request: UserRequest, pk: int) -> HttpResponse:
    """The page that adds incidents and takes them out: first which, then what will happen."""
    postmortem = find(request, pk, may=permissions.may_change_incidents)
    if not postmortem.is_editable:
        return redirect(postmortem)
    asked = request.GET if "incident" in request.GET else None
    form = AddIncidentForm(asked, reader=request.user)
    status = 422 if asked is not None and not form.is_valid() else 200
    return _page(request, postmortem, form, status=status)


@writers_only
@require_POST
def add(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_change_incidents)
    form = AddIncidentForm(request.POST, reader=request.user)
    if form.applies(covering.add_incident, postmortem, by=request.user):
        said = _("%s is in it now. Its key moments come when you press Refresh.")
        messages.success(request, said % form.cleaned_data["incident"].reference)
        return redirect("postmortems:moments", postmortem.pk)
    return _page(request, postmortem, form, status=422)


@writers_only
@require_GET
def ask(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """The page that says what taking an incident out does."""
    postmortem, incident = _covered(request, pk, number)
    context = {"postmortem": postmortem, "incident": incident, "form": TakeOutForm()}
    return render(request, "postmortems/take_out.html", context)


@writers_only
@require_POST
def take_out(request: UserRequest, pk: int, number: int) -> HttpResponse:
    postmortem, incident = _covered(request, pk, number)
    form = TakeOutForm(request.POST)
    if form.applies(covering.take_incident_out, postmortem, by=request.user, incident=incident):
        said = _("%s is not in it any more. What people wrote in the sections is still there.")
        messages.success(request, said % incident.reference)
        return redirect("postmortems:incidents", postmortem.pk)
    context = {"postmortem": postmortem, "incident": incident, "form": form}
    return render(request, "postmortems/take_out.html", context, status=422)
