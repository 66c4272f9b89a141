from django.db import models
from django.utils.translation import gettext_lazy as _

from postmortems.models.postmortem import Postmortem


class FactorKind(models.TextChoices):
    DETECTION = "detection", _("Detection")
    TOOLING = "tooling", _("Tooling")
    TESTING = "testing", _("Testing")
    REVIEW = "review", _("Review")
    DOCUMENTATION = "documentation", _("Documentation")
    DESIGN = "design", _("Design")
    PROCESS = "process", _("Process")
    TIME_PRESSURE = "time_pressure", _("Time pressure")
    EXTERNAL = "external", _("External")


class ContributingFactor(models.Model):
    """One of the several things that had to be true for it to happen."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="factors")
    kind = models.CharField(_("kind"), max_length=20, choices=FactorKind)
    text = models.TextField(_("what made it possible"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=FactorKind.values), name="factor_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.text
