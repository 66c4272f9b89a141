"""Who may do what with webhooks, asked by pages and API alike."""

from people.models import User
from people.permissions import only


def may_keep_webhooks(user: User) -> bool:
    """What other programs hear is an admin's to decide."""
    return user.is_active and user.is_admin


keepers_only = only(may_keep_webhooks)
