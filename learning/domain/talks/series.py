"""Set the weekly sessions up, and plan them ahead."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.domain.talks.locking import raise_sequence
from learning.domain.talks.reminding import tell_speakers_of_change
from learning.models import TalkSeries, TalkSession, TalkSlot
from learning.models.talks import SLOT
from learning.queries.talk_asking import any_experienced
from nudges.domain.outbox import forget_nudges
from people.errors import DomainError
from people.models import User

WEEKS_AHEAD = 6


@transaction.atomic
def set_up_talks(
    *,
    by: User,
    is_on: bool,
    title: str,
    weekday: int,
    starts: time,
    time_zone: str,
    minutes: int,
    slots: int,
    place: str = "",
    at: datetime | None = None,
) -> TalkSeries:
    """Say when the sessions are; those that are planned follow, and their speakers hear of it.

    While it is off none are planned, and those in which nobody speaks yet go. What
    people have signed up for takes place unless it is called off.
    """
    if slots * SLOT > timedelta(minutes=minutes):
        text = _("%(slots)s slots take %(minutes)s minutes. Make it longer, or have fewer slots.")
        said = {"slots": slots, "minutes": slots * SLOT // timedelta(minutes=1)}
        raise DomainError({"minutes": text % said})
    at = at or timezone.now()
    wanted = {
        "is_on": is_on,
        "title": title,
        "weekday": weekday,
        "starts": starts,
        "time_zone": time_zone,
        "minutes": minutes,
        "slots": slots,
        "place": place,
    }
    TalkSeries.objects.get_or_create(pk=1, defaults=wanted)
    series = TalkSeries.objects.select_for_update().get(pk=1)
    for name, value in wanted.items():
        setattr(series, name, value)
    series.save()
    for session in TalkSession.objects.planned().ahead(at).select_for_update().order_by("pk"):
        _follow(session, series, at)
    keep_sessions(at=at)
    return series


@transaction.atomic
def keep_sessions(*, at: datetime | None = None) -> int:
    """Plan the sessions of the next weeks that are not there yet. Returns how many.

    The lock on the series, and one session a week in the database, make it the same
    however often and wherever it is run.
    """
    at = at or timezone.now()
    series = TalkSeries.objects.select_for_update().filter(is_on=True).first()
    if series is None:
        return 0
    first = series.week_of(at)
    weeks = [first + timedelta(weeks=n) for n in range(WEEKS_AHEAD)]
    known = set(TalkSession.objects.filter(week__in=weeks).values_list("week", flat=True))
    new = [week for week in weeks if week not in known and series.moment(week) > at]
    for week in new:
        starts_at = series.moment(week)
        session = TalkSession.objects.create(
            week=week,
            title=series.title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=series.minutes),
            time_zone=series.time_zone,
            place=series.place,
            planned_at=at,
            changed_at=at,
        )
        _fit_slots(session, series.slots, at)
    return len(new)


def _follow(session: TalkSession, series: TalkSeries, at: datetime) -> None:
    """Let a planned session be as the series is now.

    One that somebody moved stays where it is, and so does one whose new time in its
    week has gone by.
    """
    if not series.is_on and not session.slots.taken().exists():
        for rows in (session.invitations.all(), session.slots.all()):
            forget_nudges(about=rows)
        session.delete()
        return
    before = (session.title, session.starts_at, session.ends_at, session.place)
    moment = series.moment(session.week)
    if not session.is_moved and moment > at:
        session.starts_at, session.time_zone = moment, series.time_zone
    session.ends_at = session.starts_at + timedelta(minutes=series.minutes)
    session.title, session.place = series.title, series.place
    if (session.title, session.starts_at, session.ends_at, session.place) != before:
        raise_sequence(session, at=at)
    if (session.starts_at, session.place) != (before[1], before[3]):
        tell_speakers_of_change(session)
    _fit_slots(session, series.slots, at)


def _fit_slots(session: TalkSession, wanted: int, at: datetime) -> None:
    """Add slots, or take free ones away; nobody loses the one they have."""
    there = set(session.slots.values_list("number", flat=True))
    TalkSlot.objects.bulk_create(
        TalkSlot(session=session, number=number)
        for number in range(1, wanted + 1)
        if number not in there
    )
    free = session.slots.open().order_by("number")
    spare = [slot.pk for slot in free if slot.number > wanted]
    if len(spare) == len(free) and _waits_for_somebody_experienced(session, at):
        spare = spare[1:]
    gone = session.slots.filter(pk__in=spare)
    forget_nudges(about=gone)
    gone.delete()


def _waits_for_somebody_experienced(session: TalkSession, at: datetime) -> bool:
    """Whether only new people speak in a session, so that its last free slot is kept."""
    speakers = User.objects.filter(talk_slots__session=session)
    return speakers.exists() and not any_experienced(speakers, at=at)
