"""Composed reads of talks, and whom to ask for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from learning.models import (
    Answer,
    Byline,
    SessionState,
    SlotSwap,
    TalkCalendar,
    TalkInvitation,
    TalkSession,
    TalkSlot,
)
from learning.models.talks import TalkSessionQuerySet
from nudges.models import Nudge
from nudges.models.nudge import State
from people.hours import is_working
from people.models import Team, User
from postmortems.places import Place

# Somebody is new for so long, unless they say that they are senior or lead a team.
NEW_FOR = timedelta(days=730)
# Whoever was asked or has told something is left in peace for a while, and longer after a no.
RESTS = timedelta(weeks=4)
RESTS_AFTER_NO = timedelta(weeks=13)
# Whether somebody is at work is reckoned in Python: so many are looked at.
MOST_LOOKED_AT = 200
PAGE = 20
# A calendar program takes what it is not told of any more for deleted.
KEPT_IN_CALENDARS = timedelta(days=60)


@dataclass(frozen=True)
class Talks:
    """The page of all sessions, for one reader; the earlier ones from a place on are pages."""

    upcoming: list[TalkSession]
    past: list[TalkSession]
    more: Place | None
    invitations: list[TalkInvitation]
    swaps: list[SlotSwap]
    calendar: TalkCalendar | None


def talks(reader: User, *, after: Place | None = None, at: datetime | None = None) -> Talks:
    """Read the sessions ahead, soonest first, and those that were, latest first."""
    at = at or timezone.now()
    known = with_slots(TalkSession.objects.visible_to(reader))
    earlier = known.filter(ends_at__lte=at).planned().latest_first()
    past = list((earlier.before(after) if after else earlier)[: PAGE + 1])
    return Talks(
        upcoming=[] if after else list(known.filter(ends_at__gt=at).soonest_first()),
        past=past[:PAGE],
        more=place_of(past[PAGE - 1]) if len(past) > PAGE else None,
        invitations=[] if after else list(waiting_invitations(reader, at=at)),
        swaps=[] if after else list(offered_to(reader)),
        calendar=TalkCalendar.objects.visible_to(reader).first(),
    )


def with_slots(sessions: TalkSessionQuerySet) -> TalkSessionQuerySet:
    """Load the slots of sessions and who speaks in them."""
    slots = TalkSlot.objects.select_related("speaker").order_by("number")
    return sessions.prefetch_related(Prefetch("slots", slots))


def place_of(session: TalkSession) -> Place:
    return Place(False, session.starts_at, session.pk)


def waiting_invitations(reader: User, *, at: datetime) -> QuerySet[TalkInvitation]:
    """What somebody was asked and can still answer."""
    ahead = TalkSession.objects.planned().ahead(at)
    mine = TalkInvitation.objects.visible_to(reader).waiting().filter(session__in=ahead)
    free = Exists(TalkSlot.objects.open().filter(session=OuterRef("session")))
    return mine.filter(free).select_related("session").order_by("session__starts_at")


def offered_to(reader: User) -> QuerySet[SlotSwap]:
    """The swaps that wait for somebody's answer."""
    return SlotSwap.objects.open().filter(offered_to=reader).with_slots().order_by("pk")


def others_ahead(slot: TalkSlot, *, at: datetime) -> QuerySet[TalkSlot]:
    """With whom the speaker of a slot could trade places, soonest first.

    Nobody tells two things in one session.
    """
    assert slot.speaker_id is not None
    theirs = TalkSlot.objects.filter(speaker=slot.speaker_id).values("session")
    here = TalkSlot.objects.filter(session=slot.session_id, speaker__isnull=False)
    elsewhere = Q(session=slot.session_id) | ~Q(session__in=theirs) & ~Q(
        speaker__in=here.values("speaker")
    )
    others = TalkSlot.objects.taken().ahead(at).filter(elsewhere)
    return (
        others.exclude(speaker=slot.speaker_id)
        .filter(speaker__is_active=True)
        .select_related("session", "speaker")
        .order_by("session__starts_at", "number")
    )


def is_experienced(user: User, *, at: datetime) -> bool:
    """Whether somebody has been around for a while."""
    if user.is_senior or user.joined_on <= _cutoff(at):
        return True
    return user.leads_teams.exists()


def any_experienced(speakers: Iterable[User], *, at: datetime) -> bool:
    """Whether at least one of them has been around for a while."""
    known = [one.pk for one in speakers]
    return User.objects.filter(_experienced(at), pk__in=known).exists()


def _experienced(at: datetime) -> Q:
    return _in_front() | Q(joined_on__lte=_cutoff(at))


def _in_front() -> Q:
    return Q(is_senior=True) | Q(Exists(Team.objects.filter(tech_leads=OuterRef("pk"))))


def _cutoff(at: datetime) -> date:
    return timezone.localdate(at) - NEW_FOR


def whom_to_ask(session: TalkSession, most: int, *, at: datetime) -> list[User]:
    """Whom to ask for an open slot: seniors and tech leads first, then who was here longest.

    Nobody new is asked before somebody experienced has signed up. Nobody is asked who
    was lately, has told something lately, said no in the last months, asked not to be
    asked, or is not at work at that time. Of equals it is whoever was not asked for longest.
    """
    speakers = User.objects.filter(talk_slots__session=session)
    people = _may_be_asked(session, at)
    if not any_experienced(speakers, at=at):
        people = people.filter(_experienced(at))
    rank = Case(
        When(_in_front(), then=Value(0)),
        When(joined_on__lte=_cutoff(at), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ranked = people.annotate(rank=rank, asked=Max("talk_invitations__asked_at")).order_by(
        "rank", F("asked").asc(nulls_first=True), "joined_on", "pk"
    )
    there = (one for one in ranked[:MOST_LOOKED_AT] if is_working(one, session.starts_at))
    return list(islice(there, most))


def _may_be_asked(session: TalkSession, at: datetime) -> QuerySet[User]:
    asked = TalkInvitation.objects.filter(
        Q(session=session)
        | Q(asked_at__gt=at - RESTS)
        | Q(answer=Answer.NOT_THIS_TIME, answered_at__gt=at - RESTS_AFTER_NO)
    )
    speaks = TalkSlot.objects.taken().filter(
        session__starts_at__gt=at - RESTS, session__state=SessionState.PLANNED
    )
    stopped = Nudge.objects.filter(kind="talk_slot", state=State.STOPPED)
    return User.objects.who_may_write().exclude(
        Q(pk__in=asked.values("person"))
        | Q(pk__in=speaks.values("speaker"))
        | Q(pk__in=stopped.values("recipient"))
    )


def for_calendar(reader: User, *, at: datetime | None = None) -> list[TalkSession]:
    """What a calendar shows: the last weeks and all that is ahead, what is called off too."""
    shown = TalkSession.objects.visible_to(reader).filter(
        ends_at__gt=(at or timezone.now()) - KEPT_IN_CALENDARS
    )
    return list(with_slots(shown).soonest_first())


def from_talk(number: int, *, teller: User) -> dict[str, Any]:
    """What the form for a story begins with, from a talk of the teller's own.

    People saw who told it, so it is offered with a name or a team, and not as anonymous.
    """
    slot = TalkSlot.objects.visible_to(teller).filter(pk=number, speaker=teller).first()
    if slot is None:
        return {}
    return {
        "initial": {"title": slot.title, "byline": Byline.NAME},
        "bylines": (Byline.NAME, Byline.ROLE),
    }
