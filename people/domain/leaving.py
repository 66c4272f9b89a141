"""Take somebody off the teams that they lead and the rotas on which they are."""

from django.db import transaction

from people.domain.rota import put_on_rota, take_off_rota
from people.models import RotaPlace, Team, User


@transaction.atomic
def hand_on_teams(user: User, *, by: User, to: User | None) -> None:
    """Let somebody else lead, and be on the rota, or leave the place to the others there."""
    for team in Team.objects.filter(tech_leads=user).order_by("pk"):
        if to:
            team.tech_leads.add(to)
        team.tech_leads.remove(user)
    for place in RotaPlace.objects.filter(person=user).select_related("team").order_by("team_id"):
        team = take_off_rota(place, by=by)
        if to:
            put_on_rota(team, by=by, person=to)
