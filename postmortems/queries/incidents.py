"""The incidents of a write-up, as a reader may see them."""

from django.db.models import Prefetch, QuerySet

from incidents.models import Incident
from people.models import User


def incidents_for(user: User) -> "Prefetch[str, QuerySet[Incident], str]":
    return Prefetch(
        "incidents", queryset=Incident.objects.visible_to(user).standing().order_by("pk")
    )
