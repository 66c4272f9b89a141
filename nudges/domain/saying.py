"""Say what is due: list it in the app, and plan its messages."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from live import publish
from nudges.channels.names import Channel
from nudges.domain.planning import NO_LONGER_URGENT, plan
from nudges.domain.preferences import channels_of
from nudges.kinds import KINDS
from nudges.models import Address, Nudge
from nudges.models.nudge import HUSHED, LAPSED, State
from nudges.telling import may_be_told


@transaction.atomic
def say(nudge_id: int) -> set[str]:
    """Say one nudge that is due: list it, plan its messages and its next time.

    The row lock and the look at `due_at` behind it let one of many workers do
    it; all of it commits together or not at all. Returns the channels to send on.
    """
    now = timezone.now()
    this = (
        Nudge.objects.due()
        .filter(pk=nudge_id)
        .select_for_update(skip_locked=True, of=["self"])
        .select_related("recipient")
        .first()
    )
    if this is None:
        return set()
    if this.has_had_its_time(now):
        _end(this, because=LAPSED)
        return set()
    if not may_be_told(this):
        _end(this, because=HUSHED)
        return set()
    interrupts = this.declared.may_interrupt and now - _due(this) < NO_LONGER_URGENT
    this.times_said += 1
    this.said_at = now
    this.due_at = this.next_time(now)
    this.state = State.DONE if this.declared.is_said_once else State.SENT
    if this.declared.is_said_once:
        this.due_at, this.ended_because = None, "said"
    this.save(update_fields=["times_said", "said_at", "due_at", "state", "ended_because"])
    publish(f"user:{this.recipient_id}", "nudges")
    planned = [
        plan(this, channel, address, at=now, interrupts=interrupts)
        for channel, address in _ways(this)
    ]
    return {one.channel for one in planned if one.is_due}


def _due(this: Nudge) -> datetime:
    assert this.due_at is not None, "only what is due is said"
    return this.due_at


def _ways(this: Nudge) -> list[tuple[Channel, Address | None]]:
    """Where its reader wants to hear it, besides in the app."""
    reader = this.recipient
    if this.stays_in_app or not reader.is_active:
        return []
    wanted = channels_of(reader, this.kind)
    ways: list[tuple[Channel, Address | None]] = []
    if Channel.EMAIL in wanted and reader.wants_email:
        ways.append((Channel.EMAIL, None))
    if wanted - {Channel.EMAIL}:
        there = reader.addresses.on().filter(channel__in=wanted)
        ways.extend((Channel(one.channel), one) for one in there.order_by("pk"))
    return ways


def _end(this: Nudge, *, because: str) -> None:
    this.state, this.due_at, this.ended_because = State.DONE, None, because
    this.save(update_fields=["state", "due_at", "ended_because"])
    publish(f"user:{this.recipient_id}", "nudges")


def due_nudges(*, most: int = 500) -> list[int]:
    """Nudges that nobody has said though their time has come."""
    return list(Nudge.objects.due().order_by("due_at").values_list("pk", flat=True)[:most])


def let_lapse(*, at: datetime) -> int:
    """End what nobody answered and what has had its time. Returns how many."""
    ended = 0
    for kind in KINDS.values():
        if kind.lasts:
            old = Nudge.objects.open().filter(kind=kind.name, created_at__lt=at - kind.lasts)
            ended += old.update(state=State.DONE, ended_because=LAPSED, due_at=None)
    return ended
