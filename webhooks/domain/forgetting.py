"""Delete what is old."""

from datetime import datetime, timedelta

from people.organisation import the_organisation
from webhooks.models import Message, State

AT_ONCE = 1_000


def forget(*, at: datetime) -> int:
    """Delete messages, with their attempts, as old as the settings say. Returns how many.

    What still waits to be sent stays until it is settled.
    """
    before, gone = at - timedelta(days=the_organisation().webhook_days), 0
    old = Message.objects.exclude(state=State.WAITING).filter(created_at__lt=before)
    while numbers := list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        Message.objects.filter(pk__in=numbers).delete()
        gone += len(numbers)
    return gone
