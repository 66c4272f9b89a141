"""What people do in the room: join, lead, write, mark."""

from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents import events
from incidents.domain.arriving import arrive
from incidents.domain.locking import lock
from incidents.domain.status_page import announce_soon, check_may_be_public
from incidents.domain.telling import tell, tell_everyone, tell_room
from incidents.models import (
    Incident,
    Kind,
    Participation,
    ResponseRole,
    TimelineEntry,
    Update,
)
from incidents.models.incident import FAR_AWAY, LONG_AGO
from incidents.roles import ROLES
from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User
from webhooks.domain.announcing import announce

REMIND_BEFORE = timedelta(minutes=5)
TWICE_WITHIN = timedelta(minutes=1)
# Who had a role when it was decided to give it to somebody else.
Before = User | None | Literal["anybody"]
# Who says how things are, and so is reminded of it.
SPEAKERS = {ResponseRole.LEAD, ResponseRole.COMMUNICATIONS}


@transaction.atomic
def join_incident(incident: Incident, *, by: User, at: datetime | None = None) -> Participation:
    """Come and help. Joining twice is joining once."""
    incident = lock(incident)
    here, is_new = arrive(incident, by, by=by, at=at)
    if is_new:
        incident.record(Kind.JOINED, _("Joined."), by=by, at=at)
        tell_room(incident)
    return here


@transaction.atomic
def hand_over_role(
    incident: Incident,
    *,
    by: User,
    role: str,
    to: User,
    instead_of: Before = "anybody",
    note: str = "",
    at: datetime | None = None,
) -> Incident:
    """Make somebody lead, speak for the incident or keep its notes.

    `instead_of` is who did so when it was decided, None for nobody; they stay as a
    responder. The incident's row is locked first: of two who hand the same role
    over at once, the later is told who has it since, and decides again.
    """
    incident = lock(incident)
    words = ROLES[ResponseRole(role)]
    if not incident.is_open:
        raise DomainError(_("This incident is over, so it needs no lead and no other roles."))
    if not to.is_active or not to.may_write:
        raise DomainError(_("%(name)s cannot take this on: the account only reads.") % {"name": to})
    people = incident.participations.select_related("user")
    before = [one.user for one in people.filter(role=role)]
    if to in before:
        raise DomainError(words.already % {"name": to})
    if instead_of != "anybody" and before and instead_of not in before:
        raise DomainError(words.meanwhile % {"name": before[-1]})
    if people.filter(user=to, role=ResponseRole.LEAD).exists():
        raise DomainError({"to": _("%(name)s leads. Hand the lead over first.") % {"name": to}})
    for one in before:
        if role == ResponseRole.LEAD or one == (by if instead_of == "anybody" else instead_of):
            _gives_up(incident, one, role)
    _takes_on(incident, to, role, by=by, at=at)
    text = words.now % {"name": to}
    incident.record(Kind.ROLE, f"{text} {note}".strip(), by=by, at=at)
    if to != by:
        tell(incident, role, to=[to], again=timezone.now().isoformat())
    remind_of_update(incident)
    tell_room(incident)
    return incident


def hand_over_lead(
    incident: Incident,
    *,
    by: User,
    to: User,
    instead_of: Before = "anybody",
    note: str = "",
    at: datetime | None = None,
) -> Incident:
    """Make somebody the incident lead; whoever led stays as a responder."""
    return hand_over_role(
        incident, by=by, role=ResponseRole.LEAD, to=to, instead_of=instead_of, note=note, at=at
    )


def _gives_up(incident: Incident, user: User, role: str) -> None:
    incident.participations.filter(user=user).update(role=ResponseRole.RESPONDER)
    if role != ResponseRole.RESPONDER:
        end(role, about=incident, to=user, because="handed on")


def _takes_on(
    incident: Incident, user: User, role: str, *, by: User, at: datetime | None
) -> Participation:
    """Give somebody a role in place of the one they had, and let them be here for it."""
    here, is_new = arrive(incident, user, by=by, role=role, at=at)
    if not is_new:
        _gives_up(incident, user, here.role)
        here.role = ResponseRole(role)
        here.save(update_fields=["role"])
    return here


@transaction.atomic
def take_role(
    incident: Incident,
    *,
    by: User,
    role: str,
    instead_of: Before = "anybody",
    at: datetime | None = None,
) -> Participation:
    """Say what one does here; to be a responder again is to leave a role."""
    if role == ResponseRole.LEAD:
        hand_over_lead(incident, by=by, to=by, instead_of=instead_of, at=at)
        return Participation.objects.get(incident=incident, user=by)
    incident = lock(incident)
    present = incident.participations.filter(user=by).first()
    if present and present.role == role:
        return present
    before = present and ResponseRole(present.role)
    here = _takes_on(incident, by, role, by=by, at=at)
    leaves = role == ResponseRole.RESPONDER and before
    text = str(ROLES[before].left) if leaves and before else f"{here.get_role_display()}."
    incident.record(Kind.ROLE, text, by=by, at=at)
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
    check_year("occurred_at", occurred_at)
    if occurred_at and occurred_at > timezone.now():
        raise DomainError({"occurred_at": _("That time has not come yet.")})
    incident = lock(incident)
    if said := _said_just_now(incident, Kind.NOTE, text, by=by, at=occurred_at):
        return said
    entry = incident.record(Kind.NOTE, text, by=by, at=occurred_at, is_key_moment=is_key_moment)
    tell_room(incident)
    return entry


def check_year(field: str, moment: datetime | None) -> None:
    """Refuse a time that Python or Postgres could not keep."""
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
    incident = lock(entry.incident)
    TimelineEntry.objects.filter(pk=entry.pk).update(is_key_moment=is_key_moment)
    entry.is_key_moment = is_key_moment
    tell_room(incident)
    return entry


@transaction.atomic
def post_update(
    incident: Incident,
    *,
    by: User,
    conditions: str,
    actions: str = "",
    needs: str = "",
    public_text: str = "",
    next_update_at: datetime | None = None,
    at: datetime | None = None,
) -> Update:
    """Say where things stand, and when more will be said.

    Without a time, the severity decides when the next update is due: 30 minutes
    for critical, 60 for major. With `public_text` the status page says so too,
    in those words.
    """
    incident = lock(incident)
    if not incident.is_open:
        raise DomainError(_("This incident is over. A note can still be added."))
    text = Update.words(conditions=conditions, actions=actions, needs=needs)
    said = _said_just_now(incident, Kind.UPDATE, text, by=by, at=at)
    if said and said.update.public_text == public_text:
        return said.update
    check_may_be_public(incident, public_text)
    at = at or timezone.now()
    check_year("next_update_at", next_update_at)
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
        public_text=public_text,
        next_update_at=incident.next_update_at,
        posted_at=at,
    )
    announce_soon(update)
    announce(events.UPDATE_POSTED, update)
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
