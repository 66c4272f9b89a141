"""Who may do what with the organisation's own affairs, asked by pages and API alike."""

from people.models import User
from people.permissions import only


def may_keep_organisation(user: User) -> bool:
    """Admins keep settings, people, tokens and connections."""
    return user.is_active and user.is_admin


keepers_only = only(may_keep_organisation)
