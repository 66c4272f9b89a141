"""What the worker does for the organisation."""

from celery import shared_task
from django.utils import timezone


@shared_task
def make_export(export_id: int) -> None:
    """Make one export of everything."""
    from organisation.domain import exporting

    exporting.make_export(export_id)


@shared_task
def sweep_exports() -> None:
    """Find what a lost broker or a dead worker left to make."""
    from organisation.domain import exporting

    for export_id in exporting.left_over(at=timezone.now()):
        make_export.apply_async((export_id,), expires=60)


@shared_task
def keep_retention() -> None:
    """Delete what is older than the organisation keeps."""
    from organisation.domain import retention

    retention.keep_retention(at=timezone.now())
