"""What the worker does about accounts and requests."""

from celery import shared_task
from django.utils import timezone

from people.domain import posting
from people.domain.answers import forget_answers


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


@shared_task
def forget_kept_answers() -> None:
    """Delete the answers to requests whose day is over."""
    forget_answers()
