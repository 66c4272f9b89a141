from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.urls import reverse
from django.utils import timezone

from incidents.models.incident import Incident
from people.models import User
from people.redrawing import Drawn


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the incident sees what was pasted into it."""
        return self.filter(incident__in=Incident.objects.visible_to(user))


class KeptPicture(models.Model):
    """An image that somebody put into a text, written anew from its pixels."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file = models.FileField(upload_to="pictures/%Y/%m/")
    content_type = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    # The name of the view that shows it to whoever may see the text.
    shown_at: ClassVar[str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(self.shown_at, args=[self.pk])

    def keep(self, drawn: Drawn) -> None:
        """Write what was drawn into the store, and the row."""
        self.content_type, self.name = drawn.content_type, drawn.name
        self.width, self.height, self.digest = drawn.width, drawn.height, drawn.digest
        ending = drawn.content_type.partition("/")[2]
        self.file.save(f"{self.pk}.{ending}", ContentFile(drawn.data), save=False)
        self.save(force_insert=True)

    @property
    def markdown(self) -> str:
        """What shows it in a text."""
        return f"![{self.name.rpartition('.')[0]}]({self.get_absolute_url()})"


class Picture(KeptPicture):
    """An image in a timeline."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="pictures")
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = PictureQuerySet.as_manager()
    shown_at = "incidents:picture"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "digest"], name="picture_kept_once")
        ]
