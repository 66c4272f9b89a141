"""Open an incident."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import events
from incidents.domain.care import begin_reach_out
from incidents.domain.helping import ask_for_help
from incidents.domain.telling import tell, tell_lists, tell_teams
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
from incidents.models.incident import LONG_AGO
from people.errors import DomainError
from people.models import User
from webhooks.domain.announcing import announce


def declare_incident(
    *,
    by: User | None,
    title: str,
    undo_path: str = UndoPath.UNKNOWN,
    severity: str = Severity.UNSET,
    services: Iterable[Service] = (),
    mode: str = Mode.LIVE,
    client_token: UUID | None = None,
    started_at: datetime | None = None,
    resolved_at: datetime | None = None,
    is_restricted: bool = False,
    wants_company: bool = False,
    asks_for_help: bool = False,
    says: str = "",
    at: datetime | None = None,
) -> Incident:
    """Open an incident, thank whoever raised it, and ask a senior to look after them.

    By nobody, Goldseam opens it because of an alert; `says` is then what the timeline
    begins with. There is nobody to thank or to look after.

    What is over, for the record, takes when it started and when it was over, as
    far as they are known, and stands in the lists at that time.

    The same `client_token` from the same person is the same incident: a second
    press, or a form sent again after the network was gone, changes nothing. Two
    at once meet at the unique constraint, where the later one waits for the first
    to commit and is then given its row.
    """
    at = at or timezone.now()
    is_over = mode == Mode.RECORD
    _check_times(started_at, resolved_at, is_over=is_over)
    if is_restricted and (by is None or by.is_service):
        raise DomainError(
            {"is_restricted": _("A script is nobody, so nobody would see it. Restrict it later.")}
        )
    if is_over:
        at = started_at or resolved_at or at
    incident = Incident(
        title=title,
        undo_path=undo_path,
        severity=severity,
        status=Status.RESOLVED if is_over else Status.INVESTIGATING,
        mode=mode,
        declared_by=by,
        client_token=client_token,
        is_restricted=is_restricted,
        started_at=min(started_at or at, at),
        detected_at=at,
        declared_at=at,
        resolved_at=(resolved_at or at) if is_over else None,
    )
    incident.next_update_at = incident.update_due_after(at)
    try:
        return _open(
            incident,
            by=by,
            services=services,
            wants_company=wants_company,
            asks_for_help=asks_for_help,
            says=says,
        )
    except IntegrityError:
        if by is None:
            raise
        there = by.declared_incidents.filter(client_token=client_token).first()
        if client_token is None or there is None:
            raise
        return there


def _check_times(
    started_at: datetime | None, resolved_at: datetime | None, *, is_over: bool
) -> None:
    for field, moment in (("started_at", started_at), ("resolved_at", resolved_at)):
        if moment and moment > timezone.now():
            raise DomainError({field: _("That time has not come yet.")})
        if moment and moment < LONG_AGO:
            raise DomainError({field: _("That is too far away. Check the year.")})
    if resolved_at and not is_over:
        raise DomainError({"resolved_at": _("Only what is over has a time when it was over.")})
    if started_at and resolved_at and resolved_at < started_at:
        raise DomainError({"resolved_at": _("It was over after it started. Check both times.")})


@transaction.atomic
def _open(
    incident: Incident,
    *,
    by: User | None,
    services: Iterable[Service],
    wants_company: bool,
    asks_for_help: bool,
    says: str,
) -> Incident:
    at = incident.declared_at
    incident.save(force_insert=True)
    if chosen := list(services):
        incident.services.add(*chosen)
    if by and not by.is_service:
        Participation.objects.create(
            incident=incident, user=by, role=ResponseRole.RESPONDER, joined_at=at
        )
    says = says or (_("Incident opened.") if incident.is_open else _("It happened."))
    incident.record(Kind.OPENED, says, by=by, at=at, is_key_moment=True)
    if incident.resolved_at and incident.resolved_at > at:
        over = incident.resolved_at
        incident.record(Kind.RESOLVED, _("It was over."), by=by, at=over, is_key_moment=True)
    if by:
        tell(incident, "thank_you", to=[by])
    tell_teams(incident, "team_incident_opened")
    announce(events.DECLARED, incident)
    if incident.asks_people:
        if by and not by.is_service:
            begin_reach_out(incident, person=by)
        tell_lists(incident)
    if by and wants_company and incident.is_open:
        ask_for_help(incident, by=by, is_for_company=True)
    if asks_for_help and incident.is_open:
        ask_for_help(incident, by=by)
    return incident
