"""What a reader does with a nudge, from Today or from the page of all of theirs."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from nudges.domain import outbox
from nudges.forms.preferences import SnoozeForm
from nudges.models import Nudge
from nudges.pressed import note_pressed
from nudges.views.pages import show_mine
from people.forms import DomainForm
from people.http import UserRequest

# Where each of the places leads back to.
PLACES = {"today": "today", "nudges": "nudges:mine"}


@login_required
@require_POST
def snooze(request: UserRequest, pk: int) -> HttpResponse:
    return _press(request, pk, outbox.snooze, SnoozeForm(request.POST))


@login_required
@require_POST
def stop(request: UserRequest, pk: int) -> HttpResponse:
    return _press(request, pk, outbox.stop, DomainForm(request.POST))


@login_required
@require_POST
def finish(request: UserRequest, pk: int) -> HttpResponse:
    return _press(request, pk, outbox.finish, DomainForm(request.POST))


@login_required
@require_POST
def bring_back(request: UserRequest, pk: int) -> HttpResponse:
    """Undo the last press, or have what was to come later now."""
    return _press(request, pk, outbox.bring_back, DomainForm(request.POST))


def _press(
    request: UserRequest, pk: int, verb: Callable[..., Nudge], form: DomainForm
) -> HttpResponse:
    this = _find(request, pk)
    if form.applies(verb, this, by=request.user):
        note_pressed(request, this)
        return _back(request)
    return show_mine(request, refused=form)


def _find(request: UserRequest, pk: int) -> Nudge:
    return get_object_or_404(Nudge.objects.visible_to(request.user), pk=pk)


def _back(request: UserRequest) -> HttpResponse:
    return redirect(PLACES.get(request.GET.get("from", ""), "today"))
