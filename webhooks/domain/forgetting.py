"""Delete what is old."""

from datetime import datetime, timedelta

from people.organisation import the_organisation
from webhooks.models import Message

AT_ONCE = 1_000


def forget(*, at: datetime) -> int:
    """Delete messages, with their attempts, as old as the settings say. Returns how many."""
    kept = timedelta(days=the_organisation().webhook_days)
    old, gone = Message.objects.filter(created_at__lt=at - kept), 0
    while numbers := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        Message.objects.filter(pk__in=numbers).delete()
        gone += len(numbers)
    return gone
