from datetime import timedelta

from django.db import models
from django.utils import timezone

LONGEST_REST = timedelta(minutes=5)


class OutletQuerySet(models.QuerySet["Outlet"]):
    def resting_now(self) -> list[str]:
        """The names of what is not to be tried at present.

        What was to rest for much longer has rested since before the clock was put back.
        """
        now = timezone.now()
        resting = self.filter(try_at__gt=now, try_at__lt=now + 2 * LONGEST_REST)
        return list(resting.values_list("name", flat=True))


class Outlet(models.Model):
    """What did not answer, and rests until `try_at`: the mail server, say, or one chat.

    Messages through it wait meanwhile, and lose none of their attempts. The row goes when
    something is taken again.
    """

    name = models.CharField(max_length=120, unique=True)
    failures = models.PositiveIntegerField(default=0)
    down_since = models.DateTimeField(default=timezone.now)
    try_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)

    objects = OutletQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
