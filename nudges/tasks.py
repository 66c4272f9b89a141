"""What the worker does with the outbox. Postgres says what is due; Redis only prompts."""

from celery import shared_task
from django.utils import timezone

from nudges.domain import delivery


@shared_task
def say(nudge_id: int) -> None:
    """Say one nudge, and send what it planned for now."""
    for delivery_id in delivery.say(nudge_id):
        send.delay(delivery_id)


@shared_task
def send(delivery_id: int) -> None:
    """Send one message on its channel."""
    delivery.send(delivery_id)


@shared_task
def sweep() -> None:
    """Find what a lost broker, a dead worker or the passing of time left to do.

    Each row is a task of its own, so that one that fails keeps no other waiting.
    """
    for nudge_id in delivery.due_nudges():
        say.apply_async((nudge_id,), expires=60)
    for delivery_id in delivery.due_deliveries():
        send.apply_async((delivery_id,), expires=60)


@shared_task
def let_lapse() -> None:
    """End what has had its time."""
    delivery.let_lapse(at=timezone.now())
