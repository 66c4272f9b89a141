import re
from typing import TYPE_CHECKING, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import FAR_AWAY, LONG_AGO
from people.models import User
from people.models.user import check_time_zone
from postmortems.models.postmortem import Postmortem

if TYPE_CHECKING:
    from nudges.attachments import CalendarPart

# A question like this asks for a reason or a name before anybody has said what they saw.
CLOSED = re.compile(r"\W*(?:and |but |so )?(?:why|who|whom|whose)\b", re.IGNORECASE)


class DebriefState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Called off")


class DebriefQuerySet(models.QuerySet["Debrief"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees when it is talked about."""
        return self.filter(postmortem__in=Postmortem.objects.visible_to(user))

    def may_be_told(self, user: User) -> Self:
        """What a nudge may still speak of, and lead to."""
        return self.visible_to(user)

    def newest_first(self) -> Self:
        return self.order_by("-starts_at", "-pk")


class Debrief(models.Model):
    """People who were there talk about what happened, with somebody from outside to lead it.

    Calendars know it by its `uid`, which stays; `sequence` counts what they must hear of,
    so that a message which comes late does not undo a newer one.
    """

    postmortem = models.ForeignKey(Postmortem, models.CASCADE, related_name="debriefs")
    state = models.CharField(max_length=10, choices=DebriefState, default=DebriefState.PLANNED)
    starts_at = models.DateTimeField(_("when"))
    ends_at = models.DateTimeField(_("until"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    place = models.CharField(_("where"), max_length=500, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="debriefs_to_lead",
        verbose_name=_("facilitator"),
    )
    invited = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Invitation", related_name="debriefs"
    )
    questions = models.TextField(_("questions"), blank=True, help_text=_("One on each line."))
    notes = models.TextField(_("notes"), blank=True, help_text=_("Markdown"))
    revision = models.PositiveIntegerField(default=1)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = DebriefQuerySet.as_manager()
    named_with = ("postmortem", "planned_by", "facilitator")
    incident_path = "postmortem__incidents"

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem"],
                condition=Q(state=DebriefState.PLANNED),
                name="one_debrief_planned_a_postmortem",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DebriefState.values), name="debrief_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="debrief_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gte=LONG_AGO, ends_at__lt=FAR_AWAY),
                name="debrief_time_can_be_read",
            ),
        ]

    def __str__(self) -> str:
        return f"debrief {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("postmortems:debrief", args=[self.postmortem_id, self.pk])

    @property
    def mail_thread(self) -> str:
        return self.postmortem.mail_thread

    @property
    def is_planned(self) -> bool:
        return self.state == DebriefState.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == DebriefState.HELD

    @property
    def is_cancelled(self) -> bool:
        return self.state == DebriefState.CANCELLED

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def place_is_link(self) -> bool:
        return self.place.startswith(("https://", "http://")) and " " not in self.place

    @property
    def zone(self) -> ZoneInfo:
        """The zone it was planned in, or UTC when this machine does not know that one."""
        try:
            return ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError):
            return ZoneInfo("UTC")

    def calendar_for(self, person: User) -> "CalendarPart":
        """What a mail about it brings along for somebody's calendar."""
        from postmortems.invitations import invitation_for

        return invitation_for(self, person)

    def listed_questions(self) -> list[str]:
        return [line.strip() for line in self.questions.splitlines() if line.strip()]

    def closed_questions(self) -> list[str]:
        """Those that begin with why or who, for the hint that there is a better beginning."""
        return [one for one in self.listed_questions() if CLOSED.match(one)]


class Invitation(models.Model):
    """Somebody is invited to a debrief, and free to come."""

    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["debrief", "user"], name="invited_once")]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
