"""What the worker does for the library."""

from celery import shared_task
from django.utils import timezone

from learning.domain import counting, pulse, weeks
from learning.domain.anonymous import publish_handed_in
from learning.domain.talks.asking import ask_for_speakers, forget_asking, sessions_to_ask_for
from learning.domain.talks.reminding import end_what_has_begun
from learning.domain.talks.series import keep_sessions
from learning.domain.talks.slots import free_slots_of_those_who_left
from learning.domain.welcoming import welcome_new_joiners


@shared_task
def publish_anonymous() -> None:
    """Put what was handed in anonymously into the library, once a day."""
    publish_handed_in()


@shared_task
def begin_week() -> None:
    """Choose the story of the week, when a new one has begun."""
    weeks.begin_week()


@shared_task
def keep_talks() -> None:
    """Plan the next sessions, ask for speakers, and end what was about those that have begun."""
    at = timezone.now()
    keep_sessions(at=at)
    free_slots_of_those_who_left(at=at)
    end_what_has_begun(at=at)
    forget_asking(at=at)
    for session_id in sessions_to_ask_for(at=at):
        ask_for_speakers_of.apply_async((session_id,), expires=600)


@shared_task
def ask_for_speakers_of(session_id: int) -> None:
    """Ask people for the free slots of one session."""
    ask_for_speakers(session_id)


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


@shared_task
def welcome() -> None:
    """Find who has joined, and tell them where to begin."""
    welcome_new_joiners()
