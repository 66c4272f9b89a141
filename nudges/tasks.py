"""What the worker does with the outbox. Postgres says what is due; Redis only prompts."""

from celery import shared_task

from nudges.domain import delivery
from nudges.models import Nudge


@shared_task
def deliver(dedupe_key: str, people: list[int]) -> None:
    """Say the nudges that were just written."""
    nudges = Nudge.objects.filter(dedupe_key=dedupe_key, recipient__in=people)
    for nudge_id in nudges.values_list("pk", flat=True):
        for delivery_id in delivery.say(nudge_id):
            send.delay(delivery_id)


@shared_task
def send(delivery_id: int) -> None:
    """Send one message on its channel."""
    delivery.send(delivery_id)


@shared_task
def sweep() -> None:
    """Find what a lost broker, a dead worker or the passing of time left to do."""
    for nudge_id in delivery.due_nudges():
        delivery.say(nudge_id)
    for delivery_id in delivery.due_deliveries():
        send.apply_async((delivery_id,), expires=60)
