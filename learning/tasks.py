"""What the worker does for the library."""

from celery import shared_task

from learning.domain.anonymous import publish_handed_in


@shared_task
def publish_anonymous() -> None:
    """Put what was handed in anonymously into the library, once a day."""
    publish_handed_in()
