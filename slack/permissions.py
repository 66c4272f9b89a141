"""Who may do what with the connection to Slack, asked by pages."""

from people.models import User
from people.permissions import only


def may_set_up_slack(user: User) -> bool:
    return user.is_active and user.is_admin


admins_only = only(may_set_up_slack)
