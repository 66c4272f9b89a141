from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class ResponseRole(models.TextChoices):
    """What somebody does in the response. Nobody has a role in what caused it."""

    LEAD = "lead", _("Incident lead")
    COMMUNICATIONS = "communications", _("Communications")
    SCRIBE = "scribe", _("Scribe")
    RESPONDER = "responder", _("Responder")


class Participation(models.Model):
    """Somebody is here to help."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="participations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations"
    )
    role = models.CharField(max_length=15, choices=ResponseRole, default=ResponseRole.RESPONDER)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "user"], name="joined_once"),
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(role=ResponseRole.LEAD),
                name="one_lead_an_incident",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=ResponseRole.values), name="response_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class Access(models.Model):
    """Somebody who is not in a restricted incident and was let in."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="accesses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="accesses")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name_plural = "accesses"
        constraints = [models.UniqueConstraint(fields=["incident", "user"], name="let_in_once")]

    def __str__(self) -> str:
        return f"access {self.pk}"
