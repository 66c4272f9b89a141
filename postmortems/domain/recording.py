"""What happens to a write-up is history of its incidents."""

from datetime import datetime

from django.utils import timezone

from incidents.domain.locking import lock_several
from incidents.domain.telling import tell_room
from incidents.models import Kind
from people.models import User
from postmortems.models import Postmortem


def record(postmortem: Postmortem, text: str, *, by: User, at: datetime | None = None) -> None:
    """Say it on the timeline of each incident the write-up is about."""
    for incident in lock_several(postmortem.incidents.order_by("pk")):
        incident.record(Kind.WRITE_UP, text, by=by, at=at or timezone.now())
        tell_room(incident)
