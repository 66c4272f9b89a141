from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import FAR_AWAY, LONG_AGO, Incident
from incidents.models.service import Tool
from people.addresses import address


class Kind(models.TextChoices):
    OPENED = "opened", _("Opened")
    NOTE = "note", _("Note")
    UPDATE = "update", _("Update")
    STATUS = "status", _("Status")
    JOINED = "joined", _("Joined")
    ROLE = "role", _("Role")
    RESOLVED = "resolved", _("Resolved")
    STOOD_DOWN = "stood_down", _("Stood down")
    REOPENED = "reopened", _("Reopened")
    WRITE_UP = "write_up", _("Write-up")
    HELP = "help", _("Help")
    TOOL = "tool", _("Tool")
    REPAIR = "repair", _("Data repair")
    TASK = "task", _("Task")
    LINK = "link", _("Link")
    ACCESS = "access", _("Access")
    TIMES = "times", _("Times")
    ALERT = "alert", _("Alert")


# Entries that people write; the others Goldseam words itself, one line each.
WRITTEN = (Kind.NOTE, Kind.UPDATE, Kind.RESOLVED, Kind.STOOD_DOWN, Kind.REOPENED)
# Of these, what somebody can take back, and whose time is their own: the others mark a change of
# status, which happened.
FREE = (Kind.NOTE, Kind.UPDATE)

# Writing takes a while: what was written down this soon was written down at once.
AT_ONCE = timedelta(minutes=2)


class TimelineQuerySet(models.QuerySet["TimelineEntry"]):
    def newest_first(self) -> Self:
        return self.order_by("-occurred_at", "-pk")

    def oldest_first(self) -> Self:
        return self.order_by("occurred_at", "pk")

    def older_than(self, number: int) -> Self:
        """The entries that come after the one of this number when newest come first.

        Where an entry stands is looked up in the same query; one that is not among
        them stands before all.
        """
        its_time = Subquery(self.filter(pk=number).order_by().values("occurred_at")[:1])
        return self.filter(occurred_at__lte=Coalesce(its_time, FAR_AWAY)).filter(
            Q(occurred_at__lt=Coalesce(its_time, FAR_AWAY)) | Q(occurred_at=its_time, pk__lt=number)
        )

    def newer_than(self, number: int) -> Self:
        """The entries that come before the one of this number; none when it is not among them."""
        its_time = Subquery(self.filter(pk=number).order_by().values("occurred_at")[:1])
        return self.filter(occurred_at__gte=its_time).filter(
            Q(occurred_at__gt=its_time) | Q(pk__gt=number)
        )

    def standing(self) -> Self:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at=None)

    def key_moments(self) -> Self:
        """What a reader needs to follow the story; what was withdrawn is not part of it."""
        return self.standing().filter(is_key_moment=True)


class TimelineEntry(models.Model):
    """One thing that happened, and when; `recorded_at` is when it was written down."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="timeline")
    kind = models.CharField(max_length=15, choices=Kind)
    text = models.TextField(_("text"), help_text=_("Markdown"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    is_key_moment = models.BooleanField(default=False)
    tool = models.ForeignKey(
        Tool, models.SET_NULL, null=True, blank=True, related_name="uses", editable=False
    )
    revision = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = TimelineQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "timeline entries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="timeline_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(occurred_at__gte=LONG_AGO, occurred_at__lt=FAR_AWAY),
                name="timeline_time_can_be_read",
            ),
        ]
        indexes = [
            models.Index(fields=["incident", "-occurred_at", "-id"], name="timeline_of_incident"),
            models.Index(
                fields=["tool", "-occurred_at"],
                condition=~Q(tool=None),
                name="timeline_of_tool",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return address("incidents:versions", self.incident_id, self.pk)

    @property
    def is_short(self) -> bool:
        return self.kind not in WRITTEN

    @property
    def is_free(self) -> bool:
        """Whether its time can be put right and it can be taken back."""
        return self.kind in FREE

    @property
    def is_edited(self) -> bool:
        return self.revision > 1

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def written_later(self) -> timedelta | None:
        """How long after it happened it was written down; None when that was at once."""
        gap = self.recorded_at - self.occurred_at
        return gap if gap > AT_ONCE else None


class EntryVersion(models.Model):
    """What an entry said before it was edited; `number` counts from 1.

    One with `withdrawn_at` was withdrawn then, and was replaced by being brought back.
    """

    entry = models.ForeignKey(TimelineEntry, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    occurred_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="entry_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of entry {self.entry_id}"


class UpdateQuerySet(models.QuerySet["Update"]):
    def standing(self) -> Self:
        """Leave out what was withdrawn."""
        return self.filter(entry__withdrawn_at=None)


class Update(models.Model):
    """Where things stand, said at one moment to everyone who waits to hear."""

    entry = models.OneToOneField(TimelineEntry, models.CASCADE, related_name="update")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="updates")
    conditions = models.TextField(_("how things are"))
    actions = models.TextField(_("what is being done"), blank=True)
    needs = models.TextField(_("what would help"), blank=True)
    next_update_at = models.DateTimeField(_("next update"), null=True, blank=True)
    public_text = models.TextField(
        _("for the status page"),
        blank=True,
        help_text=_("What customers read. Empty keeps the update inside."),
    )
    announced_at = models.DateTimeField(
        null=True, blank=True, help_text=_("When it was put into the mail of those who subscribed.")
    )
    posted_at = models.DateTimeField()

    objects = UpdateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["incident", "-posted_at"], name="update_of_incident"),
            models.Index(
                fields=["-posted_at"], condition=~Q(public_text=""), name="update_in_public"
            ),
            models.Index(
                fields=["posted_at"],
                condition=~Q(public_text="") & Q(announced_at=None),
                name="update_to_announce",
            ),
        ]

    def __str__(self) -> str:
        return f"update {self.pk}"

    @staticmethod
    def words(*, conditions: str, actions: str, needs: str) -> str:
        """The text of an update's entry, made of its parts."""
        return "\n\n".join(part for part in (conditions, actions, needs) if part)
