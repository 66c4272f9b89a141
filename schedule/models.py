from django.db import models
from django.utils import timezone


class Errand(models.Model):
    """One entry of the schedule, and when it was last sent to the workers."""

    name = models.CharField(max_length=100, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
