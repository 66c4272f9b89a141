"""What the worker does about write-ups."""

from celery import shared_task
from django.utils import timezone

from postmortems.domain import import_files, remembering, reviewing, versions
from postmortems.models import ImportFile, ImportState, ReviewRound


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


@shared_task
def import_batch(batch_id: int) -> None:
    """Import the files of a confirmed batch, each on its own."""
    waiting = ImportFile.objects.filter(batch=batch_id, state=ImportState.WAITING)
    for file_id in waiting.values_list("pk", flat=True):
        import_file.apply_async((file_id,), expires=600)


@shared_task
def import_file(file_id: int) -> None:
    """Import one report."""
    import_files.import_file(file_id)


@shared_task
def sweep_imports() -> None:
    """Find what a lost broker or a dead worker left to import."""
    for batch_id in import_files.left_over(at=timezone.now()):
        import_batch.apply_async((batch_id,), expires=60)


@shared_task
def forget_imports() -> None:
    """Delete what was uploaded and is a day old."""
    import_files.forget_batches(at=timezone.now())


@shared_task
def remember_what_was_published() -> None:
    """Say to the authors of a year ago that their write-up is still read."""
    remembering.remember_anniversaries()


@shared_task
def offer_review(round_id: int) -> None:
    """Ask other leads to read a write-up."""
    reviewing.offer_review(round_id)


@shared_task
def offer_reviews() -> None:
    """Find the reviews that nobody has answered in time, each on its own."""
    for round_id in ReviewRound.objects.to_offer().values_list("pk", flat=True)[:500]:
        offer_review.apply_async((round_id,), expires=600)
