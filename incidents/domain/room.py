"""What people do in the room: join, lead, write, mark."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.locking import lock
from incidents.domain.telling import tell
from incidents.models import (
    Incident,
    Kind,
    Participation,
    ResponseRole,
    TimelineEntry,
    Update,
)
from incidents.models.incident import FAR_AWAY, LONG_AGO
from live import publish
from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User

REMIND_BEFORE = timedelta(minutes=5)
TWICE_WITHIN = timedelta(minutes=1)
# Who says how things are, and so is reminded of it.
SPEAKERS = {ResponseRole.LEAD, ResponseRole.COMMUNICATIONS}


def tell_room(incident: Incident) -> None:
    """Let every open screen of the room fetch it again."""
    publish(f"incident:{incident.pk}", "room")


def tell_everyone(incident: Incident) -> None:
    """Let the room's screens, and every list that shows the incident, fetch again."""
    tell_room(incident)
    publish("incidents", "incidents")


@transaction.atomic
def join_incident(incident: Incident, *, by: User, at: datetime | None = None) -> Participation:
    """Come and help. Joining twice is joining once."""
    here, is_new = Participation.objects.get_or_create(
        incident=incident, user=by, defaults={"joined_at": at or timezone.now()}
    )
    if is_new:
        incident.record(Kind.JOINED, _("Joined."), by=by, at=at)
        tell_room(incident)
    return here


@transaction.atomic
def hand_over_lead(
    incident: Incident, *, by: User, to: User, note: str = "", at: datetime | None = None
) -> Incident:
    """Make somebody the incident lead; whoever led stays as a responder.

    The incident's row is locked first, so that two people who take the lead at
    the same moment leave one lead, the later.
    """
    incident = lock(incident)
    if not incident.is_open:
        raise DomainError(_("This incident is over, so it needs no lead."))
    if not to.is_active or not to.may_write:
        raise DomainError(_("%(name)s cannot lead an incident.") % {"name": to})
    people = incident.participations
    leading = people.filter(role=ResponseRole.LEAD).select_related("user").first()
    if leading and leading.user == to:
        raise DomainError(_("%(name)s leads this incident already.") % {"name": to})
    people.filter(role=ResponseRole.LEAD).update(role=ResponseRole.RESPONDER)
    Participation.objects.update_or_create(
        incident=incident,
        user=to,
        defaults={"role": ResponseRole.LEAD},
        create_defaults={"role": ResponseRole.LEAD, "joined_at": at or timezone.now()},
    )
    text = _("%(name)s leads now.") % {"name": to}
    incident.record(Kind.ROLE, f"{text} {note}".strip(), by=by, at=at)
    end("lead", about=incident, because="handed on")
    if to != by:
        tell(incident, "lead", to=[to], again=timezone.now().isoformat())
    remind_of_update(incident)
    tell_room(incident)
    return incident


@transaction.atomic
def take_role(
    incident: Incident, *, by: User, role: str, at: datetime | None = None
) -> Participation:
    """Say what one does here: communications, scribe or responder."""
    if role == ResponseRole.LEAD:
        hand_over_lead(incident, by=by, to=by, at=at)
        return Participation.objects.get(incident=incident, user=by)
    incident = lock(incident)
    present = incident.participations.filter(user=by).first()
    if present and present.role == role:
        return present
    before = present and present.role
    here, _new = Participation.objects.update_or_create(
        incident=incident,
        user=by,
        defaults={"role": role},
        create_defaults={"role": role, "joined_at": at or timezone.now()},
    )
    incident.record(Kind.ROLE, _("%(role)s.") % {"role": here.get_role_display()}, by=by, at=at)
    if SPEAKERS & {before, role}:
        remind_of_update(incident)
    tell_room(incident)
    return here


@transaction.atomic
def add_note(
    incident: Incident,
    *,
    by: User,
    text: str,
    occurred_at: datetime | None = None,
    is_key_moment: bool = False,
) -> TimelineEntry:
    """Write down something that happened or was seen, now or at the time given.

    The incident's row is locked, so that a form sent twice is one note.
    """
    _check_year("occurred_at", occurred_at)
    if occurred_at and occurred_at > timezone.now():
        raise DomainError({"occurred_at": _("That time has not come yet.")})
    incident = lock(incident)
    if said := _said_just_now(incident, Kind.NOTE, text, by=by, at=occurred_at):
        return said
    entry = incident.record(Kind.NOTE, text, by=by, at=occurred_at, is_key_moment=is_key_moment)
    tell_room(incident)
    return entry


def _check_year(field: str, moment: datetime | None) -> None:
    if moment and not LONG_AGO <= moment < FAR_AWAY:
        raise DomainError({field: _("That is too far away. Check the year.")})


def _said_just_now(
    incident: Incident, kind: Kind, text: str, *, by: User, at: datetime | None
) -> TimelineEntry | None:
    """The same words by the same person a moment ago: a button was pressed twice."""
    entries = incident.timeline.filter(
        kind=kind, text=text, author=by, recorded_at__gt=timezone.now() - TWICE_WITHIN
    )
    return (entries.filter(occurred_at=at) if at else entries).first()


@transaction.atomic
def mark_key_moment(entry: TimelineEntry, *, by: User, is_key_moment: bool) -> TimelineEntry:
    """Mark an entry as one that a reader needs to follow the story, or unmark it."""
    TimelineEntry.objects.filter(pk=entry.pk).update(is_key_moment=is_key_moment)
    entry.is_key_moment = is_key_moment
    tell_room(entry.incident)
    return entry


@transaction.atomic
def post_update(
    incident: Incident,
    *,
    by: User,
    conditions: str,
    actions: str = "",
    needs: str = "",
    next_update_at: datetime | None = None,
    at: datetime | None = None,
) -> Update:
    """Say where things stand, and when more will be said.

    Without a time, the severity decides when the next update is due: 30 minutes
    for critical, 60 for major.
    """
    incident = lock(incident)
    if not incident.is_open:
        raise DomainError(_("This incident is over. A note can still be added."))
    text = "\n\n".join(part for part in (conditions, actions, needs) if part)
    if said := _said_just_now(incident, Kind.UPDATE, text, by=by, at=at):
        return said.update
    at = at or timezone.now()
    _check_year("next_update_at", next_update_at)
    if next_update_at and next_update_at <= at:
        raise DomainError({"next_update_at": _("The next update is later than this one.")})
    incident.next_update_at = next_update_at or incident.update_due_after(at)
    incident.save(update_fields=["next_update_at"])
    entry = incident.record(Kind.UPDATE, text, by=by, at=at)
    update = Update.objects.create(
        entry=entry,
        incident=incident,
        conditions=conditions,
        actions=actions,
        needs=needs,
        next_update_at=incident.next_update_at,
        posted_at=at,
    )
    remind_of_update(incident)
    tell_everyone(incident)
    return update


def remind_of_update(incident: Incident) -> None:
    """Plan the reminder for the next update, in place of any that was planned before."""
    end("update_due", about=incident, because="planned anew")
    if incident.next_update_at is None:
        return
    due = incident.next_update_at
    speakers = [
        here.user
        for here in incident.participations.select_related("user").filter(role__in=SPEAKERS)
    ]
    moment = f"{due.isoformat()} {timezone.now().isoformat()}"
    tell(incident, "update_due", to=speakers, at=due - REMIND_BEFORE, again=moment)
