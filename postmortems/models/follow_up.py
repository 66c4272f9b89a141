from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from postmortems.models.postmortem import Postmortem


class FollowUpKind(models.TextChoices):
    CODE = "code", _("Code")
    DETECTION = "detection", _("Detection")
    DEBUGGING = "debugging", _("Debugging")
    TOOLING = "tooling", _("Tooling")
    AUTOMATION = "automation", _("Automation")
    DOCUMENTATION = "documentation", _("Documentation")
    TESTING = "testing", _("Testing")


class FollowUpState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    HANDED_OVER = "handed_over", _("Handed over")
    LET_GO = "let_go", _("Let go")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees what follows from it."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)


class FollowUp(models.Model):
    """A change to the system, with somebody who makes it; it outlives the incident."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="follow_ups")
    what = models.CharField(_("what"), max_length=2000)
    kind = models.CharField(_("kind"), max_length=20, choices=FollowUpKind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    link = models.URLField(_("link to the tracker"), max_length=1000, blank=True)
    state = models.CharField(max_length=15, choices=FollowUpState, default=FollowUpState.OPEN)
    let_go_because = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()
    incident_path = "postmortem__incidents"

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FollowUpKind.values), name="follow_up_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values), name="follow_up_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DONE, done_at__isnull=False)
                | (~Q(state=FollowUpState.DONE) & Q(done_at=None)),
                name="follow_up_is_done_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=FollowUpState.LET_GO) | ~Q(let_go_because=""),
                name="follow_up_is_let_go_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(state=FollowUpState.OPEN),
                name="follow_up_open_of_owner",
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        return self.state == FollowUpState.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()
