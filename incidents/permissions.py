"""Who may do what in incidents, asked by pages and API alike."""

from incidents.models import Incident
from people.models import User
from people.permissions import may_write


def may_respond(user: User, incident: Incident) -> bool:
    """Anyone who may write may come and help."""
    return may_write(user)
