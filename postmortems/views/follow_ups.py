"""Plan follow-ups from a write-up."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import following_up
from postmortems.forms.follow_ups import FollowUpForm
from postmortems.models import Postmortem
from postmortems.queries.naming import name_in_lines
from postmortems.views.finding import find


@writers_only
@require_GET
def plan(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_plan)
    return _page(request, postmortem, FollowUpForm())


@writers_only
@require_POST
def add_follow_up(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_plan)
    form = FollowUpForm(request.POST)
    if form.applies(following_up.add_follow_up, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}#follow-ups")
    return _page(request, postmortem, form, status=422)


def _page(
    request: UserRequest, postmortem: Postmortem, form: FollowUpForm, *, status: int = 200
) -> HttpResponse:
    name_in_lines([postmortem])
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/plan.html", context, status=status)
