"""Send what is due on a channel, however often a task is run.

A worker claims some rows, says so in them, and sends one after another over one connection.
What fails is tried again later and later, and set aside for an admin in the end. What does
not answer at all rests, and nothing of what waits for it counts as tried.
"""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from nudges.channels.base import Message, NotTaken, Send
from nudges.channels.names import Channel
from nudges.channels.registry import SENDING
from nudges.domain.messages import messages
from nudges.domain.outlets import failing, is_back, let_rest, pause
from nudges.domain.planning import NO_LONGER_URGENT
from nudges.domain.turns import slot, turn
from nudges.models import Address, Delivery, Outlet
from nudges.models.delivery import MOST_ATTEMPTS, State
from people.hours import next_working_time

logger = logging.getLogger(__name__)

# Longer than a sending takes: each of its dozen exchanges with the mail server times out in 20 s.
LEASE = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=2)
BATCH = 25


def deliver(channel: str) -> None:
    """Send everything that is due on a channel. Whoever does that already takes new rows along."""
    with slot(channel) as is_free:
        if is_free:
            with SENDING[Channel(channel)]() as send:
                while _send_next(channel, send):
                    pass


def _send_next(channel: str, send: Send) -> bool:
    """Send what can be claimed at once. Returns whether there was anything."""
    with turn(partial(_claim, channel)) as batch:
        _send_all(batch, send)
    return bool(batch)


@transaction.atomic
def _claim(channel: str, busy: set[str]) -> list[Delivery]:
    """Take rows that are due through one outlet, for the time of a lease.

    A worker that dies leaves them so, and they are simply due again when that has passed.
    What was tried before is taken alone: if it ends its worker again, it harms no other.
    """
    now = timezone.now()
    left_out = [*Outlet.objects.resting_now(), *busy]
    due = Delivery.objects.claimable(channel, resting=left_out).select_related("address")
    found = list(due.select_for_update(skip_locked=True, of=["self"])[:BATCH])
    batch = [one for one in found if one.outlet == found[0].outlet]
    tried = next((n for n, one in enumerate(batch) if one.attempts), len(batch))
    batch = batch[: max(tried, 1)]
    rows = Delivery.objects.filter(pk__in=[one.pk for one in batch])
    rows.update(due_at=now + LEASE, attempts=F("attempts") + 1)
    for one in batch:
        one.due_at, one.attempts = now + LEASE, one.attempts + 1
    return batch


def _send_all(batch: list[Delivery], send: Send) -> None:
    """Send what was claimed; give back what comes after a failure that concerns it too."""
    were_away, down = failing(), set[str]()
    for delivery, message in _put_together(batch):
        if delivery.outlet in down or timezone.now() > delivery.due_at - LEASE / 2:
            # As due as before: also when the clock was ahead, and is put right.
            _of(delivery).update(due_at=F("goes_at"), attempts=F("attempts") - 1)
        elif message is None:
            _whole(delivery).update(state=State.NOT_NEEDED)
        elif later := _waits_until(message):
            _whole(delivery).update(goes_at=later, due_at=later)
            _of(delivery).update(attempts=F("attempts") - 1)
        elif not _send(message, send):
            down.add(delivery.outlet)
        elif delivery.outlet in were_away:
            is_back(delivery.outlet)


def _put_together(batch: list[Delivery]) -> list[tuple[Delivery, Message | None]]:
    """Put messages together, all at once. One that cannot be keeps no other waiting."""
    try:
        return list(zip(batch, messages(batch), strict=True))
    except Exception as error:
        if len(batch) > 1:
            return [pair for one in batch for pair in _put_together([one])]
        _put_off_unforeseen(batch[0], error)
        return []


def _waits_until(message: Message) -> datetime | None:
    """When to send what was planned for a moment that is not in its reader's hours any more.

    They have travelled or gone away since, or its outlet was not there until their day was over.
    """
    delivery, reader, now = message.delivery, message.person, timezone.now()
    is_urgent = delivery.may_interrupt and now - delivery.goes_at < NO_LONGER_URGENT
    if reader is None or is_urgent:
        return None
    at = next_working_time(reader, now)
    return at if at > now else None


