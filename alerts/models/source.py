"""Where alerts come from, and what becomes of them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Service


class Format(models.TextChoices):
    GENERIC = "generic", _("Anything that sends JSON")
    ALERTMANAGER = "alertmanager", _("Prometheus Alertmanager")
    GRAFANA = "grafana", _("Grafana")
    PAGERDUTY = "pagerduty", _("PagerDuty")
    SENTRY = "sentry", _("Sentry")
    DATADOG = "datadog", _("Datadog")


# Those that sign what they send, with a secret that they show.
SIGNING = (Format.PAGERDUTY, Format.SENTRY)


class AlertSeverity(models.TextChoices):
    """How severe an incident is that an alert opens."""

    AS_ALERT = "alert", _("As the alert says")
    UNSET = "", _("We will find out")
    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")


class Action(models.TextChoices):
    OPEN = "open", _("Open an incident")
    ADD = "add", _("Add it to an incident that is open")
    KEEP = "keep", _("Only list it here")
    IGNORE = "ignore", _("Leave it out")


class Source(models.Model):
    """Something that watches, and says so at an address of its own.

    The address holds a secret, of which only a keyed digest is kept.
    """

    name = models.CharField(max_length=80, unique=True)
    format = models.CharField(max_length=15, choices=Format)
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="alert_sources"
    )
    severity = models.CharField(
        max_length=10, choices=AlertSeverity, default=AlertSeverity.AS_ALERT, blank=True
    )
    otherwise = models.CharField(max_length=10, choices=Action, default=Action.OPEN)
    asks_for_help = models.BooleanField(default=True)
    most_an_hour = models.PositiveSmallIntegerField(default=6)
    is_on = models.BooleanField(default=True)

    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    signing_secret = models.TextField(blank=True, editable=False, help_text=_("Sealed."))
    made_at = models.DateTimeField(default=timezone.now)
    rotated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(format__in=Format.values), name="alert_format_is_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=AlertSeverity.values), name="alert_severity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(otherwise__in=Action.values), name="alert_otherwise_is_known"
            ),
            models.CheckConstraint(
                condition=Q(most_an_hour__gte=1, most_an_hour__lte=60),
                name="alert_source_opens_some_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("alerts:source", args=[self.pk])

    @property
    def signs(self) -> bool:
        return self.format in SIGNING


class Rule(models.Model):
    """What becomes of the alerts of a source that it matches; the first that does decides."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="rules")
    position = models.PositiveSmallIntegerField()
    matches = models.JSONField(default=list, help_text=_("Lists of label, sign and value."))
    action = models.CharField(max_length=10, choices=Action, default=Action.OPEN)
    severity = models.CharField(max_length=10, choices=AlertSeverity, blank=True)
    service = models.ForeignKey(
        Service, models.SET_NULL, null=True, blank=True, related_name="alert_rules"
    )
    title = models.CharField(max_length=200, blank=True)
    group_by = models.JSONField(default=list, help_text=_("Names of labels."))

    class Meta:
        ordering = ["source", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=Action.values), name="alert_rule_action_is_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=AlertSeverity.values),
                name="alert_rule_severity_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"rule {self.pk}"

    @property
    def conditions(self) -> list[str]:
        """Which alerts, as it is typed."""
        said = (("not " * (sign != "="), label, value) for label, sign, value in self.matches)
        return [f"{no}{label}={value}" for no, label, value in said]

    @property
    def says_which(self) -> str:
        """Which alerts, in a line; empty for all."""
        return ", ".join(self.conditions)
