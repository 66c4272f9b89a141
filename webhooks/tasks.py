"""What the worker does with webhooks. Postgres says what is due; Redis only prompts."""

from celery import shared_task
from django.utils import timezone


@shared_task
def deliver(endpoint_id: int) -> None:
    """Send what is due to one endpoint."""
    from webhooks.domain import delivery

    delivery.deliver(endpoint_id)


@shared_task
def sweep() -> None:
    """Find what a lost broker, a dead worker or the passing of time left to do."""
    from webhooks.domain import delivery

    for endpoint_id in delivery.due_endpoints():
        deliver.apply_async((endpoint_id,), expires=60)


@shared_task
def forget() -> None:
    """Delete messages, with what came of them, that are old."""
    from webhooks.domain import forgetting

    forgetting.forget(at=timezone.now())
