from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from nudges.kinds import KINDS, Kind
from nudges.kinds.kind import Rank
from people.models import User


class State(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    SNOOZED = "snoozed"
    DONE = "done"
    STOPPED = "stopped"


KINDS_BY_RANK = [
    (rank, [kind.name for kind in KINDS.values() if kind.rank == rank]) for rank in Rank
]
OPEN = (State.WAITING, State.SENT, State.SNOOZED)
# Why a nudge ended about something that its reader does not see any more.
HUSHED = "not theirs to see"
# Nobody answered, and that is all right.
LAPSED = "had its time"
# What its reader pressed, and can take back.
STOPPED, FINISHED = "stopped by its reader", "done, as its reader says"
BY_READER = (STOPPED, FINISHED)
# What fails so often to be said is left to an admin.
MOST_FAILURES = 10


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def visible_to(self, user: User) -> Self:
        """A nudge is seen by the person it is for."""
        return self.filter(recipient=user)

    def open(self) -> Self:
        """Nothing has ended them yet."""
        return self.filter(state__in=OPEN)

    def about(self, kind: str, thing: models.Model) -> Self:
        """The nudges of a kind about one thing."""
        about_type = ContentType.objects.get_for_model(thing)
        return self.filter(kind=kind, about_type=about_type, about_id=thing.pk)

    def listed(self, *, at: datetime | None = None) -> Self:
        """What stands in somebody's list: said, or due to be, and not put off or ended."""
        due = Q(state__in=[State.WAITING, State.SNOOZED], due_at__lte=at or timezone.now())
        return self.filter(Q(state=State.SENT) | due)

    def coming(self, *, at: datetime | None = None) -> Self:
        """What is put off, or to be said later for the first time."""
        later = {"state__in": [State.WAITING, State.SNOOZED], "due_at__gt": at or timezone.now()}
        return self.filter(**later)

    def in_order(self) -> Self:
        """What is kind and urgent first, and the newest first among equals."""
        ranks = [When(kind__in=kinds, then=Value(rank.value)) for rank, kinds in KINDS_BY_RANK]
        rank = Case(*ranks, output_field=IntegerField())
        return self.order_by(rank, "-created_at", "-pk")

    def ended_by_reader(self) -> Self:
        """What its reader stopped or called done, and nothing else has ended since."""
        return self.filter(state__in=[State.DONE, State.STOPPED], ended_because__in=BY_READER)

    def open_or_ended_by_reader(self) -> Self:
        """What can still be ended, or kept from being brought back."""
        by_reader = Q(state__in=[State.DONE, State.STOPPED], ended_because__in=BY_READER)
        return self.filter(Q(state__in=OPEN) | by_reader)

    def due(self) -> Self:
        """What is to be said now."""
        return self.filter(due_at__lte=timezone.now())

    def set_aside(self) -> Self:
        """What failed to be said too often, and waits for an admin."""
        return self.filter(state__in=OPEN, failures__gte=MOST_FAILURES)


class Nudge(models.Model):
    """Something to say to one person, kept until it is said and has ended.

    `due_at` is when to say it next; null once there is nothing more to say. `said_at` is when it
    was said last. `failures` counts the times that saying it has failed since.
    `counted_from` is what the moments of a kind that is about a day are counted from. What
    `stays_in_app` is said there only: practice wakes nobody.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="nudges")
    kind = models.CharField(max_length=30)
    about_type = models.ForeignKey(ContentType, models.CASCADE)
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    dedupe_key = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ended_because = models.CharField(max_length=200, blank=True)
    stays_in_app = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField(null=True)
    times_said = models.PositiveSmallIntegerField(default=0)
    said_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "dedupe_key"], name="nudge_said_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="nudge_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(KINDS)), name="nudge_kind_is_declared"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN) | Q(due_at=None), name="ended_nudge_is_never_due"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="nudge_due"),
            models.Index(
                fields=["recipient", "-created_at"],
                condition=Q(state__in=OPEN),
                name="nudge_open_of_recipient",
            ),
            models.Index(
                fields=["recipient", "-said_at", "-id"],
                condition=Q(said_at__isnull=False),
                name="nudge_said_to_recipient",
            ),
            models.Index(fields=["about_type", "about_id"], name="nudge_about"),
            models.Index(
                fields=["id"],
                condition=Q(state__in=OPEN, failures__gte=MOST_FAILURES),
                name="nudge_aside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def declared(self) -> Kind:
        return KINDS[self.kind]

    def next_time(self, at: datetime) -> datetime | None:
        return self.declared.next_time(
            self.recipient, times_said=self.times_said, at=at, counted_from=self.counted_from
        )

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_ended_by_reader(self) -> bool:
        return not self.is_open and self.ended_because in BY_READER

    def has_had_its_time(self, at: datetime) -> bool:
        lasts = self.declared.lasts
        return lasts is not None and self.created_at < at - lasts
