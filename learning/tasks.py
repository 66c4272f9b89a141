"""What the worker does for the library."""

from celery import shared_task

from learning.domain import counting, pulse
from learning.domain.anonymous import publish_handed_in


@shared_task
def publish_anonymous() -> None:
    """Put what was handed in anonymously into the library, once a day."""
    publish_handed_in()


@shared_task
def ask_after_incidents() -> None:
    """Ask three questions of those who were in what is over."""
    pulse.ask_after_incidents()


@shared_task
def ask_everyone() -> None:
    """Ask everybody the three questions of the quarter, when it is time."""
    pulse.ask_everyone()


@shared_task
def count_insights() -> None:
    """Count what is over: days of kind words, rounds of questions, quarters."""
    counting.count_words()
    counting.count_closed_pulses()
    counting.count_quarters()
