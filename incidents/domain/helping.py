"""Ask for a hand, or for company, and come. Asking is a good thing, and is kept as one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.arriving import arrive
from incidents.domain.locking import lock, lock_open
from incidents.domain.telling import tell, tell_room, tell_teams
from incidents.models import HelpRequest, Incident, Kind, Reach, ResponseRole
from incidents.queries.helpers import anybody, circle
from nudges.domain.outbox import end, told
from people.errors import DomainError
from people.models import User

TWICE_WITHIN = timedelta(minutes=1)
# How long after it was asked a request goes to the next circle, if nobody has come.
WIDENS_AFTER = {
    Reach.WAS_IN_SIMILAR: timedelta(minutes=5),
    Reach.OTHERS_AROUND: timedelta(minutes=10),
}


@transaction.atomic
def ask_for_help(
    incident: Incident,
    *,
    by: User,
    about: str = "",
    is_for_company: bool = False,
    at: datetime | None = None,
) -> HelpRequest:
    """Ask for a hand with something, or for somebody's company.

    It goes to those who are nearest at once, and wider if nobody comes. The same
    line twice within a minute is one request; the incident's row is locked, so
    that it is one also when both arrive together.
    """
    incident = lock_open(incident)
    at = at or timezone.now()
    about = " ".join(about.split())
    asked = incident.help_requests.open().filter(
        asked_by=by, about=about, is_for_company=is_for_company, asked_at__gt=at - TWICE_WITHIN
    )
    if there := asked.first():
        return there
    if not by.is_service:
        arrive(incident, by, by=by, at=at)
    request = HelpRequest.objects.create(
        incident=incident, asked_by=by, about=about, is_for_company=is_for_company, asked_at=at
    )
    # To want company is no part of the story that others read later.
    incident.record(Kind.HELP, _says(request), by=by, at=at, is_key_moment=not is_for_company)
    _ask(request, Reach.KNOWS_THE_SERVICE, at=timezone.now())
    if not is_for_company:
        # To want company is for those who are asked, not for a room.
        tell_teams(incident, "team_help_wanted", about=request)
    tell_room(incident)
    return request


def _says(request: HelpRequest) -> str:
    about = request.about.rstrip(".")
    if request.is_for_company:
        says = _("Would like some company: %(about)s.") if about else _("Would like some company.")
    else:
        says = _("Asked for a hand: %(about)s.") if about else _("Asked for a hand.")
    return says % {"about": about}


@transaction.atomic
def take_help_request(request: HelpRequest, *, by: User, at: datetime | None = None) -> HelpRequest:
    """Be on the way, and in the incident. Of two who press at once, one takes it.

    The other is told who is on the way, and is welcome to join as well.
    """
    incident, request = _lock(request)
    if request.taken_by == by:
        return request
    if request.asked_by == by:
        raise DomainError(_("You asked for this one, so somebody else will come."))
    if request.taken_by:
        raise DomainError(
            _("%(name)s is on the way already. You are welcome to come too.")
            % {"name": request.taken_by}
        )
    if not request.is_open:
        raise DomainError(_("It is looked after now. Thank you for wanting to come."))
    at = at or timezone.now()
    request.taken_by, request.taken_at, request.widen_at = by, at, None
    request.save(update_fields=["taken_by", "taken_at", "widen_at"])
    arrive(incident, by, by=by, at=at)
    is_key = not request.is_for_company
    incident.record(Kind.HELP, _("On the way."), by=by, at=at, is_key_moment=is_key)
    end("help_wanted", about=request, because="somebody is on the way")
    tell(incident, "on_my_way", about=request, to=[request.asked_by])
    tell_room(incident)
    return request


@transaction.atomic
def give_back_help_request(request: HelpRequest, *, by: User) -> HelpRequest:
    """Say that one cannot come after all, so that somebody else is asked."""
    incident, request = _lock(request)
    if request.taken_by != by or request.ended_at:
        return request
    now = timezone.now()
    request.taken_by, request.taken_at = None, None
    request.save(update_fields=["taken_by", "taken_at"])
    is_key = not request.is_for_company
    says = _("Cannot come after all, so somebody else is asked.")
    incident.record(Kind.HELP, says, by=by, is_key_moment=is_key)
    people = [one for one in anybody(request) if one != by]
    tell(incident, "help_wanted", about=request, to=people, again=now.isoformat())
    tell_room(incident)
    return request


@transaction.atomic
def withdraw_help_request(request: HelpRequest, *, by: User) -> HelpRequest:
    """Say that no hand is needed any more. Saying it twice is saying it once.

    Somebody who came a moment before is not sent away: the asker is told who it is.
    """
    incident, request = _lock(request)
    if request.ended_at:
        return request
    if by != request.asked_by and not _leads(incident, by):
        raise DomainError(_("Whoever asked can say this, or whoever leads."))
    if request.taken_by:
        raise DomainError(
            _("%(name)s is on the way already. Let them know here if it is not needed any more.")
            % {"name": request.taken_by}
        )
    return _end(incident, request, says=_("No hand needed any more."), by=by)


@transaction.atomic
def finish_help(request: HelpRequest, *, by: User) -> HelpRequest:
    """Say that what two did together is done. Saying it twice is saying it once."""
    incident, request = _lock(request)
    if request.ended_at:
        return request
    if by not in (request.asked_by, request.taken_by) and not _leads(incident, by):
        raise DomainError(_("Those who work on it together can say this, or whoever leads."))
    if request.taken_by is None:
        raise DomainError(_("Nobody has come for this yet."))
    return _end(incident, request, says=_("Done, together."), by=by)


def end_help(incident: Incident) -> None:
    """Ask nobody any more, with the incident over."""
    for request in incident.help_requests.filter(ended_at=None).select_for_update():
        _close(request, because="the incident is over")


@transaction.atomic
def widen(request_id: int) -> None:
    """Ask the next circle, if nobody has come and the time has come.

    The look at `widen_at` behind the lock is the claim: of many schedulers one
    asks, and whoever takes the request meanwhile comes before it or after.
    """
    now = timezone.now()
    due = HelpRequest.objects.open().filter(pk=request_id, widen_at__lte=now)
    request = due.select_related("incident").first()
    if request is None:
        return
    incident, request = _lock(request)
    if not request.is_open or request.widen_at is None or request.widen_at > now:
        return
    _ask(request, Reach(request.reach + 1), at=now)
    tell_room(incident)


def _ask(request: HelpRequest, reach: Reach, *, at: datetime) -> None:
    """Ask the circle at `reach`, and with nobody asked so far the next one at once."""
    people = circle(request, reach, at=at)
    is_first = not told("help_wanted", about=request).exists()
    while is_first and not people and reach < Reach.OTHERS_AROUND:
        reach = Reach(reach + 1)
        people = circle(request, reach, at=at)
    if is_first and not people:
        people = anybody(request)
    request.reach, request.widen_at = reach, None
    if reach < Reach.OTHERS_AROUND and not request.incident.is_practice:
        request.widen_at = request.asked_at + WIDENS_AFTER[Reach(reach + 1)]
    request.save(update_fields=["reach", "widen_at"])
    tell(request.incident, "help_wanted", about=request, to=people)


def _lock(request: HelpRequest) -> tuple[Incident, HelpRequest]:
    """Lock the incident, and then the request as it is now."""
    incident = lock(request.incident)
    people = HelpRequest.objects.select_related("asked_by", "taken_by")
    request = people.select_for_update(of=["self"]).get(pk=request.pk)
    request.incident = incident
    return incident, request


def _leads(incident: Incident, user: User) -> bool:
    return incident.participations.filter(user=user, role=ResponseRole.LEAD).exists()


def _end(incident: Incident, request: HelpRequest, *, says: str, by: User) -> HelpRequest:
    _close(request, because="not needed any more")
    incident.record(Kind.HELP, says, by=by)
    tell_room(incident)
    return request


def _close(request: HelpRequest, *, because: str) -> None:
    request.ended_at, request.widen_at = timezone.now(), None
    request.save(update_fields=["ended_at", "widen_at"])
    end("help_wanted", about=request, because=because)
