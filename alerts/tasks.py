"""What the worker does about alerts."""

from celery import shared_task
from django.utils import timezone

from alerts.domain import noting, receiving, taking_in
from alerts.models import Group


@shared_task
def take_in(source_id: int) -> None:
    """Read what waits of a source."""
    taking_in.take_in(source_id)


@shared_task
def note_alerts(group_id: int) -> None:
    """Tell a room what came since."""
    noting.note_if_due(Group.objects.get(pk=group_id), at=timezone.now())


@shared_task
def sweep() -> None:
    """Find what a lost broker, a dead worker or the passing of time left to do."""
    taking_in.give_up()
    for source_id in taking_in.waiting_sources():
        take_in.apply_async((source_id,), expires=60)
    for group_id in noting.groups_to_note():
        note_alerts.apply_async((group_id,), expires=60)


@shared_task
def forget() -> None:
    """Delete what is old, and let go of what nobody sends any more."""
    receiving.forget(at=timezone.now())
    taking_in.let_go_quiet(at=timezone.now())
