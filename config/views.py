"""Pages that belong to the whole product."""

import json
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.defaults import bad_request

from config.navigation import Navigation
from config.offline import kept_offline
from incidents.models import Incident
from incidents.queries.cards import for_cards
from learning.queries.paths import is_new
from learning.queries.week import story_of_the_week
from nudges.pressed import last_pressed, was_just_pressed
from nudges.queries import waiting_for
from people.domain.accounts import is_first_run
from people.http import UserRequest, for_everyone
from postmortems.queries.follow_ups import next_of
from postmortems.queries.remembering import a_year_ago

MOST_HAPPENING = 10


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Today, the sign-in, or on an empty database the first run."""
    if request.user.is_authenticated:
        return today(cast(UserRequest, request))
    return redirect("people:first_run" if is_first_run() else "account_login")


@login_required
def today(request: UserRequest) -> HttpResponse:
    context = _today(request) | {
        "is_new": is_new(request.user),
        "just_pressed": was_just_pressed(request),
    }
    return render(request, "today.html", context)


@login_required
@require_GET
def today_parts(request: UserRequest) -> HttpResponse:
    """What is happening and what waits for the reader, as a fragment."""
    return render(request, "_today.html", _today(request))


@login_required
@require_GET
def today_beside(request: UserRequest) -> HttpResponse:
    """A story, the reader's follow-ups, and what was published a year ago, as a fragment."""
    context = {
        "story": story_of_the_week(request.user),
        "follow_ups": next_of(request.user),
        "remembered": a_year_ago(request.user),
    }
    return render(request, "_today_beside.html", context)


def _today(request: UserRequest) -> dict[str, object]:
    happening = for_cards(Incident.objects.visible_to(request.user).happening())
    waiting = waiting_for(request.user, pressed=last_pressed(request))
    return {"happening": happening[:MOST_HAPPENING], "waiting": waiting}


@login_required
@require_GET
def navigation(request: UserRequest, current: str) -> HttpResponse:
    """The main navigation with its counts, as a fragment."""
    nav = Navigation(request.user, current)
    return render(request, "_navigation.html", {"nav": nav})


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while this process can reach the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be understood, and say so where it was only too much."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent):
        return HttpResponse(render_to_string("413.html"), status=413)
    return bad_request(request, exception)


def slow_down(request: HttpRequest) -> HttpResponse:
    """Answer somebody who tried something more often than is good for anybody."""
    page = render_to_string("429.html", request=request)
    return HttpResponse(page, status=429, headers={"Retry-After": "60"})


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in place of a page that cannot be reached; drawn for nobody in particular."""
    return HttpResponse(render_to_string("offline.html"))


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker: from the root, so that it serves every page.

    Browsers fetch it again and compare. A release changes the names of files, and
    so its text, and then the new one keeps the new files.
    """
    scripts = json.dumps([static("js/service-worker.js"), static("js/push-worker.js")])
    text = f"self.goldseam = {json.dumps(kept_offline())};\nimportScripts(...{scripts});\n"
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(text, content_type="text/javascript", headers=headers)


@require_GET
@for_everyone(seconds=86_400)
def manifest(request: HttpRequest) -> HttpResponse:
    """What Goldseam is called and looks like where it is put beside other apps.

    Phones of Apple take messages only for what was put on the home screen.
    """
    icons = [("icon-192", "any"), ("icon-512", "any"), ("maskable-512", "maskable")]
    return JsonResponse(
        {
            "id": "/",
            "name": "Goldseam",
            "short_name": "Goldseam",
            "description": _("Where we run our incidents together and learn from them."),
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#faf7f2",
            "theme_color": "#faf7f2",
            "icons": [
                {
                    "src": static(f"icons/{name}.png"),
                    "sizes": "{0}x{0}".format(name.rpartition("-")[2]),
                    "type": "image/png",
                    "purpose": purpose,
                }
                for name, purpose in icons
            ],
        },
        content_type="application/manifest+json",
    )
