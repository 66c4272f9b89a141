"""Hold the talks of the demo, and plan those ahead."""

from datetime import datetime, time, timedelta

from demo.talks import AHEAD, PAST, PLACE, RECORDINGS, SLIDES, Week
from demo.tell_incidents import Cast
from learning.domain.talks.asking import ask_for_speakers
from learning.domain.talks.series import keep_sessions, set_up_talks
from learning.domain.talks.sessions import cancel_session, keep_recording
from learning.domain.talks.slots import describe_talk, take_slot
from learning.domain.talks.swaps import offer_swap
from learning.models import TalkInvitation, TalkSession, TalkSlot
from nudges.domain.outbox import end, nudge

WEEKS_AGO = timedelta(weeks=len(PAST))
SIGNED_UP = timedelta(days=4)


def tell_talks(*, cast: Cast, now: datetime) -> None:
    """Set the sessions up some weeks ago, hold those that were, and fill those ahead."""
    set_up_talks(
        by=cast["dana"],
        is_on=True,
        title="Stuff I broke in prod",
        weekday=3,
        starts=time(14),
        time_zone="Europe/London",
        minutes=30,
        slots=4,
        place=PLACE,
        at=now - WEEKS_AGO,
    )
    keep_sessions(at=now)
    sessions = TalkSession.objects.all()
    held = sessions.filter(ends_at__lte=now).latest_first()
    for week, session in zip(PAST, held, strict=True):
        _sign_up(week, session, cast, session.starts_at - SIGNED_UP)
    ahead = list(sessions.ahead(now).soonest_first()[: len(AHEAD)])
    for week, session in zip(AHEAD, ahead, strict=True):
        _sign_up(week, session, cast, now - SIGNED_UP)
    _ask_ines(cast, ahead[1], now)
    _offer_nia(cast, now)


def _sign_up(week: Week, session: TalkSession, cast: Cast, at: datetime) -> None:
    for talk in week.talks:
        who = cast[talk.who]
        slot = take_slot(session, by=who, title=talk.title, at=at)
        if talk.has_slides:
            slides = f"{SLIDES}/{session.week}-{talk.who}"
            describe_talk(slot, by=who, title=talk.title, slides=slides, at=at)
    if week.is_recorded:
        keep_recording(session, by=cast["dana"], recording=f"{RECORDINGS}/{session.week}")
    if week.is_off:
        cancel_session(session, by=cast["dana"], at=at)


def _ask_ines(cast: Cast, session: TalkSession, now: datetime) -> None:
    """Let the question for the slot that is left wait for her today, whatever time it is."""
    assert ask_for_speakers(session.pk, at=now) == [cast["ines"]]
    invitation = TalkInvitation.objects.get(session=session)
    end("talk_slot", about=invitation, because="it is asked today")
    nudge(
        "talk_slot",
        about=invitation,
        to=[cast["ines"]],
        at=now,
        counted_from=session.starts_at,
        again="today",
    )


def _offer_nia(cast: Cast, now: datetime) -> None:
    ahead = TalkSlot.objects.ahead(now)
    offer_swap(
        ahead.get(speaker=cast["mateo"]),
        by=cast["mateo"],
        wanted=ahead.get(speaker=cast["nia"]),
        at=now,
    )
