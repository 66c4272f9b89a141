"""Who may set where messages go, asked by pages."""

from nudges.models.address import teams_led_by
from people.models import Team, User


def may_set_rooms(user: User, team: Team) -> bool:
    """The tech leads of a team, and admins."""
    return teams_led_by(user).filter(pk=team.pk).exists()
