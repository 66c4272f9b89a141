from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.expressions import IsOneOf
from incidents.models.service import Service
from people.addresses import address
from people.models import User
from people.organisation import the_organisation

if TYPE_CHECKING:
    from incidents.models.timeline import TimelineEntry


class UndoPath(models.TextChoices):
    """How what happened can be undone. It decides which steps the room suggests."""

    ROLL_BACK = "roll_back", _("Roll it back")
    ROLL_BACK_AND_REPAIR = "roll_back_and_repair", _("Roll back, then repair data")
    FIX_FORWARD = "fix_forward", _("Needs a new fix")
    IRREVERSIBLE = "irreversible", _("Cannot be taken back")
    UNKNOWN = "unknown", _("Not sure yet")


class Severity(models.TextChoices):
    UNSET = "", _("We will find out")
    CRITICAL = "critical", _("Critical")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")


class Status(models.TextChoices):
    INVESTIGATING = "investigating", _("Investigating")
    MITIGATING = "mitigating", _("Mitigating")
    MONITORING = "monitoring", _("Monitoring")
    RESOLVED = "resolved", _("Resolved")
    STOOD_DOWN = "stood_down", _("Stood down")


class Mode(models.TextChoices):
    LIVE = "live", _("Happening now")
    PRACTICE = "practice", _("Practice")
    RECORD = "record", _("It is over, for the record")


OPEN = (Status.INVESTIGATING, Status.MITIGATING, Status.MONITORING)
CLOSED = (Status.RESOLVED, Status.STOOD_DOWN)

# Python cannot read every time that Postgres can keep.
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
FAR_AWAY = datetime(2200, 1, 1, tzinfo=UTC)

# How long it took, as lists sort by it.
TOOK = models.ExpressionWrapper(
    models.F("resolved_at") - models.F("declared_at"), output_field=models.DurationField()
)


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> Self:
        """What is not restricted, and what a person is in or was let into.

        Being an admin opens nothing by itself: see `domain/restricting.py`.
        """
        if not user.is_active:
            return self.none()
        return self.filter(
            Q(is_restricted=False)
            | Q(IsOneOf("pk", user.participations.values("incident")))
            | Q(IsOneOf("pk", user.accesses.values("incident")))
        )

    def hidden_from(self, user: User) -> Self:
        """What is restricted and not for a person to see: all that `visible_to` leaves out.

        What was merged into another is told there, and hidden with that one.
        """
        return (
            self.restricted()
            .exclude(pk__in=user.participations.values("incident"))
            .exclude(pk__in=user.accesses.values("incident"))
        )

    def restricted(self) -> Self:
        """What not everybody sees, each once: what was merged into another is hidden with that."""
        return self.filter(is_restricted=True, merged_into=None)

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def standing(self) -> Self:
        """Leave out what was merged into another, which tells it now."""
        return self.filter(merged_into=None)

    def matching(self, text: str) -> Self:
        """Those that tell of what was typed: in the title, on the timeline, or by reference.

        Words that nobody has written are looked up at once, in a query of its own, for
        what they may have been meant to be. A blank text asks for nothing in particular.
        """
        from incidents.models import matching, search

        if not matching.clean(text):
            return self
        found = search.SearchText.objects.filter(matching.condition(text))
        return self.filter(pk__in=found.values("pk"))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def happening(self) -> Self:
        """Open and live, newest first."""
        return self.open().filter(mode=Mode.LIVE).order_by("-pk")


