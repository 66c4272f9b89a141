"""Who may do what with incidents, asked by pages and API alike."""

from people.models import User


def may_define_fields(user: User) -> bool:
    """Admins decide what the organisation asks of every incident."""
    return user.is_active and user.is_admin
