"""Plan follow-ups from a write-up."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import following_up
from postmortems.forms.follow_ups import FollowUpForm
from postmortems.views.finding import find


@writers_only
@require_GET
def plan(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_plan)
    context = {"postmortem": postmortem, "form": FollowUpForm()}
    return render(request, "postmortems/plan.html", context)


@writers_only
@require_POST
def add_follow_up(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_plan)
    form = FollowUpForm(request.POST)
    if form.applies(following_up.add_follow_up, postmortem, by=request.user):
        return redirect(f"{postmortem.get_absolute_url()}#follow-ups")
    context = {"postmortem": postmortem, "form": form}
    return render(request, "postmortems/plan.html", context, status=422)
