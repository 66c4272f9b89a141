"""What the worker does with write-ups."""

from celery import shared_task

from postmortems.domain import remembering


@shared_task
def remember_what_was_published() -> None:
    """Say to the authors of a year ago that their write-up is still read."""
    remembering.remember_anniversaries()
