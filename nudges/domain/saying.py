"""Say what is due: list it in the app, and plan its messages."""

from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from live import publish
from nudges.channels.names import Channel
from nudges.domain.outlets import pause
from nudges.domain.planning import NO_LONGER_URGENT, plan
from nudges.domain.preferences import channels_of
from nudges.domain.unforeseen import name_of
from nudges.kinds import KINDS
from nudges.models import Address, Nudge
from nudges.models.nudge import HUSHED, LAPSED, MOST_FAILURES, State
from nudges.telling import may_be_told

LONGEST_WAIT = timedelta(hours=2)


def say(nudge_id: int) -> set[str]:
    """Say one nudge that is due: list it, plan its messages and its next time.

    All of it commits together or not at all. What fails is tried again later and later, and left
    to an admin in the end. Returns the channels to send on.
    """
    try:
        return _say(nudge_id)
    except (OperationalError, InterfaceError):
        # Postgres is away, or this was one of two that waited for each other.
        raise
    except Exception as error:
        _put_off(nudge_id, error)
        return set()


@transaction.atomic
def _say(nudge_id: int) -> set[str]:
    this = _take(nudge_id)
    if this is None:
        return set()
    now = timezone.now()
    if this.has_had_its_time(now):
        _end(this, because=LAPSED)
        return set()
    if not may_be_told(this):
        _end(this, because=HUSHED)
        return set()
    interrupts = this.declared.may_interrupt and now - _due(this) < NO_LONGER_URGENT
    this.times_said += 1
    this.said_at = now
    this.failures = 0
    this.due_at = this.next_time(now)
    this.state = State.DONE if this.declared.is_said_once else State.SENT
    if this.declared.is_said_once:
        this.due_at, this.ended_because = None, "said"
    told = ["times_said", "said_at", "due_at", "state", "ended_because", "failures"]
    this.save(update_fields=told)
    publish(f"user:{this.recipient_id}", "nudges")
    planned = [
        plan(this, channel, address, at=now, interrupts=interrupts)
        for channel, address in _ways(this)
    ]
    return {one.channel for one in planned if one.is_due}


def _take(nudge_id: int) -> Nudge | None:
    """A nudge that is due: its lock, and the look at `due_at` behind it, are one worker's."""
    due = Nudge.objects.due().filter(pk=nudge_id).select_related("recipient")
    return due.select_for_update(skip_locked=True, of=["self"]).first()


@transaction.atomic
def _put_off(nudge_id: int, error: Exception) -> None:
    """Note that saying it failed in a way that nobody foresaw, and when to try again."""
    this = _take(nudge_id)
    if this is None:
        return
    this.failures += 1
    this.last_error = name_of(error)
    wait = pause(this.failures, longest=LONGEST_WAIT)
    this.due_at = None if this.failures >= MOST_FAILURES else timezone.now() + wait
    this.save(update_fields=["failures", "last_error", "due_at"])


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


def try_all_again(*, at: datetime) -> int:
    """Let everything that was set aside be said once more. Returns how many."""
    # The sweep finds them within seconds.
    return Nudge.objects.set_aside().update(failures=0, due_at=at)


def let_lapse(*, at: datetime) -> int:
    """End what nobody answered and what has had its time. Returns how many."""
    ended = 0
    for kind in KINDS.values():
        if kind.lasts:
            old = Nudge.objects.open().filter(kind=kind.name, created_at__lt=at - kind.lasts)
            ended += old.update(state=State.DONE, ended_because=LAPSED, due_at=None)
    return ended
