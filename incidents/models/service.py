from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Team


class Service(models.Model):
    """Something that runs, that people look after, and that can break."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(_("description"), blank=True)
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("team"),
    )
    experts = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="knows_services",
        verbose_name=_("people who know it well"),
    )
    public_name = models.CharField(
        _("name on the status page"),
        max_length=80,
        blank=True,
        help_text=_("Empty keeps it off the status page."),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("incidents:service", args=[self.slug])


class ServiceLink(models.Model):
    """Where to read on: a dashboard, a runbook, the source."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=80)
    url = models.URLField(_("address"), max_length=1000)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class Tool(models.Model):
    """A way to undo or to mend, written down before it is needed."""

    class Kind(models.TextChoices):
        ROLLBACK = "rollback", _("Rollback")
        FEATURE_FLAG = "feature_flag", _("Feature flag")
        KILL_SWITCH = "kill_switch", _("Kill switch")
        READ_ONLY_MODE = "read_only_mode", _("Read-only mode")
        REPAIR_JOB = "repair_job", _("Repair job")

    service = models.ForeignKey(Service, models.CASCADE, related_name="tools")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    command = models.CharField(_("command"), max_length=300)
    what_it_does = models.CharField(_("what it does"), max_length=300)
    is_safe_twice = models.BooleanField(_("safe to run twice"), default=False)

    class Meta:
        ordering = ["service", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "rollback",
                        "feature_flag",
                        "kill_switch",
                        "read_only_mode",
                        "repair_job",
                    ]
                ),
                name="tool_kind_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.command
