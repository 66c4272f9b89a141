"""What the worker does with the outbox. Postgres says what is due; Redis only prompts."""

from celery import shared_task
from django.utils import timezone

from nudges.domain import delivery, saying


@shared_task
def say(nudge_id: int) -> None:
    """Say one nudge, and have sent what it planned for now."""
    for channel in saying.say(nudge_id):
        deliver.delay(channel)


@shared_task
def deliver(channel: str) -> None:
    """Send what is due on a channel."""
    delivery.deliver(channel)


@shared_task
def sweep() -> None:
    """Find what a lost broker, a dead worker or the passing of time left to do.

    Each nudge is a task of its own, so that one that fails keeps no other waiting.
    """
    for nudge_id in saying.due_nudges():
        say.apply_async((nudge_id,), expires=60)
    for channel in delivery.due_channels():
        deliver.apply_async((channel,), expires=60)


@shared_task
def let_lapse() -> None:
    """End what has had its time."""
    saying.let_lapse(at=timezone.now())
