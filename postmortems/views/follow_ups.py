from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import following_up
from postmortems.forms.follow_ups import FollowUpForm, LetGoForm
from postmortems.views.finding import find, find_follow_up
from postmortems.views.reading import again


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


@writers_only
@require_POST
def complete_follow_up(request: UserRequest, pk: int, follow_up: int) -> HttpResponse:
    this = find_follow_up(request, pk, follow_up)
    form = DomainForm(request.POST)
    if form.applies(following_up.complete_follow_up, this, by=request.user):
        messages.success(request, _("Done. That makes it a little better for everyone."))
        return redirect(f"{this.postmortem.get_absolute_url()}#follow-ups")
    return again(request, pk, refused=form)


@writers_only
@require_GET
def letting_go(request: UserRequest, pk: int, follow_up: int) -> HttpResponse:
    """The page that asks why a follow-up is let go."""
    this = find_follow_up(request, pk, follow_up)
    if not this.is_open:
        return redirect(this.postmortem)
    context = {"postmortem": this.postmortem, "follow_up": this, "form": LetGoForm()}
    return render(request, "postmortems/let_go.html", context)


@writers_only
@require_POST
def let_go(request: UserRequest, pk: int, follow_up: int) -> HttpResponse:
    this = find_follow_up(request, pk, follow_up)
    form = LetGoForm(request.POST)
    if form.applies(following_up.let_go_of_follow_up, this, by=request.user):
        return redirect(f"{this.postmortem.get_absolute_url()}#follow-ups")
    context = {"postmortem": this.postmortem, "follow_up": this, "form": form}
    return render(request, "postmortems/let_go.html", context, status=422)
