from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from nudges.kinds import TEAM_KINDS, Kind
from nudges.models.address import Address


class Announcement(models.Model):
    """Something to say once in a team's chat room. Whether it was said, its delivery knows."""

    address = models.ForeignKey(Address, models.CASCADE, related_name="announcements")
    kind = models.CharField(max_length=30)
    about_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    dedupe_key = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address", "dedupe_key"], name="announced_once"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(TEAM_KINDS)), name="announcement_kind_is_declared"
            ),
        ]
        indexes = [models.Index(fields=["about_type", "about_id"], name="announcement_about")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def declared(self) -> Kind:
        return TEAM_KINDS[self.kind]
