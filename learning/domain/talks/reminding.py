"""Remind speakers of their session, and tell them when it changes."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from learning.models import (
    Answer,
    SlotSwap,
    SwapState,
    TalkInvitation,
    TalkSession,
    TalkSlot,
)
from nudges.domain.outbox import end, nudge
from nudges.models import Nudge
from people.models import User


def remind(slot: TalkSlot) -> None:
    """Remind whoever has a slot the working day before, and of no other day."""
    end("talk_tomorrow", about=slot, because="it is planned differently")
    if slot.speaker is None or slot.taken_at is None or slot.session.is_cancelled:
        return
    nudge(
        "talk_tomorrow",
        about=slot,
        to=[slot.speaker],
        counted_from=slot.session.starts_at,
        again=f"{slot.taken_at.isoformat()} {slot.session.sequence}",
    )


def tell_speakers_of_change(session: TalkSession, *, but: User | None = None) -> None:
    """Tell the speakers of a session that is moved or called off, and remind them anew."""
    end("talk_changed", about=session, because="changed again")
    slots = list(session.slots.taken().select_related("speaker"))
    for slot in slots:
        slot.session = session
        remind(slot)
    nudge(
        "talk_changed",
        about=session,
        to=[slot.speaker for slot in slots if slot.speaker and slot.speaker != but],
        again=str(session.sequence),
    )


def end_swaps_of(*slots: TalkSlot, at: datetime) -> None:
    """End the swaps that are open about slots which are somebody else's now, or nobody's."""
    numbers = [slot.pk for slot in slots]
    swaps = SlotSwap.objects.open()
    for swap in swaps.filter(offered__in=numbers) | swaps.filter(wanted__in=numbers):
        swap.state, swap.answered_at = SwapState.OVER, at
        swap.save(update_fields=["state", "answered_at"])
        end("talk_swap", about=swap, because="one of them has another slot now")


def end_invitations(session: TalkSession, *, because: str) -> None:
    """Ask nobody for a slot in a session any more."""
    for invitation in session.invitations.waiting():
        end("talk_slot", about=invitation, because=because)


def end_what_has_begun(*, at: datetime) -> None:
    """End what was asked or said about sessions that have begun: nothing is left to do."""
    begun = TalkSession.objects.filter(starts_at__lte=at)
    invitations = TalkInvitation.objects.filter(session__in=begun, answer=Answer.WAITING)
    slots = TalkSlot.objects.filter(session__in=begun)
    swaps = SlotSwap.objects.filter(offered__in=slots) | SlotSwap.objects.filter(wanted__in=slots)
    _end_open("talk_slot", invitations)
    _end_open("talk_tomorrow", slots)
    _end_open("talk_changed", begun)
    _end_open("talk_swap", swaps)
    swaps.open().update(state=SwapState.OVER, answered_at=at)


def _end_open(
    kind: str,
    rows: QuerySet[TalkInvitation]
    | QuerySet[TalkSlot]
    | QuerySet[TalkSession]
    | QuerySet[SlotSwap],
) -> None:
    about_type = ContentType.objects.get_for_model(rows.model)
    told = Nudge.objects.open().filter(kind=kind, about_type=about_type)
    for row in rows.filter(pk__in=told.values("about_id")):
        end(kind, about=row, because="held")
