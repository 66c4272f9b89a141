"""Every verb begins by locking its incident, so that two people at once leave one outcome."""

from django.utils.translation import gettext as _

from incidents.models import Incident
from people.errors import DomainError


def lock(incident: Incident) -> Incident:
    """Lock the row of an incident, or of the one that it was merged into meanwhile.

    Whoever was writing when their incident turned out to be a duplicate has
    written into the one that is left. A duplicate is locked before the incident
    it went into, here and in `merging.py`, so that neither waits for the other.
    """
    locked = Incident.objects.select_for_update().get(pk=incident.pk)
    while locked.merged_into_id is not None:
        locked = Incident.objects.select_for_update().get(pk=locked.merged_into_id)
    return locked


def lock_open(incident: Incident) -> Incident:
    """Lock an incident that must still be open."""
    locked = lock(incident)
    if not locked.is_open:
        raise DomainError(_("This incident is over. Reopen it if it is not."))
    return locked
