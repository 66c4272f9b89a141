"""Ask people for a talk, a few at a time, and take a no for an answer. The worker asks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from learning.models import Answer, SlotSwap, TalkInvitation, TalkSession, TalkSlot
from learning.queries.talk_asking import RESTS_AFTER_NO, stopped_questions, whom_to_ask
from nudges.domain.outbox import end, forget_nudges, nudge
from people.hours import next_working_time
from people.models import User

ASKED_AHEAD = timedelta(days=14)
# Nobody prepares five minutes from one day to the next because they were asked.
LATEST = timedelta(days=1)
# How long an answer is waited for before somebody else is asked too.
TIME_TO_ANSWER = timedelta(days=3)
MOST_ASKED = 12


def sessions_to_ask_for(*, at: datetime) -> list[int]:
    """The sessions that are near and have room."""
    near = TalkSession.objects.planned().filter(
        starts_at__gt=at + LATEST, starts_at__lte=at + ASKED_AHEAD
    )
    room = Exists(TalkSlot.objects.open().filter(session=OuterRef("pk")))
    return list(near.filter(room).soonest_first().values_list("pk", flat=True))


@transaction.atomic
def ask_for_speakers(session_id: int, *, at: datetime | None = None) -> list[User]:
    """Ask as many people as there are free slots, less those who are still thinking about it.

    The row lock lets one of many workers do it, and the database has one invitation a
    session and person. Whoever is asked hears of it when they are next at work.
    """
    at = at or timezone.now()
    session = (
        TalkSession.objects.planned()
        .filter(pk=session_id, starts_at__gt=at + LATEST)
        .select_for_update(skip_locked=True)
        .first()
    )
    if session is None:
        return []
    thinking = session.invitations.waiting().filter(asked_at__gt=at - TIME_TO_ANSWER).count()
    left = MOST_ASKED - session.invitations.count()
    wanted = min(session.slots.open().count() - thinking, left)
    people = whom_to_ask(session, wanted, at=at) if wanted > 0 else []
    for person in people:
        invitation = TalkInvitation.objects.create(session=session, person=person, asked_at=at)
        nudge(
            "talk_slot",
            about=invitation,
            to=[person],
            at=next_working_time(person, at),
            counted_from=session.starts_at,
        )
    return people


@transaction.atomic
def say_not_this_time(
    invitation: TalkInvitation, *, by: User, at: datetime | None = None
) -> TalkInvitation:
    """Take a no for an answer. Nobody is told, and nobody asks again for some months."""
    invitation = TalkInvitation.objects.visible_to(by).select_for_update().get(pk=invitation.pk)
    if invitation.answer != Answer.WAITING:
        return invitation
    invitation.answer, invitation.answered_at = Answer.NOT_THIS_TIME, at or timezone.now()
    invitation.save(update_fields=["answer", "answered_at"])
    end("talk_slot", about=invitation, because="not this time")
    return invitation


@transaction.atomic
def forget_asking(*, at: datetime) -> int:
    """Delete who was asked what, once nobody is left in peace because of it any more.

    Whoever stopped the question is left in peace for good, so that one is kept.
    """
    old = TalkInvitation.objects.filter(asked_at__lt=at - RESTS_AFTER_NO - ASKED_AHEAD)
    old = old.exclude(pk__in=stopped_questions().values("about_id"))
    swaps = SlotSwap.objects.filter(offered_at__lt=at - RESTS_AFTER_NO).exclude(state="open")
    forget_nudges(about=old)
    forget_nudges(about=swaps)
    swaps.delete()
    forgotten, _by_model = old.delete()
    return forgotten
