"""What the worker does about accounts."""

from celery import shared_task
from django.utils import timezone

from people.domain import posting


@shared_task
def send_letter(letter_id: int) -> None:
    """Send one letter."""
    posting.send(letter_id)


@shared_task
def sweep_letters() -> None:
    """Find what a lost broker, a dead worker or the passing of time left to do."""
    for letter_id in posting.due_letters():
        send_letter.apply_async((letter_id,), expires=60)


@shared_task
def forget_letters() -> None:
    """Delete what is old."""
    posting.forget_letters(at=timezone.now())
