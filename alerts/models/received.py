from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.models.source import Source

# How many requests a source may send at once, and in a minute after that.
MOST_AT_ONCE = 60
MOST_A_MINUTE = 60


class Inflow(models.Model):
    """How much a source may still send; a row of its own, so that sending waits for nothing."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="inflow", primary_key=True)
    left = models.FloatField(default=MOST_AT_ONCE)
    counted_at = models.DateTimeField(default=timezone.now)
    last_came_at = models.DateTimeField(null=True, blank=True)
    refused = models.PositiveIntegerField(default=0)
    refused_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"inflow of source {self.pk}"


class ReceivedState(models.TextChoices):
    WAITING = "waiting", _("Waits to be read")
    DONE = "done", _("Read")
    UNREADABLE = "unreadable", _("Could not be read")


class ReceivedQuerySet(models.QuerySet["Received"]):
    def waiting(self) -> Self:
        return self.filter(state=ReceivedState.WAITING).order_by("pk")


class Received(models.Model):
    """One request of a source, as it came; its text is deleted after a day."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="received")
    delivery = models.CharField(max_length=64, help_text=_("The same for a delivery sent again."))
    body = models.TextField()
    came_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=ReceivedState, default=ReceivedState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(default=timezone.now)
    outcome = models.JSONField(default=list, help_text=_("A line for each alert."))

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "received"
        constraints = [
            models.UniqueConstraint(fields=["source", "delivery"], name="received_once"),
            models.CheckConstraint(
                condition=Q(state__in=ReceivedState.values), name="received_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-id"], name="received_of_source"),
            models.Index(
                fields=["try_at"],
                condition=Q(state=ReceivedState.WAITING),
                name="received_to_read",
            ),
            models.Index(fields=["came_at"], name="received_since"),
        ]

    def __str__(self) -> str:
        return f"received {self.pk}"
