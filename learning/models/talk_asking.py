"""What is asked of people about talks, and the address from which they read the calendar."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.models.talks import TalkSession, TalkSlot
from people.models import User


class Answer(models.TextChoices):
    WAITING = "", _("Not answered")
    TAKEN = "taken", _("Takes a slot")
    NOT_THIS_TIME = "not_this_time", _("Not this time")


class TalkInvitationQuerySet(models.QuerySet["TalkInvitation"]):
    def visible_to(self, user: User) -> Self:
        """Whether somebody was asked, and what they said, is nobody else's business."""
        return self.filter(person=user)

    def may_be_told(self, user: User) -> Self:
        return self.visible_to(user)

    def waiting(self) -> Self:
        return self.filter(answer=Answer.WAITING)


class TalkInvitation(models.Model):
    """Somebody is asked, once, whether they would tell something in a session."""

    session = models.ForeignKey(TalkSession, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="talk_invitations"
    )
    answer = models.CharField(max_length=13, choices=Answer, default=Answer.WAITING, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    objects = TalkInvitationQuerySet.as_manager()
    named_with = ("session",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="asked_once_a_session"),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="talk_answer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING, answered_at=None)
                | ~Q(answer=Answer.WAITING) & Q(answered_at__isnull=False),
                name="talk_answer_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="talk_invitation_by_time")]

    def __str__(self) -> str:
        return f"talk invitation {self.pk}"


class SwapState(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    ACCEPTED = "accepted", _("Swapped")
    DECLINED = "declined", _("Not this time")
    WITHDRAWN = "withdrawn", _("Taken back")
    OVER = "over", _("Came to nothing")


class SlotSwapQuerySet(models.QuerySet["SlotSwap"]):
    def visible_to(self, user: User) -> Self:
        """The two people."""
        return self.filter(Q(offered_by=user) | Q(offered_to=user))

    def may_be_told(self, user: User) -> Self:
        return self.visible_to(user)

    def open(self) -> Self:
        return self.filter(state=SwapState.OPEN)

    def with_slots(self) -> Self:
        return self.select_related("offered__session", "wanted__session", "offered_by")


class SlotSwap(models.Model):
    """A speaker offers another one to trade places."""

    offered = models.ForeignKey(TalkSlot, models.CASCADE, related_name="swaps_offered")
    wanted = models.ForeignKey(TalkSlot, models.CASCADE, related_name="swaps_wanted")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    offered_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=SwapState, default=SwapState.OPEN)
    offered_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    objects = SlotSwapQuerySet.as_manager()
    named_with = ("offered__session", "wanted__session", "offered_by", "offered_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offered"], condition=Q(state=SwapState.OPEN), name="one_open_swap_a_slot"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SwapState.values), name="slot_swap_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(offered_by=F("offered_to")), name="nobody_swaps_with_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"slot swap {self.pk}"

    @property
    def is_accepted(self) -> bool:
        return self.state == SwapState.ACCEPTED


class TalkCalendarQuerySet(models.QuerySet["TalkCalendar"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(owner=user)


class TalkCalendar(models.Model):
    """The private address at which somebody's calendar program reads the sessions.

    Only the digest of its token is kept, and of the reading no more than the last day.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="talk_calendar"
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    last_read_on = models.DateField(null=True)

    objects = TalkCalendarQuerySet.as_manager()

    def __str__(self) -> str:
        return f"talk calendar {self.pk}"
