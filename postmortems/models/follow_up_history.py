"""What became of follow-ups: every step, and whether those that are done have helped."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from postmortems.models.follow_up import Check, FollowUp


class StepKind(models.TextChoices):
    PLANNED = "planned", _("Planned")
    EDITED = "edited", _("Changed")
    TAKEN = "taken", _("Taken on")
    HANDED_OVER = "handed_over", _("Handed over")
    PASSED_ON = "passed_on", _("Passed on to somewhere else")
    KEPT = "kept", _("Kept, with a new day")
    DONE = "done", _("Done")
    LET_GO = "let_go", _("Let go")
    REOPENED = "reopened", _("Opened again")
    HELPED = "helped", _("It helped")
    NOT_YET = "not_yet", _("Not yet known whether it helped")
    DID_NOT_HELP = "did_not_help", _("It did not help")


class FollowUpStep(models.Model):
    """One thing that happened to a follow-up. Steps are added, and never changed."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=15, choices=StepKind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="follow_up_steps"
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="follow_ups_given"
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values), name="follow_up_step_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Helped(models.TextChoices):
    HELPED = "helped", _("It helped")
    NOT_YET = "not_yet", _("Not yet known")
    DID_NOT_HELP = "did_not_help", _("It did not help")


class FollowUpAnswer(models.Model):
    """Whether a follow-up helped, as somebody said so long after it was done.

    It is about the time it was done last: when a follow-up is opened again its answers
    go, and stay among its steps.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="answers")
    check_after = models.PositiveSmallIntegerField(choices=Check)
    answer = models.CharField(max_length=15, choices=Helped)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="follow_up_answers"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["check_after"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "check_after"], name="one_answer_a_check"),
            models.CheckConstraint(
                condition=Q(answer__in=Helped.values), name="follow_up_answer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(check_after__in=Check.values), name="follow_up_check_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.pk}"