class Incident(models.Model):
    """Something broke, and people are putting it right together.

    Its number is its key, so a reference such as INC-142 needs no look-up.
    """

    title = models.CharField(_("what is going on"), max_length=300)
    undo_path = models.CharField(max_length=25, choices=UndoPath, default=UndoPath.UNKNOWN)
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.UNSET, blank=True)
    status = models.CharField(max_length=15, choices=Status, default=Status.INVESTIGATING)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.LIVE)
    services = models.ManyToManyField(Service, blank=True, related_name="incidents")
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="declared_incidents"
    )
    client_token = models.UUIDField(
        null=True, editable=False, help_text=_("Makes a repeated submit the same incident.")
    )

    started_at = models.DateTimeField(_("started"))
    detected_at = models.DateTimeField(_("detected"))
    declared_at = models.DateTimeField(_("declared"))
    mitigated_at = models.DateTimeField(_("mitigated"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    next_update_at = models.DateTimeField(_("next update"), null=True, blank=True)

    is_restricted = models.BooleanField(_("restricted"), default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_here"
    )

    write_up_skipped_because = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IncidentQuerySet.as_manager()
    incident_path = "pk"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declared_by", "client_token"], name="one_incident_a_submit"
            ),
            models.CheckConstraint(
                condition=Q(undo_path__in=UndoPath.values), name="incident_undo_path_is_known"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="incident_severity_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="incident_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=Mode.values), name="incident_mode_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CLOSED, resolved_at__isnull=False)
                | Q(status__in=OPEN, resolved_at__isnull=True),
                name="incident_has_an_end_when_it_is_over",
            ),
            models.CheckConstraint(
                condition=Q(next_update_at=None) | Q(next_update_at__lt=FAR_AWAY),
                name="incident_next_update_can_be_read",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN) | Q(next_update_at=None),
                name="incident_that_is_over_owes_no_update",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None)
                | (Q(status__in=CLOSED) & ~Q(merged_into=models.F("id"))),
                name="merged_incident_is_over_and_in_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"],
                condition=Q(status__in=OPEN) & Q(mode=Mode.LIVE),
                name="incident_happening",
            ),
            # Each order of the list, and each filter that leaves few of many: the same
            # columns after it, so that a page is read and not sorted.
            models.Index(
                fields=["-declared_at", "-id"],
                condition=Q(merged_into=None),
                name="incident_newest",
            ),
            models.Index(
                TOOK,
                "id",
                condition=Q(merged_into=None, resolved_at__isnull=False),
                name="incident_by_length",
            ),
            models.Index(fields=["status", "-declared_at", "-id"], name="incident_by_status"),
            models.Index(fields=["severity", "-declared_at", "-id"], name="incident_by_severity"),
            models.Index(fields=["undo_path", "-declared_at", "-id"], name="incident_by_undo_path"),
            models.Index(
                fields=["-declared_at", "-id"],
                condition=Q(mode=Mode.PRACTICE),
                name="incident_practised",
            ),
            models.Index(
                fields=["resolved_at"],
                condition=Q(resolved_at__isnull=False),
                name="incident_over_since",
            ),
            models.Index(
                fields=["id"], condition=Q(is_restricted=True), name="incident_restricted"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return address("incidents:room", self.pk)

    @property
    def mail_thread(self) -> str:
        """Under which all mail about it, and about what is written of it, stands together."""
        return f"incident-{self.pk}"

    @property
    def reference(self) -> str:
        return f"INC-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None

    @property
    def is_practice(self) -> bool:
        return self.mode == Mode.PRACTICE

    @property
    def asks_people(self) -> bool:
        """Whether anybody outside is asked for anything: practice and records ask no one."""
        return self.mode == Mode.LIVE

    @property
    def tells_people(self) -> bool:
        """Whether those who are in it are told anything; practice tells them in the app only."""
        return self.mode != Mode.RECORD

    @property
    def proposes_write_up(self) -> bool:
        return self.severity in (Severity.CRITICAL, Severity.MAJOR)

    @property
    def lasted(self) -> timedelta:
        """From when it was raised, or, when it was raised after it was over, from its start."""
        end = self.resolved_at or timezone.now()
        return end - (self.declared_at if self.declared_at <= end else self.started_at)

    @property
    def update_is_overdue(self) -> bool:
        return self.next_update_at is not None and self.next_update_at < timezone.now()

    def audience(self) -> models.QuerySet[User]:
        """Those who are in it, and those who were let in: all who see it while it is restricted."""
        return User.objects.here().filter(
            Q(pk__in=self.participations.values("user")) | Q(pk__in=self.accesses.values("user"))
        )

    def update_due_after(self, at: datetime) -> datetime | None:
        """When the severity asks for the next update; None when it does not ask."""
        every = the_organisation().update_every(self.severity)
        return at + every if every and self.is_open else None

    def record(
        self,
        kind: str,
        text: str,
        *,
        by: User | None,
        at: datetime | None = None,
        is_key_moment: bool = False,
    ) -> "TimelineEntry":
        """Write one line of the timeline."""
        return self.timeline.create(
            kind=kind,
            text=text,
            author=by,
            occurred_at=at or timezone.now(),
            is_key_moment=is_key_moment,
        )
