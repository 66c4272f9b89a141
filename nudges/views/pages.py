"""The pages on which somebody sees what waits for them, and what was sent to them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nudges.pressed import last_pressed, was_just_pressed
from nudges.queries.sent import is_place, sent_to
from nudges.queries.waiting import all_open_of
from people.forms import DomainForm
from people.http import UserRequest


@login_required
@require_GET
def mine(request: UserRequest) -> HttpResponse:
    return show_mine(request)


def show_mine(request: UserRequest, refused: DomainForm | None = None) -> HttpResponse:
    """All that waits for the reader, and why what they pressed was refused, where it was."""
    context = _mine(request) | {"refused": refused, "just_pressed": was_just_pressed(request)}
    return render(request, "nudges/mine.html", context, status=422 if refused else 200)


@login_required
@require_GET
def live_mine(request: UserRequest) -> HttpResponse:
    """The part of the page that changes, as a fragment."""
    return render(request, "nudges/_mine.html", _mine(request))


def _mine(request: UserRequest) -> dict[str, object]:
    return {"waiting": all_open_of(request.user, pressed=last_pressed(request))}


@login_required
@require_GET
def sent(request: UserRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    context = {"page": sent_to(request.user, after=after), "is_middle": is_place(after)}
    return render(request, "nudges/sent.html", context)
