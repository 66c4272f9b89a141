"""What stands beside an incident."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from incidents.models import Service
from incidents.views.finding import find
from learning.queries.beside import beside as read_beside
from learning.queries.library import stories_about
from learning.queries.practice import is_being_played
from people.http import UserRequest, row_number
from postmortems.queries.naming import name_in_lines
from postmortems.views.finding import find as find_write_up

MOST_SERVICES = 10


@login_required
@require_GET
def beside(request: UserRequest) -> HttpResponse:
    """What resembles an incident that is being written down, as a fragment."""
    numbers = [row_number(text) for text in request.GET.getlist("services")[:MOST_SERVICES]]
    services = Service.objects.filter(pk__in=[number for number in numbers if number])
    title = request.GET.get("title", "")
    found = read_beside(request.user, title=title, services=list(services) if numbers else [])
    return render(request, "learning/_beside.html", {"beside": found})


@login_required
@require_GET
@vary_on_headers("HX-Request")
def told_of_write_up(request: UserRequest, pk: int) -> HttpResponse:
    """The stories about what a write-up is about: a fragment for its page, or a page of its own."""
    write_up = find_write_up(request, pk)
    name_in_lines([write_up])
    stories = stories_about(write_up.incidents.all(), reader=request.user)
    context = {"write_up": write_up, "stories": stories}
    if request.headers.get("HX-Request"):
        return render(request, "learning/_told_of_write_up.html", context)
    return render(request, "learning/told.html", context)


@login_required
@require_GET
@vary_on_headers("HX-Request")
def beside_incident(request: UserRequest, number: int) -> HttpResponse:
    """What resembles an incident: a fragment for its room, or a page of its own.

    While a scenario is played there it is nothing: it would be what is to be found out.
    """
    incident = find(request, number)
    found = read_beside(
        request.user,
        title="" if is_being_played(incident) else incident.title,
        services=list(incident.services.all()),
        excluding=incident,
    )
    context = {"beside": found, "incident": incident}
    if request.headers.get("HX-Request"):
        return render(request, "learning/_beside.html", context)
    return render(request, "learning/beside.html", context)
