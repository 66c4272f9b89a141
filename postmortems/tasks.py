"""What the worker does about write-ups."""

from celery import shared_task

from postmortems.domain import versions


@shared_task
def keep_pause(postmortem_id: int) -> None:
    """Keep a version of one write-up that rests."""
    versions.keep_pause(postmortem_id)


@shared_task
def keep_pauses() -> None:
    """Find the write-ups that rest, each on its own."""
    for postmortem_id in versions.in_a_pause().values_list("pk", flat=True)[:500]:
        keep_pause.apply_async((postmortem_id,), expires=60)


@shared_task
def forget_updates() -> None:
    """Delete what has been folded into the documents."""
    versions.forget_updates()
