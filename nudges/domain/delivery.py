"""Send what is due on a channel, however often a task is run.

A worker claims some rows, says so in them, and sends one after another over one connection.
What fails is tried again later and later, and set aside for an admin in the end. What does
not answer at all rests, and nothing of what waits for it counts as tried.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from nudges.channels.base import Message, NotTaken, Send
from nudges.channels.names import Channel
from nudges.channels.registry import SENDING
from nudges.domain import outcomes
from nudges.domain.messages import messages
from nudges.domain.outlets import failing, is_back, let_rest
from nudges.domain.planning import NO_LONGER_URGENT
from nudges.domain.turns import slot, turn
from nudges.models import Delivery, Outlet
from nudges.models.delivery import MOST_ATTEMPTS, State
from people.hours import next_working_time

# Longer than a sending takes: each of its dozen exchanges with the mail server times out in 20 s.
LEASE = timedelta(minutes=10)
BATCH = 50


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
            outcomes.given_back(delivery)
        elif message is None:
            outcomes.not_needed(delivery)
        elif at := _waits_until(message):
            outcomes.later(delivery, at)
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
        outcomes.failed(batch[0], error)
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
            was_there = let_rest(delivery.outlet, answer.reason)
            outcomes.wait_for_outlet(delivery, answer.reason, counts=was_there)
            return False
        outcomes.put_off(
            delivery, answer.reason, is_for_good=answer.is_for_good, at_least=answer.wait
        )
    except Exception as error:
        outcomes.failed(delivery, error)
    else:
        outcomes.sent(message)
    return True


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
