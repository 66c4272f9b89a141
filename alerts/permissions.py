"""Who may connect what sends alerts, asked by pages and API alike."""

from people.models import User
from people.permissions import only


def may_keep_alerts(user: User) -> bool:
    """Admins decide what may open an incident by itself."""
    return user.is_active and user.is_admin


keepers_only = only(may_keep_alerts)
