from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from postmortems.models.postmortem import Postmortem
from postmortems.models.sections import SECTIONS


class KeptAt(models.TextChoices):
    """What made a version worth keeping."""

    PAUSE = "pause", _("A pause in writing")
    REVIEW_ASKED = "review_asked", _("Sent to review")
    VERDICT = "verdict", _("Reviewed")
    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    BEFORE_RESTORE = "before_restore", _("Before an earlier version came back")
    RESTORED = "restored", _("An earlier version came back")


class VersionQuerySet(models.QuerySet["Version"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees how it came to be."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user))


class Version(models.Model):
    """The words of a write-up at one moment: its title, its sections and its factors."""

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    occasion = models.CharField(max_length=20, choices=KeptAt)
    title = models.CharField(max_length=300)
    words = models.JSONField()
    factors = models.JSONField(default=list)
    revision = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(occasion__in=KeptAt.values), name="version_occasion_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("postmortems:version", args=[self.postmortem_id, self.number])

    def texts(self) -> dict[str, str]:
        """The title and every section there is now, by name."""
        return {"title": self.title} | {name: self.words.get(name, "") for name in SECTIONS}

    def factor_rows(self) -> list[dict[str, Any]]:
        """The contributing factors as they were, each with its kind and text."""
        return list(self.factors)