def _send(message: Message, send: Send) -> bool:
    """Send one message and note what became of it. Returns whether its outlet is there."""
    delivery = message.delivery
    try:
        send(message)
    except NotTaken as answer:
        if answer.is_down:
            _wait(delivery, answer.reason, counts=let_rest(delivery.outlet, answer.reason))
            return False
        _put_off(delivery, answer.reason, is_for_good=answer.is_for_good, at_least=answer.wait)
    except Exception as error:
        _put_off_unforeseen(delivery, error)
    else:
        _until_noted(partial(_note_sent, message))
    return True


def _until_noted(note: Callable[[], None]) -> None:
    """Note that something was sent, as soon as Postgres is there.

    What is not noted before the lease is over goes out once more.
    """
    ends = time.monotonic() + LEASE.total_seconds() / 2
    while True:
        try:
            note()
        except (OperationalError, InterfaceError):
            if time.monotonic() > ends:
                raise
            close_old_connections()
            time.sleep(1)
        else:
            return


def _note_sent(message: Message) -> None:
    delivery, told = message.delivery, [nudge.pk for nudge in message.nudges]
    rows = _of(delivery) if message.announcement else _whole(delivery).filter(nudge__in=told)
    rows.update(state=State.SENT, sent_at=timezone.now(), last_error="")
    if delivery.is_bundle:
        _whole(delivery).exclude(nudge__in=told).update(state=State.NOT_NEEDED)
    if delivery.address_id:
        this = Address.objects.filter(pk=delivery.address_id)
        this.update(last_used_at=timezone.now(), last_error="")


def _of(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk)


def _whole(delivery: Delivery) -> QuerySet[Delivery]:
    """The row of a message, and those that go with it."""
    if not delivery.is_bundle:
        return _of(delivery)
    return Delivery.objects.filter(Q(pk=delivery.pk) | Q(goes_with=delivery.pk))


def _put_off_unforeseen(delivery: Delivery, error: Exception) -> None:
    # The error's own words may quote the message: where it comes from has to be enough.
    where = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("%s in %s, line %s", type(error).__name__, where.filename, where.lineno)
    _put_off(delivery, type(error).__name__)


def _put_off(
    delivery: Delivery,
    reason: str,
    *,
    is_for_good: bool = False,
    at_least: timedelta = timedelta(0),
) -> None:
    """Try again later and later, and after enough tries leave it to an admin."""
    logger.warning("Delivery %s was put off: %s", delivery.pk, reason)
    if is_for_good or delivery.attempts >= MOST_ATTEMPTS:
        _of(delivery).update(state=State.SET_ASIDE, last_error=reason)
        return
    wait = max(pause(delivery.attempts, longest=LONGEST_WAIT), at_least)
    _of(delivery).update(due_at=timezone.now() + wait, last_error=reason)


def _wait(delivery: Delivery, reason: str, *, counts: bool) -> None:
    """Wait until an outlet is back.

    What was tried when it had just been there counts as tried: it may be what it choked on.
    """
    if counts:
        _put_off(delivery, reason)
        return
    logger.warning("Delivery %s was put off: %s", delivery.pk, reason)
    wait = pause(delivery.attempts, longest=LONGEST_WAIT)
    _of(delivery).update(
        due_at=timezone.now() + wait, attempts=F("attempts") - 1, last_error=reason
    )


def due_channels() -> list[str]:
    """Channels on which something is due, new or left behind.

    What was tried often enough, and each time ended its worker or failed in a way
    that nobody foresaw, is set aside here.
    """
    worn = Delivery.objects.due().filter(attempts__gte=MOST_ATTEMPTS)
    worn.update(state=State.SET_ASIDE, last_error="ended without an answer")
    return [
        channel
        for channel in Channel.values
        if Delivery.objects.claimable(channel, resting=Outlet.objects.resting_now()).exists()
    ]


def try_again(deliveries: list[int], *, at: datetime) -> int:
    """Let what was set aside be sent once more."""
    return _again(Delivery.objects.set_aside().filter(pk__in=deliveries), at)


def try_all_again(*, at: datetime) -> int:
    """Let everything that was set aside be sent once more."""
    return _again(Delivery.objects.set_aside(), at)


def _again(deliveries: QuerySet[Delivery], at: datetime) -> int:
    # The sweep finds them within seconds.
    return deliveries.update(state=State.WAITING, attempts=0, due_at=at)
