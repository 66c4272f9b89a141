"""What happens to a write-up once it is published: corrections, and links for people outside."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from postmortems.models.postmortem import Postmortem

LONGEST_NOTE = 1_000


class Correction(models.Model):
    """The words of a published write-up were put right; the note says what and why."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="corrections")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    corrected_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("what changed, and why"), max_length=LONGEST_NOTE, blank=True)

    class Meta:
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees that it was shared."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user))

    def open(self, *, at: datetime | None = None) -> Self:
        """Neither ended by somebody nor by time."""
        return self.filter(ended_at=None, expires_at__gt=at or timezone.now())

    def leads_somewhere(self) -> Self:
        """What still shows its write-up to whoever holds it."""
        return self.open().filter(postmortem__in=Postmortem.objects.open_to_the_world())

    def end_about(self, incident: int) -> None:
        """End what is open about an incident that not everybody here may see any more."""
        self.filter(ended_at=None, postmortem__incidents=incident).update(ended_at=timezone.now())


class ShareLink(models.Model):
    """Whoever holds it reads one published write-up, without an account, until it ends.

    Only the digest of its token is kept, and of those who open it no more than how
    often and on which day the last time.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="share_links")
    token_digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(_("whom it is for"), max_length=120, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    shared_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    times_opened = models.PositiveIntegerField(default=0)
    last_opened_on = models.DateField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("shared_at")), name="share_link_lasts"
            ),
            models.CheckConstraint(
                condition=Q(times_opened=0, last_opened_on=None)
                | Q(times_opened__gt=0, last_opened_on__isnull=False),
                name="share_link_is_opened_on_some_day",
            ),
        ]

    def __str__(self) -> str:
        return f"share link {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()
