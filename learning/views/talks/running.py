"""Say when the sessions are; move one, or call it off."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from learning.domain.talks import series, sessions
from learning.forms.talks import MoveForm, SetUpForm
from learning.models import TalkSeries, TalkSession
from learning.permissions import may_run_talks
from learning.views.talks.pages import find_session, show_session
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import View, writers_only


def leads_only(view: View) -> View:
    """Let tech leads and admins in, and tell other members no."""

    @writers_only
    @wraps(view)
    def checked(request: UserRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_run_talks(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@leads_only
@require_GET
def set_up(request: UserRequest) -> HttpResponse:
    return _set_up(request, SetUpForm(initial=_known(request)))


@leads_only
@require_POST
def save(request: UserRequest) -> HttpResponse:
    form = SetUpForm(request.POST)
    if form.applies(series.set_up_talks, by=request.user):
        messages.success(request, _("Saved. Speakers of sessions that are moved hear of it."))
        return redirect("learning:talks")
    return _set_up(request, form, status=422)


def _known(request: UserRequest) -> dict[str, Any]:
    """What is set up, or what a first set-up begins with."""
    known = TalkSeries.objects.first()
    if known is None:
        return {"starts": "15:00", "time_zone": request.user.time_zone}
    return {name: getattr(known, name) for name in SetUpForm.base_fields}


def _set_up(request: UserRequest, form: SetUpForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "series": TalkSeries.objects.first()}
    return render(request, "learning/talk_set_up.html", context, status=status)


@leads_only
@require_GET
def move(request: UserRequest, session: int) -> HttpResponse:
    this = find_session(request, session)
    if not this.is_ahead:
        return redirect(this)
    return _move(request, this, MoveForm(initial={"starts_at": this.starts_at}))


@leads_only
@require_POST
def save_move(request: UserRequest, session: int) -> HttpResponse:
    this, form = find_session(request, session), MoveForm(request.POST)
    if form.applies(sessions.move_session, this, by=request.user):
        messages.success(request, _("Moved. The speakers hear of it, and calendars follow."))
        return redirect(this)
    return _move(request, this, form, status=422)


def _move(
    request: UserRequest, session: TalkSession, form: MoveForm, status: int = 200
) -> HttpResponse:
    context = {"session": session, "form": form}
    return render(request, "learning/talk_move.html", context, status=status)


@leads_only
@require_POST
def cancel(request: UserRequest, session: int) -> HttpResponse:
    this, form = find_session(request, session), DomainForm(request.POST)
    if form.applies(sessions.cancel_session, this, by=request.user):
        messages.success(request, _("It is called off, and the speakers hear of it."))
        return redirect(this)
    return show_session(request, this, status=422, refused=form)
