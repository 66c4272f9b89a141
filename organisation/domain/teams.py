"""Teams: made, renamed, led, and let go of when nobody and nothing is left in them."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import Service
from learning.models import Cell, ReadingPath
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import Team, User

TEAM_MADE = action("people.team_made", gettext_lazy("Team made"))
TEAM_CHANGED = action("people.team_changed", gettext_lazy("Team changed"))
TEAM_DELETED = action("people.team_deleted", gettext_lazy("Team deleted"))


@transaction.atomic
def make_team(*, by: User, name: str, tech_leads: Iterable[User] = ()) -> Team:
    """Make a team. Of two with the same name at once, one is made."""
    team = Team(name=" ".join(name.split()))
    _keep(team)
    team.tech_leads.set(tech_leads)
    note(TEAM_MADE, by=by, about=team, name=team.name)
    return team


@transaction.atomic
def change_team(team: Team, *, by: User, name: str, tech_leads: Iterable[User]) -> Team:
    """Say what a team is called and who leads it; people and services stay in it."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    before, leads = team.name, {lead.pk for lead in tech_leads}
    led_by = set(team.tech_leads.values_list("pk", flat=True))
    team.name = " ".join(name.split())
    _keep(team)
    team.tech_leads.set(leads)
    changed = {"name": team.name} if team.name != before else {}
    if changed or led_by != leads:
        note(TEAM_CHANGED, by=by, about=team, leads=len(leads), **changed)
    return team


@transaction.atomic
def delete_team(team: Team, *, by: User) -> None:
    """Let a team go that nobody is in and nothing belongs to."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if held := what_keeps(team):
        raise DomainError(held)
    note(TEAM_DELETED, by=by, about=team, name=team.name)
    team.delete()


def what_keeps(team: Team) -> str:
    """Why a team cannot go, or nothing."""
    if team.members.filter(erased_at=None).exists():
        return _("There are people in it, or there were. Give them another team first.")
    if Service.objects.filter(team=team).exists():
        return _("It looks after services. Give them another team first.")
    if ReadingPath.objects.filter(team=team).exists():
        return _("It has a reading path. Give that to everybody first.")
    if Cell.objects.filter(team=team).exists():
        return _("The insights have counted with it, and keep their quarters. So it stays.")
    return ""


def _keep(team: Team) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError:
        raise DomainError({"name": _("There is a team of that name already.")}) from None
