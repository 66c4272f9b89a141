"""Private and temporary, as the rest of care: who sits beside somebody in their first incident."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from incidents.models.incident import Incident
from people.models import User


class BuddyQuerySet(models.QuerySet["Buddy"]):
    def visible_to(self, user: User) -> Self:
        """The two, and whoever is asked or was."""
        asked = Buddy.asked.through.objects.filter(user=user).values("buddy")
        return self.filter(Q(person=user) | Q(buddy=user) | Q(pk__in=asked))

    def may_be_told(self, user: User) -> Self:
        """Only those who see the incident are asked into it."""
        seen = Incident.objects.visible_to(user)
        return self.visible_to(user).filter(incident__in=seen)

    def open(self) -> Self:
        """Nobody has come yet, and it is still wanted."""
        return self.filter(buddy=None, ended_at=None)


class Buddy(models.Model):
    """Somebody who has been through it sits beside somebody for whom it is the first.

    It is no `HelpRequest`: that is part of the story, and everybody reads it. This is
    between the two, and is deleted like a kind word.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="buddies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    buddy = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    asked = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    widen_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = BuddyQuerySet.as_manager()
    named_with = ("incident", "person", "buddy")
    incident_path = "incident"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"],
                condition=Q(ended_at=None),
                name="one_buddy_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(buddy=None) | ~Q(buddy=F("person")), name="buddy_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(buddy=None) | Q(found_at__isnull=False),
                name="buddy_is_found_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["widen_at"], condition=Q(buddy=None, ended_at=None), name="buddy_to_widen"
            )
        ]

    def __str__(self) -> str:
        return f"buddy {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:buddy", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.buddy_id is None and self.ended_at is None
