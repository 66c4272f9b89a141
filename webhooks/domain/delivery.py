"""Send what is due to an endpoint, however often a task is run.

One worker at a time calls an endpoint, and sends its messages one after another. What is not
taken is tried again later and later, and in the end waits for somebody to send it again.
"""

import time
from datetime import timedelta

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from people.sealing import Unreadable
from webhooks.domain import outcomes
from webhooks.events import EVENTS, TEST
from webhooks.models import MOST_ATTEMPTS, Endpoint, Message, State
from webhooks.posting import SECONDS, Answer, post
from webhooks.secrets import signature

# How long one task goes on; what is left then is found by the sweep, so that others have a turn.
TURN = timedelta(seconds=60)
# Longer than a turn and one more sending take.
LEASE = TURN + timedelta(seconds=4 * SECONDS)


def deliver(endpoint_id: int) -> None:
    """Send what is due to an endpoint, unless another worker is busy with it.

    The conditional UPDATE is the claim of the endpoint, so that what does not answer
    keeps one worker waiting and not all.
    """
    this = Endpoint.objects.filter(pk=endpoint_id)
    if not Endpoint.objects.free().filter(pk=endpoint_id).update(busy_until=timezone.now() + LEASE):
        return
    ends = time.monotonic() + TURN.total_seconds()
    try:
        while time.monotonic() < ends and _send_next(this.get()):
            pass
    finally:
        this.update(busy_until=None)


def _send_next(endpoint: Endpoint) -> bool:
    """Send the oldest message that is due. Returns whether to go on with the next."""
    if not endpoint.is_on:
        return False
    message = claim(endpoint)
    if message is None:
        return False
    if not may_be_told(message):
        outcomes.not_needed(message)
        return True
    return outcomes.note(message, endpoint, send(message, endpoint))


def claim(endpoint: Endpoint) -> Message | None:
    """Take the oldest message that is due, for the time of a lease.

    Of two that meet here the conditional UPDATE lets one have it. What ended its worker
    each time that it was tried is set aside.
    """
    mine = Message.objects.due().filter(endpoint=endpoint)
    mine.filter(attempts__gte=MOST_ATTEMPTS).update(state=State.FAILED)
    while message := mine.order_by("pk").first():
        taken = Message.objects.due().filter(pk=message.pk)
        if taken.update(due_at=timezone.now() + LEASE, attempts=F("attempts") + 1):
            message.attempts += 1
            return message
    return None


def may_be_told(message: Message) -> bool:
    """Whether what it tells is still there, and still for everybody to see."""
    if message.event == TEST:
        return True
    declared, thing = EVENTS.get(message.event), message.about
    return bool(declared and thing and declared.says(thing) is not None)


def send(message: Message, endpoint: Endpoint) -> Answer:
    """Sign a message anew, with the time of this attempt, and post it."""
    now = timezone.now()
    try:
        signed = signature(endpoint, key=message.key, at=now, body=message.body)
    except Unreadable:
        return Answer(reason="sealed under another SECRET_KEY", is_for_good=True)
    headers = {
        "webhook-id": message.key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": signed,
    }
    return post(endpoint.url, body=message.body, headers=headers)


def due_endpoints() -> list[int]:
    """Endpoints to which something is due, and that may be called."""
    due = Message.objects.due().filter(endpoint=OuterRef("pk"))
    return list(Endpoint.objects.free().filter(Exists(due)).values_list("pk", flat=True))
