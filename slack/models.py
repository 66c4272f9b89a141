from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from people.models import User

# A link from Slack opens so long.
LINK_LASTS = timedelta(minutes=15)
# Slack's own requests are refused when they are older than five minutes.
SEEN_FOR = timedelta(minutes=15)


class AccountQuerySet(models.QuerySet["Account"]):
    def visible_to(self, user: User) -> Self:
        """Which account somebody has in Slack, they see, and admins."""
        if not user.is_active:
            return self.none()
        return self.all() if user.is_admin else self.filter(user=user)


class Account(models.Model):
    """Somebody's account in a workspace of Slack, which they said is theirs.

    `slack_name` is only what it was called when they did.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="slack_accounts"
    )
    workspace = models.CharField(max_length=40)
    slack_user = models.CharField(max_length=40)
    slack_name = models.CharField(max_length=80, blank=True)
    workspace_name = models.CharField(max_length=80, blank=True)
    linked_at = models.DateTimeField(default=timezone.now)

    objects = AccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "slack_user"], name="slack_account_is_one_persons"
            ),
            models.UniqueConstraint(
                fields=["user", "workspace"], name="one_slack_account_a_workspace"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slack_name or self.slack_user} ({self.workspace_name or self.workspace})"


class LinkQuerySet(models.QuerySet["Link"]):
    def open(self) -> Self:
        return self.filter(asked_at__gt=timezone.now() - LINK_LASTS)


class Link(models.Model):
    """Somebody in Slack was given a link, with which they say once who they are here."""

    digest = models.CharField(max_length=64, unique=True)
    workspace = models.CharField(max_length=40)
    slack_user = models.CharField(max_length=40)
    slack_name = models.CharField(max_length=80, blank=True)
    workspace_name = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="slack_link_by_age")]

    def __str__(self) -> str:
        return f"{self.slack_name or self.slack_user} ({self.workspace_name or self.workspace})"


class Seen(models.Model):
    """The signature of a request that was taken, so that nobody sends it a second time."""

    signature = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "seen"
        indexes = [models.Index(fields=["at"], name="slack_seen_by_age")]

    def __str__(self) -> str:
        return f"request {self.pk}"
