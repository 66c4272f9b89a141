from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from people.models import User

ARRIVES_WITHIN = timedelta(minutes=10)


class Reach(models.IntegerChoices):
    """How far a request has gone so far."""

    KNOWS_THE_SERVICE = 1, _("those who know the services")
    WAS_IN_SIMILAR = 2, _("responders of similar incidents")
    OTHERS_AROUND = 3, _("others who are around")


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def visible_to(self, user: User) -> Self:
        """A request is seen by whoever may see its incident."""
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def open(self) -> Self:
        """Nobody is on the way yet, and it is still wanted."""
        return self.filter(taken_by=None, ended_at=None)

    def may_be_told(self, user: User) -> Self:
        """Only those who see the incident are asked into it."""
        return self.filter(incident__in=Incident.objects.visible_to(user))


class HelpRequest(models.Model):
    """Somebody could use a hand, or company. Asking is a good thing, and is recorded as one."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="help_requests")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="help_requests",
        help_text=_("Nobody, where an alert opened the incident: Goldseam asks then."),
    )
    about = models.CharField(_("what it is about"), max_length=300, blank=True)
    is_for_company = models.BooleanField(
        default=False, help_text=_("A buddy: somebody experienced who stays with them.")
    )
    reach = models.PositiveSmallIntegerField(choices=Reach, default=Reach.KNOWS_THE_SERVICE)
    asked_at = models.DateTimeField(default=timezone.now)
    widen_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HelpRequestQuerySet.as_manager()
    named_with = ("incident", "asked_by", "taken_by")
    incident_path = "incident"

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="help_reach_is_known"),
            models.CheckConstraint(
                condition=Q(taken_by=None) | ~Q(taken_by=F("asked_by")),
                name="nobody_takes_their_own_request",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None) | Q(taken_at__isnull=False),
                name="help_is_taken_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["widen_at"],
                condition=Q(taken_by=None, ended_at=None),
                name="help_to_widen",
            )
        ]

    def __str__(self) -> str:
        return f"help request {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:help_request", args=[self.incident_id, self.pk])

    @property
    def mail_thread(self) -> str:
        return f"incident-{self.incident_id}"

    @property
    def is_on_the_way(self) -> bool:
        """Somebody said so a moment ago; after that they are there."""
        return self.taken_at is not None and timezone.now() - self.taken_at < ARRIVES_WITHIN

    @property
    def is_open(self) -> bool:
        return self.taken_by_id is None and self.ended_at is None
