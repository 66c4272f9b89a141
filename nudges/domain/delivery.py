"""Say what is due, and send it on every channel, however often a task is run."""

import logging
import random
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from live import publish
from nudges import email
from nudges.domain.planning import plan
from nudges.kinds import KINDS
from nudges.models import Channel, Delivery, Nudge
from nudges.models.delivery import State as DeliveryState
from nudges.models.nudge import HUSHED, State
from nudges.telling import may_be_told

logger = logging.getLogger(__name__)

# Longer than a sending takes: each of its dozen exchanges with the mail server times out in 20 s.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=2)


@transaction.atomic
def say(nudge_id: int) -> list[int]:
    """Say one nudge that is due: list it, plan its mail and its next time.

    The row lock and the look at `due_at` behind it let one of many workers do
    it; all of it commits together or not at all. Returns the deliveries to send.
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
        return []
    if not may_be_told(this):
        _hush(this)
        return []
    this.times_said += 1
    this.due_at = this.next_time(now)
    this.state = State.DONE if this.declared.is_said_once else State.SENT
    if this.declared.is_said_once:
        this.due_at, this.ended_because = None, "said"
    this.save(update_fields=["times_said", "due_at", "state", "ended_because"])
    publish(f"user:{this.recipient_id}", "nudges")
    if this.stays_in_app or not (this.recipient.wants_email and this.recipient.is_active):
        return []
    planned = plan(this, Channel.EMAIL, at=now)
    return [planned.pk] if planned.is_due else []


def _hush(this: Nudge) -> None:
    """End what is about something that its reader does not see any more."""
    this.state, this.due_at, this.ended_because = State.DONE, None, HUSHED
    this.save(update_fields=["state", "due_at", "ended_because"])
    publish(f"user:{this.recipient_id}", "nudges")


def send(delivery_id: int) -> None:
    """Send one delivery that is due.

    The conditional UPDATE is the claim: one worker changes the row and sends,
    every other run finds nothing to do. A worker that dies between sending and
    noting it causes one repeat, with the same Message-ID; we prefer that to
    silence.
    """
    now = timezone.now()
    this = Delivery.objects.filter(pk=delivery_id)
    claimable = this.due().filter(attempts__lt=MOST_ATTEMPTS)
    if not claimable.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return
    rows = Delivery.objects.filter(Q(pk=delivery_id) | Q(goes_with=delivery_id)).order_by("pk")
    told = list(rows.select_related("nudge__recipient", "nudge__about_type"))
    needed = [one for one in told if _is_needed(one)]
    try:
        if needed:
            email.send(this.get(), [one.nudge for one in needed])
    except (SMTPException, OSError) as error:
        _put_off(this.get(), error)
        return
    sent = [one.pk for one in needed]
    rows.exclude(pk__in=sent).update(state=DeliveryState.NOT_NEEDED)
    rows.filter(pk__in=sent).update(state=DeliveryState.SENT, sent_at=timezone.now(), last_error="")


def _is_needed(delivery: Delivery) -> bool:
    nudge = delivery.nudge
    if not (nudge.recipient.is_active and nudge.recipient.wants_email and may_be_told(nudge)):
        return False
    return nudge.declared.is_said_once or nudge.state == State.SENT


def _put_off(delivery: Delivery, error: Exception) -> None:
    """Try again later and later, and after enough tries leave it to an admin."""
    # The text of a mail server's answer may quote the message: its kind is enough.
    reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    logger.warning("Delivery %s was put off: %s", delivery.pk, reason)
    this = Delivery.objects.filter(pk=delivery.pk)
    if delivery.attempts >= MOST_ATTEMPTS:
        this.update(state=DeliveryState.SET_ASIDE, last_error=reason)
        return
    this.update(due_at=timezone.now() + pause(delivery.attempts), last_error=reason)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: longer each time, and never quite the same."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return doubled * random.uniform(0.75, 1.25)


def due_nudges(*, most: int = 500) -> list[int]:
    """Nudges that nobody has said though their time has come."""
    return list(Nudge.objects.due().order_by("due_at").values_list("pk", flat=True)[:most])


def due_deliveries(*, most: int = 500) -> list[int]:
    """Deliveries that are due, new or left behind.

    What was tried often enough, and each time ended its worker or failed in a way
    that nobody foresaw, is set aside here.
    """
    worn = Delivery.objects.due().filter(attempts__gte=MOST_ATTEMPTS)
    worn.update(state=DeliveryState.SET_ASIDE, last_error="ended without an answer")
    return list(Delivery.objects.due().order_by("due_at").values_list("pk", flat=True)[:most])


def let_lapse(*, at: datetime) -> int:
    """End what nobody answered and what has had its time. Returns how many."""
    ended = 0
    for kind in KINDS.values():
        if kind.lasts:
            old = Nudge.objects.open().filter(kind=kind.name, created_at__lt=at - kind.lasts)
            ended += old.update(state=State.DONE, ended_because="had its time", due_at=None)
    return ended


def try_again(deliveries: list[int], *, at: datetime) -> int:
    """Let what was set aside be sent once more."""
    return Delivery.objects.filter(pk__in=deliveries, state=DeliveryState.SET_ASIDE).update(
        state=DeliveryState.WAITING, attempts=0, due_at=at
    )
