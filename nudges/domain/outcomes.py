"""What became of a message, noted in its rows."""

import logging
import time
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from nudges.channels.base import Message
from nudges.domain.outlets import pause
from nudges.domain.unforeseen import name_of
from nudges.models import Address, Delivery
from nudges.models.delivery import MOST_ATTEMPTS, State

logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(hours=2)
# Well within the lease, which keeps others off meanwhile.
NOTED_WITHIN = timedelta(minutes=5)
NOTE_SENT = "UPDATE nudges_delivery SET state='sent', sent_at=%s, last_error='' WHERE id=%s"


def given_back(delivery: Delivery) -> None:
    """Let it be claimed again, as due as before, also when the clock was ahead and is put right."""
    _of(delivery).update(due_at=F("goes_at"), attempts=F("attempts") - 1)


def not_needed(delivery: Delivery) -> None:
    """Note that nothing of it is to be told any more."""
    _whole(delivery).update(state=State.NOT_NEEDED)


def later(delivery: Delivery, at: datetime) -> None:
    """Let it go at another moment, together with what goes with it. It was not tried."""
    _whole(delivery).update(goes_at=at, due_at=at)
    _of(delivery).update(attempts=F("attempts") - 1)


def sent(message: Message) -> None:
    """Note that a message was sent, as soon as Postgres is there.

    What is not noted before the lease is over goes out once more.
    """
    ends = time.monotonic() + NOTED_WITHIN.total_seconds()
    while True:
        try:
            _note_sent(message)
        except (OperationalError, InterfaceError):
            if time.monotonic() > ends:
                raise
            close_old_connections()
            time.sleep(1)
        else:
            return


def _note_sent(message: Message) -> None:
    delivery, told = message.delivery, [nudge.pk for nudge in message.nudges]
    with connection.cursor() as cursor:
        cursor.execute(NOTE_SENT, [timezone.now(), delivery.pk])
    if delivery.is_bundle:
        rows = _whole(delivery)
        rows.filter(nudge__in=told).update(state=State.SENT, sent_at=timezone.now(), last_error="")
        rows.exclude(nudge__in=told).update(state=State.NOT_NEEDED)
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


def failed(delivery: Delivery, error: Exception) -> None:
    """Put off what failed in a way that nobody foresaw."""
    put_off(delivery, name_of(error))


def put_off(
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


def wait_for_outlet(delivery: Delivery, reason: str, *, counts: bool) -> None:
    """Wait until an outlet is back.

    What was tried when it had just been there counts as tried: it may be what it choked on.
    """
    if counts:
        put_off(delivery, reason)
        return
    logger.warning("Delivery %s was put off: %s", delivery.pk, reason)
    wait = pause(delivery.attempts, longest=LONGEST_WAIT)
    _of(delivery).update(
        due_at=timezone.now() + wait, attempts=F("attempts") - 1, last_error=reason
    )
