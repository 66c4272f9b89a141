"""What people say about how it is here, without anybody knowing who said what.

Three things are kept apart. A round is what is asked in a quarter. A ballot that was spent
is a keyed digest: it says that it cannot be spent again, and without the key of this site
not whose it was. A box has counts, with no row for an answer, no time and no order: which
answers came together, and when, is nowhere; nor can the counts be read without that key, since
they do not begin at nought. All three are deleted when the round is counted.
"""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from learning.insights.figures import FIGURES, PULSE, SOON
from learning.insights.quarters import Quarter
from people.models import Team, User


class Occasion(models.TextChoices):
    AFTER = "after", _("After an incident")
    QUARTER = "quarter", _("Once a quarter")


class Face(models.IntegerChoices):
    NOT_AT_ALL = 1, _("Not at all")
    RATHER_NOT = 2, _("Rather not")
    IN_BETWEEN = 3, _("In between")
    RATHER_YES = 4, _("Rather yes")
    FULLY = 5, _("Fully")


def empty_box() -> list[int]:
    return [0] * len(Face)


SALT = "learning.pulse.box"
# Counts go round in so many, and what is as much as `TOO_MANY` was written with another key.
RING, TOO_MANY = 16**7, 1_000_000


class PulseRoundQuerySet(models.QuerySet["PulseRound"]):
    def open(self, *, at: datetime | None = None) -> Self:
        return self.filter(closes_at__gt=at or timezone.now())

    def may_be_told(self, user: User) -> Self:
        """Nobody is reminded of what can no longer be answered."""
        return self.open() if user.may_write else self.none()


class PulseRound(models.Model):
    """Three questions, asked of each person at most once in a quarter."""

    occasion = models.CharField(max_length=10, choices=Occasion)
    quarter = models.DateField()
    closes_at = models.DateTimeField()

    objects = PulseRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occasion", "quarter"], name="one_round_a_quarter"),
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="pulse_occasion_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"pulse {self.occasion} {self.quarter}"

    def get_absolute_url(self) -> str:
        return reverse("insights:pulse", args=[self.pk])

    @classmethod
    def closing(cls, quarter: Quarter) -> datetime:
        return quarter.ends + SOON

    @property
    def nudge_kind(self) -> str:
        return f"pulse_{self.occasion}"

    def questions(self) -> dict[str, str]:
        """The names of its questions, with their words."""
        names = [name for name in PULSE if name.startswith(f"{self.occasion}_")]
        return {name: str(FIGURES[name].title) for name in names}


class SpentBallot(models.Model):
    """Somebody has answered; `digest` does not say who."""

    digest = models.CharField(max_length=64, primary_key=True)
    round = models.ForeignKey(PulseRound, models.CASCADE, related_name="ballots")

    def __str__(self) -> str:
        return "a ballot"


class PulseBox(models.Model):
    """How often each face was chosen, for one question, by those of one team.

    Teams of fewer than five people, and those in none, have the box without a team. In what is
    kept, each count begins at a number that only the key of this site gives: of few answers,
    somebody who reads the database could else tell whose they are.
    """

    round = models.ForeignKey(PulseRound, models.CASCADE, related_name="boxes")
    question = models.CharField(max_length=20)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="+")
    counts = ArrayField(models.PositiveIntegerField(), default=empty_box, size=len(Face))

    class Meta:
        verbose_name_plural = "pulse boxes"
        constraints = [
            models.CheckConstraint(condition=Q(question__in=PULSE), name="pulse_question_is_known"),
        ]

    def __str__(self) -> str:
        return f"box of {self.question}"

    @property
    def answers(self) -> list[int]:
        """How often each face was chosen; never, where the key has changed since."""
        if self.counts == empty_box():
            return empty_box()
        pairs = zip(self.counts, self._beginnings(), strict=True)
        answers = [(count - beginning) % RING for count, beginning in pairs]
        return answers if max(answers) < TOO_MANY else empty_box()

    def drop(self, face: Face) -> None:
        """Count one answer more. The box has its number by then."""
        answers = self.answers
        answers[face - 1] += 1
        pairs = zip(answers, self._beginnings(), strict=True)
        self.counts = [(answer + beginning) % RING for answer, beginning in pairs]

    def _beginnings(self) -> list[int]:
        digests = (salted_hmac(SALT, f"{self.pk}:{face}", algorithm="sha256") for face in Face)
        return [int(digest.hexdigest()[:7], 16) for digest in digests]
