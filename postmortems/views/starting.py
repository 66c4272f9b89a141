"""Begin a write-up."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.models import Incident
from incidents.views.finding import find as find_incident
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import drafting
from postmortems.forms.starting import StartForm
from postmortems.models import Postmortem
from postmortems.queries.starting import beside, joinable
from postmortems.queries.templates import fitting


def _form(request: UserRequest, incident: Incident, *data: object) -> StartForm:
    offered = beside(incident, reader=request.user)
    return StartForm(*data, offered=offered, fitting=fitting(incident))


def _page(
    request: UserRequest, incident: Incident, form: StartForm, status: int = 200
) -> HttpResponse:
    context = {
        "incident": incident,
        "form": form,
        "joinable": joinable(incident, by=request.user),
    }
    return render(request, "postmortems/start.html", context, status=status)


@writers_only
@require_GET
def choose(request: UserRequest, number: int) -> HttpResponse:
    """The page that asks what a write-up starts with, and of what else it tells."""
    incident = find_incident(request, number)
    if existing := incident.postmortems.first():
        return _to_begun(request, incident, existing)
    if incident.is_open:
        messages.warning(request, _("The write-up begins when the incident is over."))
        return redirect(incident)
    return _page(request, incident, _form(request, incident))


@writers_only
@require_POST
def start(request: UserRequest, number: int) -> HttpResponse:
    """Begin with what was chosen, or at one press with what fits."""
    incident = find_incident(request, number)
    form = _form(request, incident, request.POST)
    if not form.applies(drafting.start_postmortem, incident, by=request.user):
        if not form.non_field_errors():
            return _page(request, incident, form, status=422)
        messages.warning(request, str(form.non_field_errors()[0]))
        return redirect(incident)
    return _to_begun(request, incident, form.outcome)


def _to_begun(request: UserRequest, incident: Incident, postmortem: Postmortem) -> HttpResponse:
    """To the write-up, unless it tells of something that the reader does not see, too."""
    if not Postmortem.objects.visible_to(request.user).filter(pk=postmortem.pk).exists():
        messages.info(request, _("There is a write-up of it that you cannot open."))
        return redirect("incidents:after", incident.pk)
    if request.method == "POST" and permissions.may_edit(request.user, postmortem):
        return redirect("postmortems:edit", postmortem.pk)
    return redirect(postmortem)
