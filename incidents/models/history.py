from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class Moment(models.TextChoices):
    """The times of an incident, in their order."""

    STARTED = "started_at", _("Started")
    DETECTED = "detected_at", _("Detected")
    DECLARED = "declared_at", _("Declared")
    MITIGATED = "mitigated_at", _("Mitigated")
    RESOLVED = "resolved_at", _("Resolved")


class TimeChange(models.Model):
    """One of an incident's times was put right; `before` or `after` is empty where it had none."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="time_changes")
    moment = models.CharField(max_length=15, choices=Moment)
    before = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(default=timezone.now)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-corrected_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(moment__in=Moment.values), name="time_change_moment_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.pk}"
