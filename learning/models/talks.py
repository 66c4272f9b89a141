"""Sessions in which people tell each other what they broke, week by week."""

from datetime import UTC, date, datetime, timedelta
from typing import Self
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import User, Weekday
from people.models.user import check_time_zone
from postmortems.places import Place

SLOT = timedelta(minutes=5)
MOST_SLOTS = 12
LONGEST = 180
# What a browser opens when somebody presses it.
WEB_ADDRESS = r"^https?://"


def zone_named(name: str) -> ZoneInfo:
    """The zone, or UTC when this machine does not know the one that was chosen."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


class TalkSeries(models.Model):
    """When the sessions are: every week on one day, by the clock on the wall of one place.

    There is one. Sessions are planned from it, and keep what they were planned with.
    """

    is_on = models.BooleanField(default=True)
    title = models.CharField(_("what the sessions are called"), max_length=80)
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    starts = models.TimeField(_("starts at"))
    time_zone = models.CharField(_("time zone"), max_length=64, validators=[check_time_zone])
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(LONGEST)]
    )
    slots = models.PositiveSmallIntegerField(
        _("slots"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SLOTS)]
    )
    place = models.CharField(_("where"), max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "talk series"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_series_of_talks"),
            models.CheckConstraint(
                condition=Q(weekday__in=Weekday.values), name="talk_weekday_is_known"
            ),
            models.CheckConstraint(
                condition=Q(slots__gte=1, slots__lte=MOST_SLOTS)
                & Q(minutes__gte=F("slots") * 5, minutes__lte=LONGEST),
                name="talk_slots_fit_in_their_session",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(self.time_zone)

    def week_of(self, at: datetime) -> date:
        """The Monday of the week that it is at that moment where the sessions are."""
        day = at.astimezone(self.zone).date()
        return day - timedelta(days=day.weekday())

    def moment(self, week: date) -> datetime:
        """When the session of a week begins: the same time on the wall all year round."""
        day = week + timedelta(days=self.weekday)
        return datetime.combine(day, self.starts, tzinfo=self.zone).astimezone(UTC)


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Called off")


class TalkSessionQuerySet(models.QuerySet["TalkSession"]):
    def visible_to(self, user: User) -> Self:
        """Everybody here may come."""
        return self if user.is_active else self.none()

    def planned(self) -> Self:
        return self.filter(state=SessionState.PLANNED)

    def ahead(self, at: datetime) -> Self:
        """What has not begun."""
        return self.filter(starts_at__gt=at)

    def soonest_first(self) -> Self:
        return self.order_by("starts_at", "pk")

    def latest_first(self) -> Self:
        return self.order_by("-starts_at", "-pk")

    def before(self, place: Place) -> Self:
        """What is behind a place when the latest come first."""
        return self.filter(Q(starts_at__lt=place.at) | Q(starts_at=place.at, pk__lt=place.pk))


class TalkSession(models.Model):
    """One week's session. Calendars know it by its `uid`; `sequence` counts what they must hear of.

    `week` is its Monday, so that a week has one session however often they are planned;
    `is_moved` keeps a session where somebody put it when the series is changed.
    """

    week = models.DateField(unique=True)
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    starts_at = models.DateTimeField(_("when"))
    ends_at = models.DateTimeField(_("until"))
    time_zone = models.CharField(max_length=64, validators=[check_time_zone])
    place = models.CharField(max_length=500, blank=True)
    is_moved = models.BooleanField(default=False)
    recording = models.URLField(_("recording"), max_length=500, blank=True)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = TalkSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SessionState.values), name="talk_session_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="talk_session_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(recording="") | Q(recording__iregex=WEB_ADDRESS),
                name="talk_recording_is_on_the_web",
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="talk_session_by_time")]

    def __str__(self) -> str:
        return f"talk session {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("learning:talk_session", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_ahead(self) -> bool:
        return not (self.is_cancelled or self.has_begun)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def place_is_link(self) -> bool:
        return self.place.startswith(("https://", "http://")) and " " not in self.place

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(self.time_zone)

    @property
    def free_slots(self) -> int:
        return sum(slot.is_open for slot in self.slots.all())

    @property
    def taken_slots(self) -> int:
        return sum(not slot.is_open for slot in self.slots.all())


class TalkSlotQuerySet(models.QuerySet["TalkSlot"]):
    def visible_to(self, user: User) -> Self:
        return self if user.is_active else self.none()

    def taken(self) -> Self:
        return self.filter(speaker__isnull=False)

    def open(self) -> Self:
        return self.filter(speaker=None)

    def ahead(self, at: datetime) -> Self:
        """Those of sessions that are planned and have not begun."""
        return self.filter(session__in=TalkSession.objects.planned().ahead(at))


class TalkSlot(models.Model):
    """Five minutes of a session, free or somebody's."""

    session = models.ForeignKey(TalkSession, models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="talk_slots"
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    slides = models.URLField(_("slides"), max_length=500, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = TalkSlotQuerySet.as_manager()
    named_with = ("session", "speaker")

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="talk_slot_has_its_place"),
            models.UniqueConstraint(
                fields=["session", "speaker"], name="one_talk_a_speaker_and_session"
            ),
            models.CheckConstraint(
                condition=Q(speaker=None) | Q(taken_at__isnull=False),
                name="taken_talk_slot_knows_when",
            ),
            models.CheckConstraint(
                condition=Q(slides="") | Q(slides__iregex=WEB_ADDRESS),
                name="talk_slides_are_on_the_web",
            ),
        ]

    def __str__(self) -> str:
        return f"talk slot {self.pk}"

    def get_absolute_url(self) -> str:
        return f"{self.session.get_absolute_url()}#slot-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.speaker_id is None

    @property
    def starts_at(self) -> datetime:
        """When it is its turn, more or less."""
        return self.session.starts_at + (self.number - 1) * SLOT
