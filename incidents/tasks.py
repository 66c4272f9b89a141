"""What the worker does about incidents."""

from celery import shared_task
from django.utils import timezone

from incidents.domain import asking
from incidents.models import ReachOut
from live import publish


@shared_task
def ask_someone(reach_out_id: int) -> None:
    """Ask the first, or the next, person to reach out."""
    asking.pass_on(reach_out_id)


@shared_task
def pass_on_reach_outs() -> None:
    """Pass on what nobody has answered, and find what a lost broker left, each on its own."""
    due = ReachOut.objects.open().filter(pass_on_at__lte=timezone.now())
    for reach_out_id in due.values_list("pk", flat=True)[:500]:
        ask_someone.apply_async((reach_out_id,), expires=60)


@shared_task
def forget_care() -> None:
    """Delete what is private and old."""
    asking.forget(at=timezone.now())


@shared_task
def tell_of_repair(incident_id: int) -> None:
    """Let open screens fetch how far the repairs of an incident are."""
    publish(f"incident:{incident_id}", "repair")
