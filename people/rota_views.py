"""The page of a team's rota."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from people.domain import rota as verbs
from people.http import UserRequest
from people.models import RotaPlace, Team
from people.permissions import may_keep_rota, writers_only
from people.rota_forms import MoveOnRotaForm, RotaForm


@writers_only
@require_GET
def rota(request: UserRequest, team: int) -> HttpResponse:
    this = _find(request, team)
    return _page(request, this, RotaForm(team=this))


@writers_only
@require_POST
def put_on_rota(request: UserRequest, team: int) -> HttpResponse:
    this = _find(request, team)
    form = RotaForm(request.POST, team=this)
    if form.applies(verbs.put_on_rota, this, by=request.user):
        return redirect("people:rota", this.pk)
    return _page(request, this, form, status=422)


@writers_only
@require_POST
def take_off_rota(request: UserRequest, team: int, place: int) -> HttpResponse:
    this = _find(request, team)
    verbs.take_off_rota(get_object_or_404(_places(this), pk=place), by=request.user)
    return redirect("people:rota", this.pk)


@writers_only
@require_POST
def move_on_rota(request: UserRequest, team: int, place: int) -> HttpResponse:
    this = _find(request, team)
    moved = get_object_or_404(_places(this), pk=place)
    MoveOnRotaForm(request.POST).applies(verbs.move_on_rota, moved, by=request.user)
    return redirect("people:rota", this.pk)


def _find(request: UserRequest, number: int) -> Team:
    team = get_object_or_404(Team, pk=number)
    if not may_keep_rota(request.user, team):
        raise PermissionDenied
    return team


def _places(team: Team) -> QuerySet[RotaPlace]:
    return team.rota.in_order().select_related("person", "team")


def _page(request: UserRequest, team: Team, form: RotaForm, *, status: int = 200) -> HttpResponse:
    leads = team.tech_leads.order_by("display_name", "email")
    context = {"team": team, "leads": leads, "places": _places(team), "form": form}
    return render(request, "people/rota.html", context, status=status)
