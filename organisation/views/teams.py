"""Teams, as admins keep them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisation.domain import teams as verbs
from organisation.forms.members import TeamForm
from organisation.permissions import keepers_only
from organisation.queries.members import list_teams
from people.forms import DomainForm
from people.http import UserRequest
from people.models import Team


@keepers_only
@require_GET
def teams(request: UserRequest) -> HttpResponse:
    return render(request, "organisation/teams.html", {"teams": list_teams()})


@keepers_only
@require_GET
def new_team(request: UserRequest) -> HttpResponse:
    return _team(request, None, TeamForm())


@keepers_only
@require_POST
def make_team(request: UserRequest) -> HttpResponse:
    form = TeamForm(request.POST)
    if form.applies(verbs.make_team, by=request.user):
        return redirect("organisation:teams")
    return _team(request, None, form, status=422)


@keepers_only
@require_GET
def team(request: UserRequest, team: int) -> HttpResponse:
    this = get_object_or_404(Team, pk=team)
    return _team(request, this, TeamForm(initial=TeamForm.known_of(this)))


@keepers_only
@require_POST
def change_team(request: UserRequest, team: int) -> HttpResponse:
    this, form = get_object_or_404(Team, pk=team), TeamForm(request.POST)
    if form.applies(verbs.change_team, this, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("organisation:teams")
    return _team(request, this, form, status=422)


@keepers_only
@require_POST
def delete_team(request: UserRequest, team: int) -> HttpResponse:
    this, refused = get_object_or_404(Team, pk=team), DomainForm(request.POST)
    if refused.applies(verbs.delete_team, this, by=request.user):
        messages.success(request, _("The team is gone."))
        return redirect("organisation:teams")
    form = TeamForm(initial=TeamForm.known_of(this))
    return _team(request, this, form, refused=refused, status=422)


def _team(
    request: UserRequest,
    team: Team | None,
    form: TeamForm,
    *,
    refused: DomainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    kept = verbs.what_keeps(team) if team else ""
    context = {"team": team, "form": form, "refused": refused, "what_keeps": kept}
    return render(request, "organisation/team.html", context, status=status)
