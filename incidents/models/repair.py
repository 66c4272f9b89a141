from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


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


class Repair(models.Model):
    """Rows that were written wrong, and how they are put right.

    `done` and `total` count rows. `pairs` is whoever works on it together with
    the person who runs it; the person who checks it is somebody else than the
    person who runs it.
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
    token_digest = models.CharField(max_length=64, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    progress_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"repair {self.pk}"

    @property
    def is_going_on(self) -> bool:
        return self.state == RepairState.GOING_ON

    @property
    def percent(self) -> int:
        """How much of it is done, from 0 to 100; 100 only when all of it is."""
        return self.done * 100 // self.total if self.total else 0


class RepairStep(models.Model):
    """One of the seven steps, ticked by a person."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=12, choices=RepairStepName)
    note = models.CharField(max_length=500, blank=True)
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
    """How far it was at one moment, as a person or the repairing script said."""

    repair = models.ForeignKey(Repair, models.CASCADE, related_name="reports")
    done = models.PositiveBigIntegerField()
    total = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"
