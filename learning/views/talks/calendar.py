"""Sessions for calendar programs: a private address to subscribe to, and single files."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from learning import talk_feed
from learning.domain.talks.calendar import (
    calendar_with,
    end_calendar,
    make_calendar,
    note_read,
)
from learning.queries.talks import for_calendar
from learning.views.talks.pages import find_session
from people.http import UserRequest, by_token

FILE = "text/calendar; charset=utf-8"


@login_required
@require_POST
@never_cache
def make(request: UserRequest) -> HttpResponse:
    """Make the reader's address and show it in this answer, the only one that ever holds it."""
    token = make_calendar(by=request.user)
    address = request.build_absolute_uri(reverse("learning:talk_feed", args=[token]))
    context = {"address": address, "subscribe": f"webcal:{address.partition(':')[2]}"}
    return render(request, "learning/talk_calendar.html", context)


@login_required
@require_POST
def end(request: UserRequest) -> HttpResponse:
    end_calendar(by=request.user)
    messages.success(request, _("The address shows nothing any more."))
    return redirect("learning:talks")


@login_required
@require_GET
def download(request: UserRequest, session: int) -> HttpResponse:
    """One session as a file for a calendar."""
    this = find_session(request, session)
    return HttpResponse(
        talk_feed.session_file(this, request.user),
        content_type=FILE,
        headers={"Content-Disposition": 'attachment; filename="talks.ics"'},
    )


@by_token
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads; it keeps a copy, and asks whether there is something new."""
    calendar = calendar_with(token)
    if calendar is None:
        return HttpResponse(
            _("This address shows nothing, or not any more.") + "\n",
            status=404,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "private, no-store"},
        )
    note_read(calendar)
    content = talk_feed.feed(for_calendar(calendar.owner), calendar.owner)
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=FILE)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Content-Disposition"] = 'inline; filename="talks.ics"'
    return get_conditional_response(request, etag, response=response) or response
