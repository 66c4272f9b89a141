from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from postmortems.models.postmortem import Postmortem


class Verdict(models.TextChoices):
    NONE = "", _("Not yet")
    APPROVED = "approved", _("Approved")
    CHANGES_SUGGESTED = "changes_suggested", _("Changes suggested")


# What a reviewer looks for; each is a column, ticked by the reviewer.
CHECKLIST = {
    "has_several_factors": _("More than one contributing factor"),
    "changes_the_system": _("Follow-ups change the system"),
    "names_nobody_as_a_cause": _("Reads without a name as a cause"),
    "a_new_joiner_could_follow": _("A new joiner could follow it"),
}


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees how it was read."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def open(self) -> Self:
        return self.filter(verdict=Verdict.NONE)

    def to_offer(self) -> Self:
        """Rounds whose reviewer has not answered in time, and that no other lead knows of."""
        return self.open().filter(offered_at=None, offer_at__lte=timezone.now())

    def real(self) -> Self:
        return self.filter(postmortem__in=Postmortem.objects.real())

    def waiting_for(self, user: User) -> Self:
        return self.open().filter(reviewer=user)


class ReviewRound(models.Model):
    """One tech lead reads a write-up once and says what they think."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="rounds")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="review_rounds"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    offer_at = models.DateTimeField(
        null=True, help_text=_("From then on another lead can take it over.")
    )
    offered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=20, choices=Verdict, default=Verdict.NONE, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    has_several_factors = models.BooleanField(CHECKLIST["has_several_factors"], default=False)
    changes_the_system = models.BooleanField(CHECKLIST["changes_the_system"], default=False)
    names_nobody_as_a_cause = models.BooleanField(
        CHECKLIST["names_nobody_as_a_cause"], default=False
    )
    a_new_joiner_could_follow = models.BooleanField(
        CHECKLIST["a_new_joiner_could_follow"], default=False
    )
    decided_at = models.DateTimeField(null=True)

    objects = ReviewRoundQuerySet.as_manager()
    named_with = ("postmortem", "reviewer")
    incident_path = "postmortem__incidents"

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem"],
                condition=Q(verdict=Verdict.NONE),
                name="one_open_round_a_postmortem",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=Verdict.values), name="verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NONE, decided_at=None)
                | (~Q(verdict=Verdict.NONE) & Q(decided_at__isnull=False)),
                name="round_is_decided_at_some_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["offer_at"],
                condition=Q(verdict=Verdict.NONE, offered_at=None),
                name="round_to_offer",
            )
        ]

    def __str__(self) -> str:
        return f"round {self.pk}"

    @property
    def mail_thread(self) -> str:
        return self.postmortem.mail_thread

    @property
    def can_be_taken_over(self) -> bool:
        """Whether its reviewer has had their time."""
        return not self.verdict and self.offer_at is not None and self.offer_at <= timezone.now()

    def checklist(self) -> list[tuple[str, bool]]:
        """What to look for, and whether the reviewer ticked it."""
        return [(str(label), getattr(self, name)) for name, label in CHECKLIST.items()]
