"""What other programs can hear about incidents: what the API says of them, and never who."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Update
from webhooks.events import event


def incident_says(incident: Incident) -> dict[str, Any] | None:
    """An incident as the API has it. What is restricted or practice is not told."""
    from incidents.api.incidents import IncidentOut

    if incident.is_restricted or incident.is_practice:
        return None
    return dict(IncidentOut(incident).data) | {"page": page_of(incident)}


def merged_says(incident: Incident) -> dict[str, Any] | None:
    said = incident_says(incident)
    if said is None or incident.merged_into is None:
        return None
    return said | {"merged_into": incident.merged_into.reference}


def update_says(update: Update) -> dict[str, Any] | None:
    """An update, with the incident it is of. One that was withdrawn is not told any more."""
    from incidents.api.timeline import UpdateOut

    incident = update.incident
    if incident.is_restricted or incident.is_practice or update.entry.is_withdrawn:
        return None
    return dict(UpdateOut(update).data) | {
        "incident": incident.reference,
        "page": page_of(incident),
    }


def page_of(thing: Any) -> str:
    """The whole address of a page: whoever reads it is elsewhere."""
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


DECLARED = event("incident.declared", _("An incident is declared"), says=incident_says, rank=10)
UPDATED = event(
    "incident.updated",
    _("Its title, services, times or way to undo it change"),
    says=incident_says,
    rank=11,
)
STATUS_CHANGED = event(
    "incident.status_changed", _("Its status changes"), says=incident_says, rank=12
)
SEVERITY_CHANGED = event(
    "incident.severity_changed", _("Its severity changes"), says=incident_says, rank=13
)
UPDATE_POSTED = event("update.posted", _("An update is posted"), says=update_says, rank=14)
RESOLVED = event(
    "incident.resolved", _("It is resolved, or stood down"), says=incident_says, rank=15
)
REOPENED = event("incident.reopened", _("It is opened again"), says=incident_says, rank=16)
MERGED = event("incident.merged", _("It is merged into another one"), says=merged_says, rank=17)
