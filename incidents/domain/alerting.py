"""What alerts say in the room of an incident. They never resolve one: people do."""

from datetime import datetime

from django.db import transaction

from incidents.domain.locking import lock
from incidents.domain.telling import tell_room
from incidents.models import Incident, Kind, TimelineEntry


@transaction.atomic
def note_alerts(incident: Incident, *, text: str, at: datetime | None = None) -> TimelineEntry:
    """Write what alerts came, or went, on the timeline: from Goldseam, since nobody says it."""
    incident = lock(incident)
    entry = incident.record(Kind.ALERT, text, by=None, at=at)
    tell_room(incident)
    return entry
