from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from people.models import User


class RepairState(models.TextChoices):
    GOING_ON = "going_on", _("Going on")
    VERIFIED = "verified", _("Put right")
    STOPPED = "stopped", _("Stopped")


class RepairStepName(models.TextChoices):
    """The seven steps, in their order."""

    SCOPE = "scope", _("Scope")
    STOP_WRITES = "stop_writes", _("Stop the writes")
    COPY = "copy", _("Copy")
    DRY_RUN = "dry_run", _("Dry run")
    CHECK = "check", _("Second pair of eyes")
    RUN = "run", _("Run")
    VERIFY = "verify", _("Verify")


# The steps in which rows are counted.
COUNTED = (
    RepairStepName.SCOPE,
    RepairStepName.COPY,
    RepairStepName.DRY_RUN,
    RepairStepName.VERIFY,
)
# As many rows as a column can count.
MOST_ROWS = 2**63 - 1


class RepairQuerySet(models.QuerySet["Repair"]):
    def visible_to(self, user: User) -> Self:
        """The repairs of the incidents that a user may see."""
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def going_on(self) -> Self:
        return self.filter(state=RepairState.GOING_ON)


class Repair(models.Model):
    """Rows that were written wrong, and how they are put right.

    `done` and `total` count rows. `pairs` is whoever works on it together with
    the person who runs it; the person who checks it is somebody else than the
    person who runs it. `sequence` is the highest that the repairing script has
    sent with its numbers, and `told_at` when open screens were last told of
    them, or will be.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="repairs")
    what_was_written = models.TextField(_("what was written"))
    how_to_find = models.TextField(_("how to find the affected rows"), blank=True)
    how_to_repair = models.TextField(_("how they will be put right"), blank=True)
    total = models.PositiveBigIntegerField(_("affected rows"), null=True, blank=True)
    done = models.PositiveBigIntegerField(_("rows put right"), default=0)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pairs = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=RepairState, default=RepairState.GOING_ON)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    sequence = models.PositiveBigIntegerField(default=0, editable=False)
    begun_at = models.DateTimeField(default=timezone.now)
    progress_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    all_done_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    stopped_because = models.CharField(_("why it stopped"), max_length=500, blank=True)

    objects = RepairQuerySet.as_manager()
    named_with = ("incident", "pairs")
    incident_path = "incident"

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RepairState.values), name="repair_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(done__lte=F("total")),
                name="no_more_rows_put_right_than_there_are",
            ),
            models.CheckConstraint(
                condition=Q(run_by=None) | Q(checked_by=None) | ~Q(run_by=F("checked_by")),
                name="somebody_else_checks_a_repair",
            ),
            models.CheckConstraint(
                condition=Q(state=RepairState.GOING_ON, ended_at=None)
                | (~Q(state=RepairState.GOING_ON) & Q(ended_at__isnull=False)),
                name="repair_ends_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state=RepairState.STOPPED, stopped_because__gt="")
                | (~Q(state=RepairState.STOPPED) & Q(stopped_because="")),
                name="repair_that_stopped_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"repair {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:repair", args=[self.incident_id, self.pk])

    @property
    def mail_thread(self) -> str:
        return f"incident-{self.incident_id}"

    @property
    def is_going_on(self) -> bool:
        return self.state == RepairState.GOING_ON

    @property
    def is_all_done(self) -> bool:
        """Whether every row is put right, as far as it is known how many there are."""
        return self.total is not None and self.done == self.total

    @property
    def percent(self) -> int:
        """How much of it is done, from 0 to 100; 100 only when all of it is."""
        if not self.total:
            return 100 if self.total == 0 else 0
        return self.done * 100 // self.total


class RepairStep(models.Model):
    """One of the seven steps, ticked by a person."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=12, choices=RepairStepName)
    note = models.CharField(max_length=500, blank=True)
    rows = models.PositiveBigIntegerField(null=True, blank=True)
    ticked_at = models.DateTimeField(default=timezone.now)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["repair", "name"], name="repair_step_ticked_once"),
            models.CheckConstraint(
                condition=Q(name__in=RepairStepName.values), name="repair_step_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.get_name_display()


class RepairReport(models.Model):
    """How far it was at one moment, as a person said, or the repairing script by itself.

    What a script says within a few seconds is one row, the latest.
    """

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="reports")
    done = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_by_script = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
