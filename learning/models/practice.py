"""Scenarios to practise with, made from published write-ups, and what becomes of them in play."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from incidents.models.incident import OPEN
from learning.models.story import MOST_LETTERS
from people.models import User
from postmortems.models import Postmortem, WriteUpMoment
from postmortems.models.postmortem import LONGEST_TITLE

A_DAY = timedelta(days=1)


class ScenarioState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    READY = "ready", _("Ready to play")


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the write-up sees what is ready to be played; a draft is its maker's."""
        seen = self.filter(source__in=Postmortem.objects.visible_to(user))
        return seen.filter(Q(state=ScenarioState.READY) | Q(made_by=user))

    def ready(self) -> Self:
        return self.filter(state=ScenarioState.READY)

    def drafted_by(self, user: User) -> Self:
        return self.filter(state=ScenarioState.DRAFT, made_by=user)


class Scenario(models.Model):
    """A past incident to play: what is known at the start, and what there is to find.

    Its words are its own, and call everybody by role. `revision` counts saves, so that
    two who edit at once lose nothing.
    """

    source = models.ForeignKey(Postmortem, models.CASCADE, related_name="scenarios")
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    known_at_start = models.TextField(_("what is known at the start"), blank=True)
    state = models.CharField(max_length=10, choices=ScenarioState, default=ScenarioState.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="scenarios"
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ScenarioState.values), name="scenario_state_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"], condition=Q(state=ScenarioState.READY), name="scenario_ready"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:scenario", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.state == ScenarioState.READY


class Clue(models.Model):
    """Something to be found in a scenario: after so many minutes, by asking, or by either."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="clues")
    text = models.TextField(_("what they see"), help_text=_("Markdown"))
    after_minutes = models.PositiveSmallIntegerField(_("after minutes"), null=True, blank=True)
    topics = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    moment = models.ForeignKey(
        WriteUpMoment, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "moment"], name="moment_is_one_clue"),
            models.CheckConstraint(
                condition=Q(after_minutes__isnull=False) | Q(topics__len__gt=0),
                name="clue_can_be_found",
            ),
        ]

    def __str__(self) -> str:
        return f"clue {self.pk}"


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: User) -> Self:
        """Whoever sees both the write-up that it tells of and the room it is played in."""
        return self.filter(
            scenario__source__in=Postmortem.objects.visible_to(user),
            incident__in=Incident.objects.visible_to(user),
        )

    def played_by(self, user: User) -> Self:
        return self.filter(incident__in=user.participations.values("incident"))

    def going_on(self, *, at: datetime | None = None) -> Self:
        """Open, and begun within a day: nobody comes back to what was left open for longer."""
        lately = (at or timezone.now()) - A_DAY
        return self.filter(incident__status__in=OPEN, started_at__gt=lately)

    def over(self, *, at: datetime | None = None) -> Self:
        """Those that are not going on; one that was left open can still be ended."""
        lately = (at or timezone.now()) - A_DAY
        return self.exclude(incident__status__in=OPEN, started_at__gt=lately)


class Run(models.Model):
    """A scenario as it is played, once: its room is a practice incident.

    Those in the room are its players, and it is over when the room says so.
    """

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="runs")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="practice_runs")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now)
    client_token = models.UUIDField(
        null=True, editable=False, help_text=_("Makes a repeated submit the same practice.")
    )

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["started_by", "client_token"], name="one_run_a_submit")
        ]

    def __str__(self) -> str:
        return f"practice {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("learning:run", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return not self.incident.is_open

    @property
    def over_at(self) -> datetime | None:
        return self.incident.resolved_at

    @property
    def lasted(self) -> timedelta:
        return (self.over_at or timezone.now()) - self.started_at


class Look(models.Model):
    """Somebody wanted to look at something, and found what `clues` has; or was given a hint."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    words = models.CharField(max_length=200, blank=True)
    is_hint = models.BooleanField(default=False)
    looked_at = models.DateTimeField(default=timezone.now)
    clues = models.ManyToManyField(Clue, blank=True, related_name="looks")

    class Meta:
        ordering = ["looked_at", "pk"]
        indexes = [models.Index(fields=["run", "looked_at", "id"], name="look_of_run")]

    def __str__(self) -> str:
        return f"look {self.pk}"
