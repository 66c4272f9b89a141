"""What the worker does for the library."""

from celery import shared_task

from learning.domain.anonymous import publish_handed_in
from learning.domain.welcoming import welcome_new_joiners


@shared_task
def publish_anonymous() -> None:
    """Put what was handed in anonymously into the library, once a day."""
    publish_handed_in()


@shared_task
def welcome() -> None:
    """Find who has joined, and tell them where to begin."""
    welcome_new_joiners()
