"""Begin a write-up from what its incident already knows."""

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.domain.locking import lock
from incidents.domain.telling import tell_room
from incidents.models import Incident, Kind, ResponseRole
from nudges.domain.outbox import end, nudge
from people.errors import DomainError
from people.models import User
from postmortems.models import Postmortem, Status


@transaction.atomic
def start_postmortem(incident: Incident, *, by: User, at: datetime | None = None) -> Postmortem:
    """Draft the write-up of an incident that is over, or return the one there is.

    The key moments, the times, the updates and the people, as roles, are copied:
    the draft is theirs to change, the timeline stays as it was. The incident's
    row is locked, so that two people who start at once share one draft.
    """
    incident = lock(incident)
    if incident.is_open:
        raise DomainError(_("The write-up begins when the incident is over."))
    if existing := incident.postmortems.first():
        _end_reminders(incident, existing)
        return existing
    at = at or timezone.now()
    postmortem = Postmortem.objects.create(
        title=incident.title,
        what_happened=_draft_of_what_happened(incident),
        impact=_draft_of_impact(incident),
        created_at=at,
        saved_at=at,
    )
    postmortem.incidents.add(incident)
    postmortem.authors.add(by)
    incident.record(Kind.WRITE_UP, _("The write-up has begun."), by=by, at=at)
    _hand_reminder_to(by, incident)
    tell_room(incident)
    return postmortem


def _hand_reminder_to(author: User, incident: Incident) -> None:
    end("write_up", about=incident, because="somebody has begun")
    if incident.asks_people:
        nudge("write_up", about=incident, to=[author], again="begun")


def _end_reminders(incident: Incident, postmortem: Postmortem) -> None:
    """Nobody need begin what is there. Its authors hear of a draft until it is in review."""
    reminded = User.objects.filter(nudges__kind="write_up", nudges__about_id=incident.pk)
    if postmortem.status == Status.DRAFT:
        reminded = reminded.exclude(postmortems=postmortem)
    for person in reminded.distinct():
        end("write_up", about=incident, because="there is one already", to=person)


def _draft_of_what_happened(incident: Incident) -> str:
    """The times, who was there in which role, and the key moments, as Markdown."""
    parts = [_times(incident), _roles(incident), _key_moments(incident)]
    return "\n\n".join(part for part in parts if part)


def _times(incident: Incident) -> str:
    known = [
        (_("Started"), incident.started_at),
        (_("Detected"), incident.detected_at),
        (_("Declared"), incident.declared_at),
        (_("Mitigated"), incident.mitigated_at),
        (_("Resolved"), incident.resolved_at),
    ]
    return "\n".join(f"- {name}: {_moment(moment)}" for name, moment in known if moment)


def _roles(incident: Incident) -> str:
    """Who was there, by role and number, never by name."""
    counted = Counter(incident.participations.values_list("role", flat=True))
    people = []
    for role in ResponseRole:
        if role == ResponseRole.RESPONDER and counted[role]:
            count = counted[role]
            people.append(ngettext("%d responder", "%d responders", count) % count)
        elif counted[role]:
            people.append(str(role.label).lower())
    return _("In the response: %(people)s.") % {"people": ", ".join(people)} if people else ""


def _key_moments(incident: Incident) -> str:
    lines = []
    for entry in incident.timeline.key_moments().oldest_first():
        text = "\n  ".join(entry.text.strip().splitlines())
        lines.append(f"- **{_moment(entry.occurred_at)}** {text}")
    return "\n".join(lines)


def _draft_of_impact(incident: Incident) -> str:
    """What the updates said of how things were, oldest first."""
    updates = incident.updates.standing().order_by("posted_at", "pk")
    return "\n\n".join(
        f"**{_moment(update.posted_at)}** {update.conditions.strip()}" for update in updates
    )


def _moment(at: datetime) -> str:
    """A time as a reader anywhere understands it, with its zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j M Y, H:i')} {local.tzname()}"
