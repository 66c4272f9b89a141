"""Talk about what happened: plan it, move it, call it off, hold it, and keep what was said."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nudges.domain.outbox import end, nudge
from people.errors import DomainError
from people.models import User
from postmortems.domain.locking import lock, tell_readers
from postmortems.domain.recording import record
from postmortems.models import Debrief, DebriefState, Postmortem
from postmortems.queries.debriefs import from_outside, may_come

# What somebody finds in the box for questions; all of it can be changed.
QUESTIONS = (
    gettext_lazy("What did you see first, and what did it look like just then?"),
    gettext_lazy("What made sense to do at that moment, with what you knew?"),
    gettext_lazy("How did you notice that something was different from what you expected?"),
    gettext_lazy("What helped, and what was in the way?"),
    gettext_lazy("What do you know now about our system that you did not know before?"),
    gettext_lazy("How would the next person find out sooner?"),
)


@transaction.atomic
def plan_debrief(
    postmortem: Postmortem,
    *,
    by: User,
    starts_at: datetime,
    minutes: int,
    invited: Iterable[User],
    facilitator: User | None = None,
    place: str = "",
    questions: str = "",
    at: datetime | None = None,
) -> Debrief:
    """Invite people to talk about what happened.

    The write-up is locked, so that a form sent twice plans one debrief. What is
    written down after it took place invites nobody.
    """
    postmortem = lock(postmortem)
    people = _check_people(postmortem, invited, facilitator)
    ends_at = starts_at + timedelta(minutes=minutes)
    planned = postmortem.debriefs.filter(state=DebriefState.PLANNED).first()
    if planned and (planned.starts_at, planned.ends_at) == (starts_at, ends_at):
        return planned
    if planned:
        raise DomainError(_("A debrief is planned already. It can be moved."))
    at = at or timezone.now()
    debrief = postmortem.debriefs.create(
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=by.time_zone,
        place=place,
        planned_by=by,
        facilitator=facilitator,
        questions=questions,
        planned_at=at,
        changed_at=at,
    )
    debrief.invited.set(people)
    record(postmortem, _("A debrief is planned."), by=by, at=at)
    _tell(debrief, "debrief", people)
    tell_readers(postmortem)
    return debrief


@transaction.atomic
def change_debrief(
    debrief: Debrief,
    *,
    by: User,
    starts_at: datetime,
    minutes: int,
    invited: Iterable[User],
    facilitator: User | None = None,
    place: str = "",
    at: datetime | None = None,
) -> Debrief:
    """Move a debrief, or invite others to it. Whoever is affected hears of it once.

    Calendars take the message with the highest `sequence` for the truth, so it rises
    with every change that they show, and with no other.
    """
    debrief = _lock_planned(debrief)
    people = _check_people(debrief.postmortem, invited, facilitator)
    before = set(debrief.invited.all())
    ends_at = starts_at + timedelta(minutes=minutes)
    what = (debrief.starts_at, debrief.ends_at, debrief.place, debrief.facilitator)
    if what == (starts_at, ends_at, place, facilitator) and people == before:
        return debrief
    if debrief.starts_at != starts_at:
        debrief.time_zone = by.time_zone
    debrief.starts_at, debrief.ends_at = starts_at, ends_at
    debrief.place, debrief.facilitator = place, facilitator
    _raise_sequence(debrief, at)
    debrief.invited.set(people)
    end("debrief", about=debrief, because="changed")
    _tell(debrief, "debrief", people)
    _tell(debrief, "debrief_off", before - people)
    return debrief


@transaction.atomic
def cancel_debrief(debrief: Debrief, *, by: User, at: datetime | None = None) -> Debrief:
    """Call a debrief off. Another one can be planned."""
    debrief = _lock_planned(debrief)
    debrief.state = DebriefState.CANCELLED
    _raise_sequence(debrief, at)
    end("debrief", about=debrief, because="called off")
    _tell(debrief, "debrief_off", debrief.invited.all())
    return debrief


@transaction.atomic
def hold_debrief(debrief: Debrief, *, by: User, at: datetime | None = None) -> Debrief:
    """Say that it took place."""
    debrief = _lock_planned(debrief)
    at = at or timezone.now()
    if debrief.starts_at > at:
        raise DomainError(_("It has not begun yet. It can be moved, or called off."))
    debrief.state = DebriefState.HELD
    debrief.save(update_fields=["state"])
    end("debrief", about=debrief, because="held")
    record(debrief.postmortem, _("The debrief was held."), by=by, at=at)
    tell_readers(debrief.postmortem)
    return debrief


@transaction.atomic
def write_debrief(
    debrief: Debrief, *, by: User, revision: int, questions: str, notes: str
) -> Debrief:
    """Keep the questions, and what was said. Calendars are not told.

    `revision` is the one they began from: when somebody else has saved since, nothing
    is written, and what was typed stays in the form.
    """
    debrief = _lock(debrief)
    if (debrief.questions, debrief.notes) == (questions, notes):
        return debrief
    if debrief.revision != revision:
        raise DomainError(
            _(
                "Somebody else wrote here while you were writing. Your words are still here; "
                "where both of you changed something, theirs stand below. Have a look and save "
                "once more."
            ),
            code="revision",
        )
    debrief.questions, debrief.notes = questions, notes
    debrief.revision += 1
    debrief.save(update_fields=["questions", "notes", "revision"])
    tell_readers(debrief.postmortem)
    return debrief


def _check_people(
    postmortem: Postmortem, invited: Iterable[User], facilitator: User | None
) -> set[User]:
    """Refuse who may not see it, and a facilitator who was in it; return all who come."""
    people = set(invited) | ({facilitator} if facilitator else set())
    if not people:
        raise DomainError({"invited": _("Invite at least one person.")})
    welcome = set(may_come(postmortem).filter(pk__in=[one.pk for one in people]))
    for person in sorted(people - welcome, key=lambda one: one.pk):
        text = _("%(name)s cannot see this incident. Somebody in it can let them in.")
        raise DomainError({"invited": text % {"name": person.get_full_name()}})
    if facilitator and not from_outside(postmortem).filter(pk=facilitator.pk).exists():
        text = _("%(name)s was in it. Somebody from outside leads a debrief more easily.")
        raise DomainError({"facilitator": text % {"name": facilitator.get_full_name()}})
    return people


def _lock(debrief: Debrief) -> Debrief:
    """Lock a write-up and then its debrief, in the order in which everybody locks them."""
    postmortem = lock(debrief.postmortem)
    debrief = Debrief.objects.select_for_update().get(pk=debrief.pk)
    debrief.postmortem = postmortem
    return debrief


def _lock_planned(debrief: Debrief) -> Debrief:
    debrief = _lock(debrief)
    if debrief.is_held:
        raise DomainError(_("This debrief was held already."))
    if debrief.is_cancelled:
        raise DomainError(_("This debrief was called off already."))
    return debrief


def _raise_sequence(debrief: Debrief, at: datetime | None) -> None:
    debrief.sequence += 1
    debrief.changed_at = at or timezone.now()
    debrief.save()
    tell_readers(debrief.postmortem)


def _tell(debrief: Debrief, kind: str, people: Iterable[User]) -> None:
    """Tell people what their calendars should know."""
    if not debrief.is_over:
        again = str(debrief.sequence)
        nudge(
            kind,
            about=debrief,
            to=people,
            again=again,
            stays_in_app=debrief.postmortem.is_practice,
        )
