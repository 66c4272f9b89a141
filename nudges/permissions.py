"""Who may do what with messages, asked by pages and API alike."""

from nudges.models.address import teams_led_by
from people.models import Team, User


def may_be_told(user: User) -> bool:
    """People are told things; the account of a script is nobody, and has no list."""
    return user.is_active and not user.is_service


def may_set_rooms(user: User, team: Team) -> bool:
    """The tech leads of a team, and admins."""
    return teams_led_by(user).filter(pk=team.pk).exists()


def may_see_undelivered(user: User) -> bool:
    """What could not be delivered, without what it says, is an admin's to look after."""
    return user.is_active and user.is_admin
