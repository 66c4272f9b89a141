from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from incidents.models import TimelineEntry
from incidents.models.incident import FAR_AWAY, LONG_AGO
from postmortems.models.postmortem import Postmortem


class MomentQuerySet(models.QuerySet["WriteUpMoment"]):
    def shown(self) -> Self:
        """In order; what came from an incident that was taken out again waits out of sight."""
        covered = Postmortem.incidents.through.objects.filter(
            postmortem=OuterRef("postmortem"), incident=OuterRef("source__incident")
        )
        return self.filter(Q(source=None) | Exists(covered)).order_by("occurred_at", "pk")

    def read(self) -> Self:
        """What readers of the write-up see."""
        return self.shown().filter(is_left_out=False)


class WriteUpMoment(models.Model):
    """A moment of the write-up's own timeline: a copy of an incident's entry, or its authors' own.

    `source_text` and `source_occurred_at` are what the entry said when it was last
    looked at. A copy that nobody edited follows its entry; where both changed,
    somebody chooses.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="moments")
    source = models.ForeignKey(
        TimelineEntry, models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    occurred_at = models.DateTimeField(_("when"))
    text = models.TextField(_("text"), help_text=_("Markdown"))
    source_occurred_at = models.DateTimeField(null=True, blank=True)
    source_text = models.TextField(blank=True)
    was_edited = models.BooleanField(default=False)
    is_left_out = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)

    objects = MomentQuerySet.as_manager()

    class Meta:
        ordering = ["occurred_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "source"], name="entry_copied_once"),
            models.CheckConstraint(
                condition=Q(occurred_at__gte=LONG_AGO, occurred_at__lt=FAR_AWAY),
                name="moment_time_can_be_read",
            ),
        ]
        indexes = [
            models.Index(fields=["postmortem", "occurred_at", "id"], name="moment_of_write_up")
        ]

    def __str__(self) -> str:
        return f"moment {self.pk}"

    @property
    def source_changed(self) -> bool:
        """Whether its entry says something else than when it was last looked at."""
        entry = self.source
        return (
            entry is not None
            and not entry.is_withdrawn
            and ((entry.text, entry.occurred_at) != (self.source_text, self.source_occurred_at))
        )

    @property
    def is_torn(self) -> bool:
        """Whether both it and its entry were changed, so that somebody has to choose."""
        return self.was_edited and self.source_changed
