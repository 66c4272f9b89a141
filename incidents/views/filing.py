from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import describing, filing
from incidents.forms.filing import DeclareForm, DescribeForm
from incidents.views.finding import find
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_GET
def declare(request: UserRequest) -> HttpResponse:
    return render(request, "incidents/declare.html", {"form": DeclareForm()})


@writers_only
@require_POST
def file(request: UserRequest) -> HttpResponse:
    form = DeclareForm(request.POST)
    if form.applies(filing.declare_incident, by=request.user):
        return redirect(f"{form.outcome.get_absolute_url()}?thanks")
    return render(request, "incidents/declare.html", {"form": form}, status=422)


@writers_only
@require_GET
def details(request: UserRequest, number: int) -> HttpResponse:
    """The page on which the rest is filled in, or put right."""
    incident = find(request, number)
    known = {
        "title": incident.title,
        "undo_path": incident.undo_path,
        "services": incident.services.all(),
    }
    form = DescribeForm(initial=known)
    return render(request, "incidents/details.html", {"incident": incident, "form": form})


@writers_only
@require_POST
def describe(request: UserRequest, number: int) -> HttpResponse:
    incident = find(request, number)
    form = DescribeForm(request.POST)
    if form.applies(describing.describe_incident, incident, by=request.user):
        return redirect(incident)
    context = {"incident": incident, "form": form}
    return render(request, "incidents/details.html", context, status=422)
