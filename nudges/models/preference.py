from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from nudges.channels.names import Channel
from nudges.kinds import KINDS
from people.models import User


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(person=user)


class Preference(models.Model):
    """Where somebody chose otherwise than a kind declares for a channel."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=10, choices=Channel)
    is_wanted = models.BooleanField()

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "channel"], name="one_preference_a_kind_and_channel"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(KINDS)), name="preference_kind_is_declared"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="preference_channel_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.is_wanted}"
