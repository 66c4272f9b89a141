from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    SET_ASIDE = "set_aside", _("Set aside")


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        """What is to be sent now: new, or left behind by a worker that died."""
        return self.filter(state=LetterState.WAITING, due_at__lte=timezone.now())

    def set_aside(self) -> Self:
        """What was tried often enough, or refused for good, and waits for an admin."""
        return self.filter(state=LetterState.SET_ASIDE)


class Letter(models.Model):
    """One mail about an account: an invitation, a new password, a change to know of.

    What it says is sealed (`people/sealing.py`), and deleted once it is sent. Claiming a letter
    moves `due_at` ahead by the time a sending may take, so that one whose worker died is
    simply due again when that has passed.
    """

    kind = models.CharField(max_length=40)
    to = models.EmailField(max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    sealed = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=15, choices=LetterState, default=LetterState.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values), name="letter_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=LetterState.SENT) | Q(sealed=""),
                name="letter_keeps_no_words_afterwards",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state=LetterState.WAITING), name="letter_due"
            ),
            models.Index(
                fields=["-id"], condition=Q(state=LetterState.SET_ASIDE), name="letter_aside"
            ),
            models.Index(fields=["made_at"], name="letter_by_age"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}: {self.kind}"
