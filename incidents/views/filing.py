from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from incidents.domain import describing, filing
from incidents.forms.filing import DeclareForm, DescribeForm
from incidents.queries.filing import has_filed, services_to_undo
from incidents.views.finding import find
from people.http import UserRequest
from people.permissions import writers_only

# From this many services on, the form has a field that filters them.
MANY = 9


@writers_only
@require_GET
def declare(request: UserRequest) -> HttpResponse:
    """The form; the one that a browser keeps (`?keep`) has no message of the moment in it."""
    if "keep" in request.GET:
        return _page(request, DeclareForm(), messages=())
    return _page(request, DeclareForm())


@writers_only
@require_POST
def file(request: UserRequest) -> HttpResponse:
    """Open an incident; what somebody else began here is not filed in one's own name unasked."""
    form = DeclareForm(request.POST)
    own = str(request.user.pk)
    if request.POST.get("filer", own) != own:
        return _page(request, form, status=409, is_anothers=True)
    if form.applies(filing.declare_incident, by=request.user):
        return redirect(f"{form.outcome.get_absolute_url()}?thanks")
    return _page(request, form, status=422)


def _page(
    request: UserRequest, form: DeclareForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form, in plainer words for somebody who files for the first time."""
    if not has_filed(request.user):
        form.explain()
    chosen = form["services"].value()
    services = services_to_undo(chosen) if chosen else []
    context = {"form": form, "services": services, "many": len(form["services"]) > MANY}
    return render(request, "incidents/declare.html", context | more, status=status)


@writers_only
@require_GET
def tools(request: UserRequest) -> HttpResponse:
    """How the services that were chosen can be undone, as a fragment."""
    services = services_to_undo(request.GET.getlist("services"))
    return render(request, "incidents/_undo.html", {"services": services})


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
