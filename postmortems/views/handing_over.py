"""Who makes a change: whoever takes it, somebody else, or somewhere else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems.domain import handing_over as domain
from postmortems.forms.follow_ups import HandOverForm, PassOnForm
from postmortems.models import FollowUp
from postmortems.views.finding import find_follow_up
from postmortems.views.follow_up import again


@writers_only
@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = DomainForm(request.POST)
    if form.applies(domain.take_follow_up, follow_up, by=request.user):
        messages.success(request, _("It is with you now. Thank you."))
        return redirect(follow_up)
    return again(request, pk, form)


@writers_only
@require_GET
def handing_over(request: UserRequest, pk: int) -> HttpResponse:
    """The page that asks who makes the change now: somebody here, or somewhere else."""
    follow_up = find_follow_up(request, pk)
    if not follow_up.is_open:
        return redirect(follow_up)
    return _ask(request, follow_up)


def _ask(
    request: UserRequest, follow_up: FollowUp, *, status: int = 200, **forms: DomainForm
) -> HttpResponse:
    context = {"follow_up": follow_up, "here": HandOverForm(), "elsewhere": PassOnForm()} | forms
    return render(request, "postmortems/hand_over.html", context, status=status)


@writers_only
@require_POST
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = HandOverForm(request.POST)
    if form.applies(domain.hand_over_follow_up, follow_up, by=request.user):
        messages.success(request, _("%(name)s has it now.") % {"name": form.outcome.owner})
        return redirect(follow_up)
    return _ask(request, follow_up, status=422, here=form)


@writers_only
@require_POST
def pass_on(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = PassOnForm(request.POST)
    if form.applies(domain.pass_on_follow_up, follow_up, by=request.user):
        return redirect(follow_up)
    return _ask(request, follow_up, status=422, elsewhere=form)
