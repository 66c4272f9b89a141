from django.db import models
from django.utils import timezone


class SilencedRule(models.Model):
    """A rule of the lens that admins have turned off for everybody."""

    rule = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.rule
