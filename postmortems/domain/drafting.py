"""Begin a write-up from what its incident already knows."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.domain.locking import lock_several
from incidents.domain.telling import tell_room
from incidents.models import Incident, Kind, ResponseRole
from nudges.domain.outbox import end, nudge
from people.errors import DomainError
from people.models import User
from postmortems.domain.moments import copy_moments
from postmortems.models import Form, Postmortem, Status, Template


@transaction.atomic
def start_postmortem(
    incident: Incident,
    *,
    by: User,
    template: Template | None = None,
    others: Iterable[Incident] = (),
    at: datetime | None = None,
) -> Postmortem:
    """Draft the write-up of an incident that is over, or return the one there is.

    The key moments become its own timeline; the times, the updates and the people,
    as roles, are copied behind what the template begins with. All of it is theirs to
    change, the incident stays as it was. `others` are told of in the same write-up.
    The incidents are locked, so that two people who start at once share one draft.
    """
    incident, *others = lock_several([incident, *others])
    if incident.is_open:
        raise DomainError(_("The write-up begins when the incident is over."))
    if existing := incident.postmortems.first():
        end_reminders(incident, existing)
        return existing
    for other in others:
        check_belongs(other, incident)
    at = at or timezone.now()
    incidents = [incident, *others]
    postmortem = Postmortem.objects.create(
        title=incident.title,
        form=template.form if template else Form.FULL,
        template=template,
        created_at=at,
        saved_at=at,
        **_draft(incidents, template),
    )
    postmortem.incidents.add(*incidents)
    postmortem.authors.add(by)
    copy_moments(postmortem)
    for one in incidents:
        one.record(Kind.WRITE_UP, _("The write-up has begun."), by=by, at=at)
        _hand_reminder_to(by, one)
        tell_room(one)
    return postmortem


def check_belongs(incident: Incident, beside: Incident) -> None:
    """Refuse to tell of an incident in the write-up of another one, where that mixes things up."""
    if incident.is_open:
        text = _("%s is not over yet. It can be added when it is.")
        raise DomainError(text % incident.reference)
    if incident.is_practice != beside.is_practice:
        raise DomainError(_("One of them is practice and the other is not."))


def _hand_reminder_to(author: User, incident: Incident) -> None:
    end("write_up", about=incident, because="somebody has begun")
    if incident.asks_people:
        nudge("write_up", about=incident, to=[author], again="begun")


def end_reminders(incident: Incident, postmortem: Postmortem) -> None:
    """Nobody need begin what is there. Its authors hear of a draft until it is in review."""
    reminded = User.objects.filter(nudges__kind="write_up", nudges__about_id=incident.pk)
    if postmortem.status == Status.DRAFT:
        reminded = reminded.exclude(postmortems=postmortem)
    for person in reminded.distinct():
        end("write_up", about=incident, because="there is one already", to=person)


def _draft(incidents: list[Incident], template: Template | None) -> dict[str, str]:
    """What each section begins with: the template's words, then what the incidents know."""
    known = {
        "what_happened": _several(incidents, _what_happened),
        "impact": _several(incidents, _impact),
    }
    texts = template.texts if template else {}
    both = {name: (texts.get(name, ""), known.get(name, "")) for name in {**texts, **known}}
    return {name: "\n\n".join(part for part in parts if part) for name, parts in both.items()}


def _several(incidents: list[Incident], part: Callable[[Incident], str]) -> str:
    """A part of each incident; where there are several, each under its reference."""
    parts = {one.reference: text for one in incidents if (text := part(one))}
    if len(incidents) == 1:
        return "".join(parts.values())
    return "\n\n".join(f"### {reference}\n\n{text}" for reference, text in parts.items())


def _what_happened(incident: Incident) -> str:
    """The times, and who was there in which role."""
    return "\n\n".join(part for part in (_times(incident), _roles(incident)) if part)


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


def _impact(incident: Incident) -> str:
    """What the updates said of how things were, oldest first."""
    updates = incident.updates.standing().order_by("posted_at", "pk")
    return "\n\n".join(
        f"**{_moment(update.posted_at)}** {update.conditions.strip()}" for update in updates
    )


def _moment(at: datetime) -> str:
    """A time as a reader anywhere understands it, with its zone."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j M Y, H:i')} {local.tzname()}"
