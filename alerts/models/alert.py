from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.models.source import Source
from incidents.models import Incident
from people.models import User

LONGEST_KEY = 255
LONGEST_TITLE = 300
LONGEST_LINK = 1000


class AlertStatus(models.TextChoices):
    FIRING = "firing", _("Firing")
    RESOLVED = "resolved", _("Resolved")
    QUIET = "quiet", _("Not heard of for a while")


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: User) -> Self:
        """A group is seen by whoever may see its incident."""
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def to_note(self) -> Self:
        """Those that have something to say in a room."""
        return self.filter(Q(fired__gt=0) | Q(cleared__gt=0))


class Group(models.Model):
    """Alerts that belong together, and the incident that they opened or were added to.

    Of each key there is one that is current. When its incident is over and an alert fires
    anew, another takes its place.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="groups")
    key = models.CharField(max_length=LONGEST_KEY)
    incident = models.ForeignKey(
        Incident, models.CASCADE, null=True, blank=True, related_name="alert_groups"
    )
    opened_incident = models.BooleanField(default=False)
    is_storm = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    began_at = models.DateTimeField(default=timezone.now)

    # What its room has not been told yet.
    fired = models.PositiveIntegerField(default=0)
    cleared = models.PositiveIntegerField(default=0)
    titles = models.JSONField(default=list)
    noted_at = models.DateTimeField(default=timezone.now)

    objects = GroupQuerySet.as_manager()
    incident_path = "incident"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                condition=Q(is_current=True),
                name="one_current_group_a_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["noted_at"],
                condition=Q(fired__gt=0) | Q(cleared__gt=0),
                name="alert_group_to_note",
            ),
            models.Index(
                fields=["source", "-began_at"],
                condition=Q(opened_incident=True),
                name="alert_group_that_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"group {self.pk}"


class AlertQuerySet(models.QuerySet["Alert"]):
    def firing(self) -> Self:
        return self.filter(status=AlertStatus.FIRING)


class Alert(models.Model):
    """One thing that a source watches, from when it fired until it was fine again."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="alerts")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="alerts")
    key = models.CharField(max_length=LONGEST_KEY)
    status = models.CharField(max_length=10, choices=AlertStatus, default=AlertStatus.FIRING)
    title = models.CharField(max_length=LONGEST_TITLE)
    severity = models.CharField(max_length=10, blank=True)
    labels = models.JSONField(default=dict)
    link = models.CharField(max_length=LONGEST_LINK, blank=True)
    times_seen = models.PositiveIntegerField(default=1)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "key"],
                condition=Q(status=AlertStatus.FIRING),
                name="one_alert_firing_a_key",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AlertStatus.values), name="alert_status_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["last_seen_at"],
                condition=Q(status=AlertStatus.FIRING),
                name="alert_firing_since",
            ),
            models.Index(
                fields=["source", "-id"],
                condition=Q(status=AlertStatus.FIRING),
                name="alert_firing_of_source",
            ),
            models.Index(
                fields=["last_seen_at"],
                condition=~Q(status=AlertStatus.FIRING),
                name="alert_over_since",
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.pk}"
