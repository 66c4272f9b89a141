"""What the worker does about write-ups."""

from celery import shared_task

from postmortems.domain import reviewing
from postmortems.models import ReviewRound


@shared_task
def offer_review(round_id: int) -> None:
    """Ask other leads to read a write-up."""
    reviewing.offer_review(round_id)


@shared_task
def offer_reviews() -> None:
    """Find the reviews that nobody has answered in time, each on its own."""
    for round_id in ReviewRound.objects.to_offer().values_list("pk", flat=True)[:500]:
        offer_review.apply_async((round_id,), expires=600)
