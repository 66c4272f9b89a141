"""Who may do what with incidents and services, asked by pages and API alike."""

from people.models import User


def may_run_status_page(user: User) -> bool:
    """An admin decides what customers see."""
    return user.is_active and user.is_admin
