"""What the API remembers of requests for a while."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class KeptAnswer(models.Model):
    """The answer to a request with an Idempotency-Key, so that the same again gets the same.

    It is written in the transaction of what it answers, or not at all.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="kept_answers_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="a_key_has_one_answer")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class RequestCount(models.Model):
    """How many requests an account sent in one minute. The table is not logged: a crash may
    empty it, and counting costs next to nothing."""

    account = models.BigIntegerField(primary_key=True)
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} in minute {self.minute}"
