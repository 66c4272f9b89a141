from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User
from postmortems.models.postmortem import Postmortem


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Ready")
    LEFT_OUT = "left_out", _("Left out")
    IMPORTED = "imported", _("Imported")
    SKIPPED = "skipped", _("Here already")
    REFUSED = "refused", _("Cannot be imported")


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        """Whoever uploaded it, and nobody else: it is not published yet."""
        return self.filter(owner=user) if user.is_active else self.none()

    def going_on(self) -> Self:
        """Confirmed, with something left for the worker to do."""
        return self.filter(confirmed_at__isnull=False, files__state=ImportState.WAITING).distinct()


class ImportBatch(models.Model):
    """Reports that somebody uploaded, looks through, and confirms; kept for a day at most."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="import_batches"
    )
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    passed_over = models.PositiveIntegerField(default=0)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-made_at"], name="import_batch_of_owner"),
            models.Index(fields=["made_at"], name="import_batch_by_age"),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("postmortems:import_batch", args=[self.pk])


class ImportFile(models.Model):
    """One report of a batch, as text, with what was corrected about it.

    `summary` is what was understood, so that a list of hundreds need not read them
    again. The text is deleted as soon as the report is imported.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    name = models.CharField(max_length=300)
    content = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    corrections = models.JSONField(default=dict, blank=True)
    summary = models.JSONField(default=dict, blank=True)
    as_new = models.BooleanField(default=False)
    state = models.CharField(max_length=15, choices=ImportState, default=ImportState.WAITING)
    why = models.TextField(blank=True)
    postmortem = models.ForeignKey(Postmortem, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="import_state_is_known"
            ),
            models.UniqueConstraint(fields=["batch", "name"], name="import_name_once_a_batch"),
        ]
        indexes = [models.Index(fields=["batch", "state"], name="import_file_by_state")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("postmortems:import_file", args=[self.batch_id, self.pk])

    @property
    def can_be_changed(self) -> bool:
        return self.state in (ImportState.WAITING, ImportState.LEFT_OUT)


class ImportPicture(models.Model):
    """A picture that came along, until the reports that show it are imported."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=300)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
