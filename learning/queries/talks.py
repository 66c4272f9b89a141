"""Composed reads of talks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from learning.models import (
    Byline,
    SlotSwap,
    TalkCalendar,
    TalkInvitation,
    TalkSession,
    TalkSlot,
)
from learning.models.talks import TalkSessionQuerySet
from people.models import User
from postmortems.places import Place

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
