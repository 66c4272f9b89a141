"""Who has been around for a while, and whom to ask for a talk."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from learning.models import Answer, SessionState, TalkInvitation, TalkSession, TalkSlot
from nudges.models import Nudge
from nudges.models.nudge import State
from people.hours import is_working
from people.models import Team, User

# Somebody is new for so long, unless they say that they are senior or lead a team.
NEW_FOR = timedelta(days=730)
# Whoever was asked or has told something is left in peace for a while, and longer after a no.
RESTS = timedelta(weeks=4)
RESTS_AFTER_NO = timedelta(weeks=13)
# Whether somebody is at work is reckoned in Python: so many are looked at.
MOST_LOOKED_AT = 200


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
    return User.objects.who_may_write().exclude(
        Q(pk__in=asked.values("person"))
        | Q(pk__in=speaks.values("speaker"))
        | Q(pk__in=stopped_questions().values("recipient"))
    )


def stopped_questions() -> QuerySet[Nudge]:
    """The questions that whoever got them does not want to be asked again."""
    return Nudge.objects.filter(kind="talk_slot", state=State.STOPPED)
