from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token opens: the reading or the writing of a room. Who writes there also reads."""

    READ_INCIDENTS = "incidents:read", _("Read incidents, services and checklists")
    WRITE_INCIDENTS = "incidents:write", _("File incidents, and work in their rooms")
    READ_WRITE_UPS = "write-ups:read", _("Read write-ups and follow-ups")
    WRITE_WRITE_UPS = "write-ups:write", _("Write and review write-ups, and keep follow-ups")
    READ_LEARNING = "learning:read", _("Read the library, talks and insights")
    WRITE_LEARNING = "learning:write", _("Tell stories, and take part in talks and practice")
    READ_NUDGES = "nudges:read", _("Read your reminders, and where they go")
    WRITE_NUDGES = "nudges:write", _("Answer your reminders, and ask for hints on words")
    READ_ORGANISATION = "organisation:read", _("Read people, teams and settings")
    WRITE_ORGANISATION = "organisation:write", _("Change what its owner may change of those")
    SCIM = "scim", _("Keep people and teams as a directory says (SCIM)")


# Given to service accounts only: a directory is nobody's own.
FOR_SERVICES = (Scope.SCIM,)


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def of_people(self) -> Self:
        return self.filter(account__is_service=False)

    def of_services(self) -> Self:
        return self.filter(account__is_service=True)

    def live(self, at: datetime | None = None) -> Self:
        """Those that open something now."""
        return self.filter(
            revoked_at=None, expires_at__gt=at or timezone.now(), account__is_active=True
        )

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class ApiToken(models.Model):
    """A word with which a script speaks to the API as an account, in some of its rooms.

    Only a keyed digest is kept. `hint` is its beginning, by which its owner knows it again.
    `last_used_at` is exact to the hour: it says that a token is in use, and not what for.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope))
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"], name="tokens_of_an_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="token_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1) & Q(scopes__contained_by=Scope.values),
                name="token_opens_what_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def scope_names(self) -> list[str]:
        """What it opens, in words and in their order; writing includes reading."""
        return [
            str(scope.label)
            for scope in Scope
            if scope in self.scopes
            and scope.value.replace(":read", ":write") not in {*self.scopes} - {scope.value}
        ]

    def opens(self, room: str, *, to_write: bool) -> bool:
        """Whether it may read, or write, in a room."""
        writes = f"{room}:write" in self.scopes
        return writes if to_write else writes or f"{room}:read" in self.scopes
