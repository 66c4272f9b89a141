"""Let one write-up tell of several incidents."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.locking import lock_several, standing_number
from incidents.domain.restricting import hush_the_others
from incidents.domain.telling import tell_room
from incidents.models import Incident, Kind
from people.errors import DomainError
from people.models import User
from postmortems.domain.drafting import check_belongs, end_reminders
from postmortems.domain.locking import lock_editable, tell_readers
from postmortems.models import Postmortem


@transaction.atomic
def add_incident(
    postmortem: Postmortem,
    *,
    by: User,
    incident: Incident,
    is_understood: bool = False,
    at: datetime | None = None,
) -> Postmortem:
    """Let a write-up tell of one more incident. Adding it twice is adding it once.

    No word changes: its moments come with "Refresh from the incident", when somebody
    wants them. With a restricted one the write-up is hidden from everybody who does
    not see that, so whoever adds it says that they know (`is_understood`).
    """
    postmortem = lock_editable(postmortem)
    here = list(postmortem.incidents.standing())
    incident, *here = lock_several([incident, *(one for one in here if one != incident)])
    if postmortem.incidents.filter(pk=incident.pk).exists():
        return postmortem
    if here:
        check_belongs(incident, here[0])
    _check_is_understood(incident, is_understood=is_understood)
    tell_readers(postmortem)
    postmortem.incidents.add(incident)
    end_reminders(incident, postmortem)
    _note(incident, here, _("In one write-up with %s."), by=by, at=at)
    if incident.is_restricted:
        hush_the_others(incident)
    tell_readers(postmortem)
    return postmortem


@transaction.atomic
def take_incident_out(
    postmortem: Postmortem,
    *,
    by: User,
    incident: Incident,
    is_understood: bool = False,
    at: datetime | None = None,
) -> Postmortem:
    """Let a write-up tell of an incident no more. Taking it out twice is taking it out once.

    What was copied from its timeline waits out of sight, edited or not, and is there
    again when the incident is. What people wrote in the sections stays, and without a
    restricted incident more people read it, so whoever takes one out says that they know.
    """
    postmortem = lock_editable(postmortem)
    here = list(postmortem.incidents.standing())
    incident, *rest = lock_several([incident, *(one for one in here if one != incident)])
    if not postmortem.incidents.filter(pk=incident.pk).exists():
        return postmortem
    if not rest:
        raise DomainError(_("A write-up is about at least one incident. Add another one first."))
    _check_is_understood(incident, is_understood=is_understood)
    tell_readers(postmortem)
    merged = postmortem.incidents.filter(merged_into__isnull=False)
    postmortem.incidents.remove(
        incident, *(one for one in merged if standing_number(one.pk) == incident.pk)
    )
    _note(incident, rest, _("No longer in one write-up with %s."), by=by, at=at)
    tell_readers(postmortem)
    return postmortem


def _check_is_understood(incident: Incident, *, is_understood: bool) -> None:
    if incident.is_restricted and not is_understood:
        text = _("%s is restricted: read what that means for the write-up first.")
        raise DomainError(text % incident.reference, code="restricted")


def _note(
    incident: Incident, here: list[Incident], text: str, *, by: User, at: datetime | None
) -> None:
    """Say so on all timelines, by reference, and nowhere of a restricted one but on its own."""
    at = at or timezone.now()
    for one in here:
        if not incident.is_restricted:
            one.record(Kind.WRITE_UP, text % incident.reference, by=by, at=at)
        tell_room(one)
    others = [one.reference for one in here if not one.is_restricted]
    if others:
        incident.record(Kind.WRITE_UP, text % ", ".join(others), by=by, at=at)
    tell_room(incident)
