"""Private and temporary: who may be glad of a kind word, and what was written to them.

Rows are seen by the person and by whoever is asked, through `visible_to`, and
are deleted 30 days after the incident is over. They are in no admin page, no
API, no export and no log.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from incidents.models.incident import Incident
from people.models import User


class ReachOutQuerySet(models.QuerySet["ReachOut"]):
    def visible_to(self, user: User) -> Self:
        """Whoever is asked, or was, sees it. The person it is for never meets this row."""
        before = ReachOut.asked_before.through.objects.filter(user=user).values("reachout")
        return self.filter(Q(asked=user) | Q(pk__in=before))

    def may_be_told(self, user: User) -> Self:
        """Whoever is asked for a kind word hears it; of a restricted incident nothing is named."""
        return self

    def open(self) -> Self:
        return self.filter(ended_at=None)


class ReachOut(models.Model):
    """One senior at a time is asked to write to one person about one incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="reach_outs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="asked_to_reach_out"
    )
    asked_before = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    pass_on_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = ReachOutQuerySet.as_manager()
    named_with = ("person", "incident")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="one_reach_out_a_person"),
            models.CheckConstraint(
                condition=~Q(asked=models.F("person")), name="nobody_reaches_out_to_themselves"
            ),
        ]
        indexes = [
            models.Index(
                fields=["pass_on_at"], condition=Q(ended_at=None), name="reach_out_to_pass_on"
            )
        ]

    def __str__(self) -> str:
        return f"reach-out {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:reach_out", args=[self.pk])

    def welcomes(self, user: User) -> bool:
        """Whether a note by somebody who was asked is still waited for, also after it passed on."""
        return self.ended_at is None and self.asked_before.filter(pk=user.pk).exists()


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> Self:
        """The two people only."""
        return self.filter(Q(author=user) | Q(recipient=user))

    def may_be_told(self, user: User) -> Self:
        """A note is for its reader, wherever it was written."""
        return self.visible_to(user)


class Note(models.Model):
    """What one person wrote to another, in their own words."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()
    named_with = ("author",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(author=models.F("recipient")), name="note_is_to_somebody_else"
            )
        ]
        indexes = [models.Index(fields=["recipient", "-sent_at"], name="note_to_recipient")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:note", args=[self.pk])
