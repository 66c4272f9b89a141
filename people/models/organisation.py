from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.holidays import check_country


class Word(models.TextChoices):
    """What a postmortem is called on screen; in code it stays a postmortem."""

    POSTMORTEM = "postmortem", _("Postmortem")
    LEARNING_REVIEW = "learning_review", _("Learning review")
    RETROSPECTIVE = "retrospective", _("Retrospective")


PLURALS: dict[str, Promise] = {
    Word.POSTMORTEM: _("Postmortems"),
    Word.LEARNING_REVIEW: _("Learning reviews"),
    Word.RETROSPECTIVE: _("Retrospectives"),
}
CHANNELS = {"email": "uses_mail", "push": "uses_browsers", "chat": "uses_chats"}


class Organisation(models.Model):
    """How the organisation wants Goldseam to be: one row, or none until something is changed.

    It is read with `people.organisation.the_organisation`, and changed by
    `organisation.domain.settings`.
    """

    ONLY: ClassVar[int] = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(max_length=80, blank=True)
    postmortem_word = models.CharField(max_length=20, choices=Word, default=Word.POSTMORTEM)

    critical_means = models.CharField(max_length=160, blank=True)
    major_means = models.CharField(max_length=160, blank=True)
    minor_means = models.CharField(max_length=160, blank=True)
    # None: nobody is reminded.
    critical_minutes = models.PositiveSmallIntegerField(null=True, blank=True, default=30)
    major_minutes = models.PositiveSmallIntegerField(null=True, blank=True, default=60)
    minor_minutes = models.PositiveSmallIntegerField(null=True, blank=True, default=None)

    country = models.CharField(max_length=2, blank=True, validators=[check_country])
    days_off = ArrayField(models.DateField(), default=list, blank=True)

    audit_days = models.PositiveSmallIntegerField(default=730)
    nudge_days = models.PositiveSmallIntegerField(default=365)
    delivery_days = models.PositiveSmallIntegerField(default=90)
    webhook_days = models.PositiveSmallIntegerField(default=30)
    export_days = models.PositiveSmallIntegerField(default=7)

    uses_mail = models.BooleanField(default=True)
    uses_browsers = models.BooleanField(default=True)
    uses_chats = models.BooleanField(default=True)

    requires_second_step = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_organisation"),
            models.CheckConstraint(
                condition=Q(postmortem_word__in=Word.values), name="word_for_postmortem_is_known"
            ),
            models.CheckConstraint(
                condition=Q(audit_days__gte=30)
                & Q(nudge_days__gte=180)
                & Q(delivery_days__gte=7)
                & Q(webhook_days__gte=1)
                & Q(export_days__gte=1),
                name="what_is_needed_is_kept",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "the organisation"

    def word(self, *, several: bool = False) -> str:
        """What a postmortem is called, or several."""
        word = Word(self.postmortem_word)
        return str(PLURALS[word] if several else word.label)

    def meaning_of(self, severity: str) -> str:
        """The organisation's own definition of a severity, if it gave one."""
        return str(getattr(self, f"{severity}_means", ""))

    def update_every(self, severity: str) -> timedelta | None:
        """How often people hear of an incident of this severity; None when it does not matter."""
        minutes: int | None = getattr(self, f"{severity}_minutes", None)
        return timedelta(minutes=minutes) if minutes else None

    def uses(self, channel: str) -> bool:
        """Whether anything may be sent on a channel of `nudges`."""
        return bool(getattr(self, CHANNELS[channel]))

    def is_day_off(self, day: date) -> bool:
        return day in self.days_off
