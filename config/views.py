"""Pages that belong to the whole product."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from incidents.models import Incident
from incidents.queries import for_cards
from learning.queries import story_of_the_week
from nudges.queries import waiting_for
from people.domain.accounts import is_first_run

MOST_HAPPENING = 10


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Today, the sign-in, or on an empty database the first run."""
    if request.user.is_authenticated:
        return today(request)
    return redirect("people:first_run" if is_first_run() else "account_login")


@login_required
def today(request: HttpRequest) -> HttpResponse:
    happening = for_cards(Incident.objects.visible_to(request.user).happening())
    context = {
        "happening": happening[:MOST_HAPPENING],
        "waiting": waiting_for(request.user),
        "story": story_of_the_week(request.user),
    }
    return render(request, "today.html", context)


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process can reach the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
