"""What every view of an incident begins with."""

from django.shortcuts import get_object_or_404

from incidents.models import Incident
from people.http import UserRequest


def find(request: UserRequest, number: int) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user), pk=number)
