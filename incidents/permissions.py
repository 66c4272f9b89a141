"""Who may do what in incidents, asked by pages and API alike.

Whether it can be done as things stand is asked by the domain.
"""

from incidents.models import Service
from people.models import User
from people.permissions import may_write, only


def may_edit_service(user: User, service: Service) -> bool:
    """Admins, and whoever is in the team that looks after it or leads that team."""
    if not may_write(user):
        return False
    team = service.team
    if user.is_admin or team is None:
        return user.is_admin
    return user.team_id == team.pk or team.tech_leads.filter(pk=user.pk).exists()


def may_keep_catalogue(user: User) -> bool:
    """Admins make services and write the checklists that everybody is offered."""
    return may_write(user) and user.is_admin


def may_run_status_page(user: User) -> bool:
    """An admin decides what customers see."""
    return user.is_active and user.is_admin


def may_define_fields(user: User) -> bool:
    """Admins decide what the organisation asks of every incident."""
    return user.is_active and user.is_admin


catalogue_keepers_only = only(may_keep_catalogue)
