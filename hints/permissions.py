"""Who may do what with the lens, asked by pages and API alike."""

from people.models import User
from people.permissions import only


def may_keep_rules(user: User) -> bool:
    """Admins decide which rules the lens leaves out for everybody."""
    return user.is_active and user.is_admin


keepers_only = only(may_keep_rules)
