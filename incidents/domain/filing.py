"""Open an incident."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.care import begin_reach_out
from incidents.domain.telling import tell, tell_lists
from incidents.models import (
    Incident,
    Kind,
    Mode,
    Participation,
    ResponseRole,
    Service,
    Severity,
    Status,
    UndoPath,
)
from people.models import User


def declare_incident(
    *,
    by: User,
    title: str,
    undo_path: str = UndoPath.UNKNOWN,
    severity: str = Severity.UNSET,
    services: Iterable[Service] = (),
    mode: str = Mode.LIVE,
    client_token: UUID | None = None,
    at: datetime | None = None,
) -> Incident:
    """Open an incident, thank whoever raised it, and ask a senior to look after them.

    The same `client_token` from the same person is the same incident: a second
    press, or a form sent again after the network was gone, changes nothing. Two
    at once meet at the unique constraint, where the later one waits for the first
    to commit and is then given its row.
    """
    at = at or timezone.now()
    over = mode == Mode.RECORD
    incident = Incident(
        title=title,
        undo_path=undo_path,
        severity=severity,
        status=Status.RESOLVED if over else Status.INVESTIGATING,
        mode=mode,
        declared_by=by,
        client_token=client_token,
        started_at=at,
        detected_at=at,
        declared_at=at,
        resolved_at=at if over else None,
    )
    incident.next_update_at = incident.update_due_after(at)
    try:
        return _open(incident, by=by, services=services)
    except IntegrityError:
        there = by.declared_incidents.filter(client_token=client_token).first()
        if client_token is None or there is None:
            raise
        return there


@transaction.atomic
def _open(incident: Incident, *, by: User, services: Iterable[Service]) -> Incident:
    at = incident.declared_at
    incident.save(force_insert=True)
    if chosen := list(services):
        incident.services.add(*chosen)
    Participation.objects.create(
        incident=incident, user=by, role=ResponseRole.RESPONDER, joined_at=at
    )
    incident.record(Kind.OPENED, _("Incident opened."), by=by, at=at, is_key_moment=True)
    tell(incident, "thank_you", to=[by])
    if incident.asks_people:
        begin_reach_out(incident, person=by)
        tell_lists(incident)
    return incident
