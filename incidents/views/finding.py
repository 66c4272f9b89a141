"""What every view of an incident begins with."""

from django.http import Http404

from incidents.models import Incident
from incidents.queries.references import standing
from people.http import UserRequest


def find(request: UserRequest, number: int) -> Incident:
    """The incident of a number, or the one it was merged into, for those who may see it."""
    incident = standing(request.user, number)
    if incident is None:
        raise Http404
    return incident
