"""Private and temporary: who may be glad of a kind word, and what was written to them.

Rows are seen by the person and by whoever is asked, through `visible_to`, and
are deleted 30 days after the incident is over. They are in no admin page, no
API, no export and no log.
"""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from incidents.models.incident import Incident
from people.models import User

KEPT_FOR = timedelta(days=30)


class ReachOutQuerySet(models.QuerySet["ReachOut"]):
    def visible_to(self, user: User) -> Self:
        """Whoever is asked, or was, sees it. The person it is for never meets this row."""
        return self.filter(pk__in=Asking.objects.filter(user=user).values("reach_out"))

    def may_be_told(self, user: User) -> Self:
        """Whoever is asked for a kind word hears it; of a restricted incident nothing is named."""
        return self

    def open(self) -> Self:
        return self.filter(ended_at=None)


class ReachOut(models.Model):
    """One senior at a time is asked to write to one person about one incident.

    Asking again, after it has ended, begins another `round`. `wanted_at` is when the
    person said that a word would be welcome; whatever made them say so is not kept.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="reach_outs")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="asked_to_reach_out"
    )
    round = models.PositiveSmallIntegerField(default=1)
    begun_at = models.DateTimeField(default=timezone.now)
    wanted_at = models.DateTimeField(null=True)
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

    def this_round(self) -> "models.QuerySet[Asking]":
        """Who has been asked since it began, or began again."""
        return self.askings.filter(round=self.round)

    def welcomes(self, user: User) -> bool:
        """Whether a note by somebody who was asked is still waited for, also after it passed on."""
        return self.ended_at is None and self.this_round().filter(user=user).exists()


class Asking(models.Model):
    """That somebody was asked to reach out, so that it is not always the same ones."""

    reach_out = models.ForeignKey(ReachOut, models.CASCADE, related_name="askings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reach_out", "user", "round"], name="asked_to_reach_out_once"
            )
        ]
        indexes = [models.Index(fields=["user", "-asked_at"], name="asking_of_user")]

    def __str__(self) -> str:
        return f"asking {self.pk}"


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: User) -> Self:
        """The two people only."""
        return self.filter(Q(author=user) | Q(recipient=user))

    def first_words(self) -> Self:
        """Notes that somebody was asked for; what the two wrote after that answers them."""
        return self.filter(answers=None)

    def exchanged(self, note: "Note") -> Self:
        """A note and what came after it, whichever of them is given."""
        first = note.answers_id or note.pk
        return self.filter(Q(pk=first) | Q(answers=first))

    def may_be_told(self, user: User) -> Self:
        """A note is for its reader, wherever it was written."""
        return self.visible_to(user)


class Note(models.Model):
    """What one person wrote to another, in their own words.

    What the two write to each other after that `answers` the first note, and goes with it.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()
    named_with = ("author", "recipient")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(author=models.F("recipient")), name="note_is_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(answers=None) | ~Q(answers=models.F("id")),
                name="note_answers_another",
            ),
        ]
        indexes = [models.Index(fields=["recipient", "-sent_at"], name="note_to_recipient")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:note", args=[self.answers_id or self.pk])

    def other(self, user: User) -> User:
        """Whom somebody who is one of the two writes with."""
        return self.recipient if user == self.author else self.author
