"""What the worker does about incidents: all of it about looking after people."""

from celery import shared_task
from django.utils import timezone

from incidents.domain import asking, helping
from incidents.models import HelpRequest, ReachOut


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
def widen_help_request(request_id: int) -> None:
    """Ask the next circle for a hand."""
    helping.widen(request_id)


@shared_task
def widen_help_requests() -> None:
    """Ask further where nobody has come, each request on its own."""
    due = HelpRequest.objects.open().filter(widen_at__lte=timezone.now())
    for request_id in due.values_list("pk", flat=True)[:500]:
        widen_help_request.apply_async((request_id,), expires=60)


@shared_task
def forget_care() -> None:
    """Delete what is private and old."""
    asking.forget(at=timezone.now())
