"""From investigating to resolved, and back when it has to be."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import events
from incidents.domain.buddies import end_buddies
from incidents.domain.helping import end_help
from incidents.domain.locking import lock, lock_open
from incidents.domain.room import remind_of_update
from incidents.domain.status_page import announce_soon, check_may_be_public
from incidents.domain.telling import tell, tell_everyone, tell_room, tell_teams
from incidents.models import Incident, Kind, ResponseRole, Severity, Status
from incidents.models.incident import OPEN
from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User
from webhooks.domain.announcing import announce


@transaction.atomic
def change_status(
    incident: Incident, *, by: User, status: str, at: datetime | None = None
) -> Incident:
    """Move an open incident forward; steps may be skipped, and steps back are recorded too.

    The row is locked first: two people pressing the same button together leave
    one timeline entry.
    """
    incident = lock_open(incident)
    if status not in OPEN:
        raise DomainError(_("Resolve or stand down has a form of its own."))
    if status == incident.status:
        label = Status(status).label
        raise DomainError(_("It is marked as %(status)s already.") % {"status": label.lower()})
    at = at or timezone.now()
    incident.status = Status(status)
    if status == Status.MONITORING and incident.mitigated_at is None:
        incident.mitigated_at = at
    incident.save(update_fields=["status", "mitigated_at"])
    incident.record(
        Kind.STATUS, incident.get_status_display() + ".", by=by, at=at, is_key_moment=True
    )
    announce(events.STATUS_CHANGED, incident)
    tell_everyone(incident)
    return incident


@transaction.atomic
def set_severity(
    incident: Incident, *, by: User, severity: str, at: datetime | None = None
) -> Incident:
    """Say how much it hurts, as far as is known now."""
    incident = lock_open(incident)
    if incident.severity == severity:
        return incident
    at = at or timezone.now()
    incident.severity = Severity(severity)
    incident.next_update_at = incident.update_due_after(at)
    incident.save(update_fields=["severity", "next_update_at"])
    label = incident.get_severity_display()
    incident.record(Kind.STATUS, _("Severity: %(severity)s.") % {"severity": label}, by=by, at=at)
    remind_of_update(incident)
    announce(events.SEVERITY_CHANGED, incident)
    tell_everyone(incident)
    return incident


@transaction.atomic
def resolve_incident(
    incident: Incident,
    *,
    by: User,
    summary: str,
    public_text: str = "",
    at: datetime | None = None,
) -> Incident:
    """Mark an open incident resolved, and look after everyone who was in it.

    The row is locked first: two responders pressing the button together must
    leave one timeline entry and one round of nudges, not two.
    """
    return _close(incident, Kind.RESOLVED, by=by, summary=summary, public_text=public_text, at=at)


@transaction.atomic
def stand_down(
    incident: Incident,
    *,
    by: User,
    summary: str,
    public_text: str = "",
    at: datetime | None = None,
) -> Incident:
    """Say that it turned out to be fine. Raising it was still right."""
    return _close(incident, Kind.STOOD_DOWN, by=by, summary=summary, public_text=public_text, at=at)


@transaction.atomic
def reopen_incident(
    incident: Incident, *, by: User, reason: str, at: datetime | None = None
) -> Incident:
    """Open it again, because it is not over after all."""
    incident = lock(incident)
    if incident.is_open:
        raise DomainError(_("This incident is open already."))
    at = at or timezone.now()
    incident.status, incident.resolved_at = Status.INVESTIGATING, None
    incident.next_update_at = incident.update_due_after(at)
    incident.write_up_skipped_because = ""
    incident.save(
        update_fields=["status", "resolved_at", "next_update_at", "write_up_skipped_because"]
    )
    text = _("Reopened. %(reason)s") % {"reason": reason}
    incident.record(Kind.REOPENED, text, by=by, at=at, is_key_moment=True)
    end("check_in", about=incident, because="reopened")
    end("write_up", about=incident, because="reopened")
    remind_of_update(incident)
    announce(events.REOPENED, incident)
    tell_everyone(incident)
    return incident


@transaction.atomic
def skip_write_up(incident: Incident, *, by: User, reason: str) -> Incident:
    """Decide against a write-up, with a reason that stays on the timeline."""
    incident = lock(incident)
    if incident.is_open:
        raise DomainError(_("This can be decided once the incident is over."))
    if incident.write_up_skipped_because == reason:
        return incident
    incident.write_up_skipped_because = reason
    incident.save(update_fields=["write_up_skipped_because"])
    text = _("No write-up this time. %(reason)s") % {"reason": reason}
    incident.record(Kind.WRITE_UP, text, by=by)
    end("write_up", about=incident, because="skipped with a reason")
    tell_room(incident)
    return incident


def _close(
    incident: Incident,
    kind: Kind,
    *,
    by: User,
    summary: str,
    public_text: str,
    at: datetime | None,
) -> Incident:
    incident, status = lock(incident), Status(kind)
    if not incident.is_open:
        raise DomainError(_("This incident is already resolved."))
    check_may_be_public(incident, public_text)
    at = at or timezone.now()
    incident.status, incident.resolved_at, incident.next_update_at = status, at, None
    incident.mitigated_at = incident.mitigated_at or at
    incident.save(update_fields=["status", "resolved_at", "next_update_at", "mitigated_at"])
    text = summary or incident.get_status_display() + "."
    entry = incident.record(kind, text, by=by, at=at, is_key_moment=True)
    if public_text:
        last_word = incident.updates.create(
            entry=entry, conditions=text, public_text=public_text, posted_at=at
        )
        announce_soon(last_word)
    end("update_due", about=incident, because="resolved")
    for role in ("lead", "communications", "scribe"):
        end(role, about=incident, because="resolved")
    end_help(incident)
    end_buddies(incident)
    _look_after_responders(incident, status)
    tell_teams(incident, "team_incident_over", again=str(at))
    announce(events.RESOLVED, incident)
    tell_everyone(incident)
    return incident


def _look_after_responders(incident: Incident, status: Status) -> None:
    here = list(incident.participations.select_related("user"))
    ended = str(incident.resolved_at)
    tell(incident, "check_in", to=[one.user for one in here], again=ended)
    asks_for_write_up = status == Status.RESOLVED and incident.proposes_write_up
    if incident.asks_people and asks_for_write_up and not incident.postmortems.exists():
        leads = [one.user for one in here if one.role == ResponseRole.LEAD]
        owner = leads or [one.user for one in here[:1]]
        tell(incident, "write_up", to=owner, again=ended)
