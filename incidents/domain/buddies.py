"""Somebody sits beside whoever is in their first incident. Only the two of them see it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.arriving import arrive
from incidents.domain.locking import lock, lock_open
from incidents.domain.telling import tell, tell_in_private, tell_room
from incidents.models import Buddy, Incident, Mode
from incidents.queries.companions import companions_anywhere, companions_near
from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User

WIDENS_AFTER = timedelta(minutes=10)


@transaction.atomic
def ask_for_buddy(incident: Incident, *, by: User) -> Buddy:
    """Ask for somebody who has been through it to sit beside a first-time filer.

    A few who are near and at work are asked at once, and wider once if none of them
    comes. The incident is locked: two presses at once ask once.
    """
    incident = lock_open(incident)
    if not (incident.asks_people and is_first_of(by, incident)):
        raise DomainError(
            _("A buddy is for the first incident somebody opens. Ask for a hand in the room.")
        )
    if there := incident.buddies.filter(person=by, ended_at=None).first():
        return there
    buddy = Buddy.objects.create(incident=incident, person=by)
    _ask(buddy, companions_near(buddy, at=buddy.asked_at))
    if buddy.asked.exists():
        buddy.widen_at = buddy.asked_at + WIDENS_AFTER
        buddy.save(update_fields=["widen_at"])
    else:
        _ask(buddy, companions_anywhere(buddy, at=buddy.asked_at))
    tell_in_private(by)
    return buddy


def is_first_of(person: User, incident: Incident) -> bool:
    """Whether it is the first incident that somebody opened, other than for practice."""
    real = Incident.objects.filter(declared_by=person).exclude(mode=Mode.PRACTICE)
    return incident.declared_by_id == person.pk and not real.filter(pk__lt=incident.pk).exists()


@transaction.atomic
def sit_with(buddy: Buddy, *, by: User) -> Buddy:
    """Be somebody's buddy, and in the incident. Of several who press at once, one is."""
    incident, buddy = _lock(buddy)
    if buddy.buddy == by and buddy.ended_at is None:
        return buddy
    if by == buddy.person or not buddy.asked.filter(pk=by.pk).exists():
        raise DomainError(_("Whoever was asked can say this."))
    if not buddy.is_open:
        raise DomainError(_("They are looked after now. Thank you for wanting to."))
    buddy.buddy, buddy.found_at, buddy.widen_at = by, timezone.now(), None
    buddy.save(update_fields=["buddy", "found_at", "widen_at"])
    arrive(incident, by, by=by)
    end("buddy_wanted", about=buddy, because="somebody came")
    tell(incident, "buddy_found", about=buddy, to=[buddy.person])
    tell_room(incident)
    tell_in_private(buddy.person, by)
    return buddy


@transaction.atomic
def part_from_buddy(buddy: Buddy, *, by: User) -> Buddy:
    """Say that it is all right from here, either of the two. Twice is once."""
    _incident, buddy = _lock(buddy)
    if by not in (buddy.person, buddy.buddy):
        raise DomainError(_("One of the two can say this."))
    if buddy.ended_at is None:
        _close(buddy, because="not needed any more")
    return buddy


@transaction.atomic
def look_for_another_buddy(buddy: Buddy, *, by: User) -> Buddy:
    """Let somebody else sit with them, since their buddy cannot. Twice is once."""
    incident, buddy = _lock(buddy)
    if buddy.buddy != by or buddy.ended_at:
        return buddy
    buddy.buddy, buddy.found_at, buddy.widen_at = None, None, None
    buddy.save(update_fields=["buddy", "found_at", "widen_at"])
    if incident.is_open:
        _ask(buddy, [one for one in companions_anywhere(buddy, at=timezone.now()) if one != by])
    tell_in_private(buddy.person, by)
    return buddy


@transaction.atomic
def widen_search(buddy_id: int) -> None:
    """Ask further, once, if nobody has come and the time has come.

    The look at `widen_at` behind the lock lets one of many runs ask.
    """
    now = timezone.now()
    due = Buddy.objects.open().filter(pk=buddy_id, widen_at__lte=now)
    buddy = due.select_related("incident").first()
    if buddy is None:
        return
    _incident, buddy = _lock(buddy)
    if not buddy.is_open or buddy.widen_at is None or buddy.widen_at > now:
        return
    buddy.widen_at = None
    buddy.save(update_fields=["widen_at"])
    _ask(buddy, companions_anywhere(buddy, at=now))
    tell_in_private(buddy.person)


def end_buddies(incident: Incident) -> None:
    """Let everybody go, with the incident over."""
    for buddy in incident.buddies.filter(ended_at=None).select_for_update():
        _close(buddy, because="the incident is over")


def _ask(buddy: Buddy, people: list[User]) -> None:
    buddy.asked.add(*people)
    tell(buddy.incident, "buddy_wanted", about=buddy, to=people)


def _lock(buddy: Buddy) -> tuple[Incident, Buddy]:
    """Lock the incident, and then the row as it is now."""
    incident = lock(buddy.incident)
    rows = Buddy.objects.select_related("person", "buddy").select_for_update(of=["self"])
    buddy = rows.get(pk=buddy.pk)
    buddy.incident = incident
    return incident, buddy


def _close(buddy: Buddy, *, because: str) -> None:
    buddy.ended_at, buddy.widen_at = timezone.now(), None
    buddy.save(update_fields=["ended_at", "widen_at"])
    end("buddy_wanted", about=buddy, because=because)
    tell_in_private(buddy.person, *([buddy.buddy] if buddy.buddy else []))
