"""Delete what is old."""

from datetime import datetime, timedelta

from webhooks.models import Message

KEPT = timedelta(days=30)
AT_ONCE = 1_000


def forget(*, at: datetime) -> int:
    """Delete messages, with their attempts, that nobody will look for. Returns how many."""
    old, gone = Message.objects.filter(created_at__lt=at - KEPT), 0
    while numbers := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        Message.objects.filter(pk__in=numbers).delete()
        gone += len(numbers)
    return gone
