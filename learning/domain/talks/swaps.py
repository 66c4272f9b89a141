"""Trade places with another speaker."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.domain.talks.locking import lock_ahead, raise_sequence
from learning.domain.talks.reminding import end_swaps_of, remind
from learning.models import SlotSwap, SwapState, TalkSession, TalkSlot
from learning.queries.talk_asking import any_experienced
from learning.queries.talks import others_ahead
from nudges.domain.outbox import end, nudge
from people.errors import DomainError
from people.models import User


@transaction.atomic
def offer_swap(
    slot: TalkSlot, *, by: User, wanted: TalkSlot, at: datetime | None = None
) -> SlotSwap:
    """Ask another speaker whether they would trade places; one press of theirs does it."""
    at = at or timezone.now()
    slot, wanted = _lock_both(slot, wanted, at)
    if slot.speaker_id != by.pk:
        raise DomainError(_("This slot is not yours any more."))
    if waiting := SlotSwap.objects.open().filter(offered=slot).select_related("offered_to").first():
        if waiting.wanted_id == wanted.pk:
            return waiting
        text = _("You have asked %(name)s. Take that back first, and then ask somebody else.")
        raise DomainError(text % {"name": waiting.offered_to.get_full_name()})
    if wanted.speaker is None or not others_ahead(slot, at=at).filter(pk=wanted.pk).exists():
        raise DomainError({"wanted": _("These two cannot be swapped any more. Choose another.")})
    _check_company(slot, wanted, at)
    swap = SlotSwap.objects.create(
        offered=slot, wanted=wanted, offered_by=by, offered_to=wanted.speaker, offered_at=at
    )
    nudge("talk_swap", about=swap, to=[wanted.speaker])
    return swap


@transaction.atomic
def accept_swap(swap: SlotSwap, *, by: User, at: datetime | None = None) -> SlotSwap:
    """Trade places: each takes along what they talk about.

    Both sessions are locked and looked at again, as either may have given theirs back.
    """
    at = at or timezone.now()
    slot, wanted = _lock_both(swap.offered, swap.wanted, at)
    swap = _lock_open(swap)
    if (slot.speaker_id, wanted.speaker_id) != (swap.offered_by_id, swap.offered_to_id):
        raise DomainError(_("One of you has another slot now, so there is nothing to trade."))
    _check_company(slot, wanted, at)
    _exchange(slot, wanted)
    for session in {slot.session_id: slot.session, wanted.session_id: wanted.session}.values():
        raise_sequence(session, at=at)
    _answer(swap, SwapState.ACCEPTED, at)
    end_swaps_of(slot, wanted, at=at)
    for one in (slot, wanted):
        remind(one)
    nudge("talk_swap_answered", about=swap, to=[swap.offered_by])
    return swap


@transaction.atomic
def decline_swap(swap: SlotSwap, *, by: User, at: datetime | None = None) -> SlotSwap:
    """Keep one's own slot. Whoever asked hears that, and no reason."""
    swap = _lock_open(swap)
    _answer(swap, SwapState.DECLINED, at or timezone.now())
    nudge("talk_swap_answered", about=swap, to=[swap.offered_by])
    return swap


@transaction.atomic
def withdraw_swap(swap: SlotSwap, *, by: User, at: datetime | None = None) -> SlotSwap:
    """Take an offer back before it is answered."""
    swap = _lock_open(swap)
    _answer(swap, SwapState.WITHDRAWN, at or timezone.now())
    return swap


def _lock_both(slot: TalkSlot, other: TalkSlot, at: datetime) -> tuple[TalkSlot, TalkSlot]:
    """Lock two slots, and before them their sessions, in the order of their numbers."""
    sessions: dict[int, TalkSession] = {
        number: lock_ahead(number, at=at) for number in sorted({slot.session_id, other.session_id})
    }
    rows = TalkSlot.objects.select_for_update(of=["self"]).select_related("speaker").order_by("pk")
    locked = {row.pk: row for row in rows.filter(pk__in=[slot.pk, other.pk])}
    for row in locked.values():
        row.session = sessions[row.session_id]
    return locked[slot.pk], locked[other.pk]


def _lock_open(swap: SlotSwap) -> SlotSwap:
    locked = SlotSwap.objects.select_for_update(of=["self"]).select_related("offered_by")
    swap = locked.get(pk=swap.pk)
    if swap.state != SwapState.OPEN:
        raise DomainError(_("This swap is not open any more."))
    return swap


def _answer(swap: SlotSwap, state: SwapState, at: datetime) -> None:
    swap.state, swap.answered_at = state, at
    swap.save(update_fields=["state", "answered_at"])
    end("talk_swap", about=swap, because="answered")


def _check_company(slot: TalkSlot, wanted: TalkSlot, at: datetime) -> None:
    """Refuse a swap after which a full session would have new people only."""
    for left, came in ((slot, wanted), (wanted, slot)):
        if left.session_id == came.session_id or left.session.slots.open().exists():
            continue
        stay = left.session.slots.exclude(pk=left.pk).select_related("speaker")
        speakers = [one.speaker for one in stay if one.speaker]
        if came.speaker and not any_experienced([*speakers, came.speaker], at=at):
            raise DomainError(
                _(
                    "After this swap one of the two sessions would have new people only. Trading "
                    "with somebody who has been around for a while works."
                )
            )


def _exchange(slot: TalkSlot, other: TalkSlot) -> None:
    """Swap what two slots hold; nobody has two in a session on the way."""
    held = [(one.speaker, one.title, one.slides, one.taken_at) for one in (slot, other)]
    TalkSlot.objects.filter(pk__in=[slot.pk, other.pk]).update(speaker=None)
    for one, holds in zip((other, slot), held, strict=True):
        one.speaker, one.title, one.slides, one.taken_at = holds
        one.save(update_fields=["speaker", "title", "slides", "taken_at"])
