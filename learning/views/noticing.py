"""How an incident was noticed: one press, asked after it is over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from incidents.models import Incident
from incidents.views.finding import find
from learning.domain.noticing import say_how_noticed
from learning.forms.insights import NoticingForm
from learning.models import Noticing
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_GET
def noticed(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    said = Noticing.objects.filter(incident=incident).first()
    return _ask(request, incident, NoticingForm(initial={"how": said.how} if said else {}))


@writers_only
@require_POST
def say_noticed(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = NoticingForm(request.POST)
    if form.applies(say_how_noticed, incident, by=request.user):
        messages.success(request, _("Thank you. It is in the insights once the quarter is over."))
        return redirect(incident)
    return _ask(request, incident, form, status=422)


def _ask(
    request: UserRequest, incident: Incident, form: NoticingForm, status: int = 200
) -> HttpResponse:
    context = {"incident": incident, "form": form}
    return render(request, "learning/noticed.html", context, status=status)
