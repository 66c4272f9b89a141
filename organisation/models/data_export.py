from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    BEING_MADE = "being_made", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")


UNFINISHED = (ExportState.WAITING, ExportState.BEING_MADE)


class DataExportQuerySet(models.QuerySet["DataExport"]):
    def of(self, admin: User) -> Self:
        """Those that an admin asked for: what is in them is what they may see."""
        return self.filter(asked_by=admin)

    def ready(self) -> Self:
        return self.filter(state=ExportState.READY)


class DataExport(models.Model):
    """All that one admin may see, as a file of JSON Lines, made once by a worker.

    `claim` is who makes it, and `claimed_at` when they last said that they still do.
    """

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        _("state"), max_length=12, choices=ExportState, default=ExportState.WAITING
    )
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ExportState.values), name="export_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.READY) | ~Q(file="") & Q(made_at__isnull=False),
                name="ready_export_has_a_file",
            ),
            models.UniqueConstraint(
                fields=["asked_by"],
                condition=Q(state__in=UNFINISHED),
                name="one_export_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], name="exports_newest_first"),
            models.Index(fields=["asked_at"], name="exports_by_time"),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED
