"""How long the answer to a request is kept, so that the same again gets the same."""

from datetime import timedelta

from django.utils import timezone

from people.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)


def forget_answers() -> int:
    """Delete what has had its day; returns how many there were."""
    gone, _each = KeptAnswer.objects.filter(made_at__lt=timezone.now() - KEPT_FOR).delete()
    return gone
