"""Who may do what with nudges."""

from people.models import User


def may_see_undelivered(user: User) -> bool:
    """What could not be delivered, without what it says, is an admin's to look after."""
    return user.is_active and user.is_admin
