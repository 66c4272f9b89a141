from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nudges.channels.names import Channel
from nudges.models.address import Address
from nudges.models.announcement import Announcement
from nudges.models.nudge import Nudge
from people.models import User

MOST_ATTEMPTS = 10
EMAIL_OUTLET = "email"


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    NOT_NEEDED = "not_needed", _("No longer needed")
    SET_ASIDE = "set_aside", _("Set aside")
    WITH_ANOTHER = "with_another", _("Goes with another")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self) -> Self:
        """What is to be sent now: new, or left behind by a worker that died."""
        return self.filter(state=State.WAITING, due_at__lte=timezone.now())

    def set_aside(self) -> Self:
        """What was tried often enough, and waits for an admin."""
        return self.filter(state=State.SET_ASIDE)

    def claimable(self, channel: str, *, resting: list[str]) -> Self:
        """What may be sent now on a channel, not through what rests, soonest first."""
        due = self.due().filter(channel=channel, attempts__lt=MOST_ATTEMPTS)
        return due.exclude(outlet__in=resting).order_by("due_at", "pk")

    def messages(self, reader: User, channel: str, address: Address | None) -> Self:
        """What goes to somebody at an address and does not interrupt: one row a message."""
        theirs = self.filter(recipient=reader, channel=channel, may_interrupt=False)
        return theirs.filter(address=address, goes_with=None)


class Delivery(models.Model):
    """One message to one address, for one time that a nudge is said, or for an announcement.

    Mail has no `address`: it goes to the reader's own. `outlet` is what it goes through, and
    what rests when that does not answer. `goes_at` is when it is to go out. What `goes_with`
    another is told in its message: that one `is_bundle`, and each nudge in it has a row of its
    own.

    Claiming a row moves `due_at` ahead by the time a sending may take. A worker
    that dies leaves it so, and the row is simply due again when that has passed.
    """

    nudge = models.ForeignKey(Nudge, models.CASCADE, null=True, related_name="deliveries")
    announcement = models.OneToOneField(
        Announcement, models.CASCADE, null=True, related_name="delivery"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    channel = models.CharField(max_length=10, choices=Channel)
    address = models.ForeignKey(Address, models.CASCADE, null=True, related_name="+")
    outlet = models.CharField(max_length=120, default=EMAIL_OUTLET)
    number = models.PositiveSmallIntegerField()
    goes_with = models.ForeignKey("self", models.CASCADE, null=True, related_name="rest")
    is_bundle = models.BooleanField(default=False)
    may_interrupt = models.BooleanField(default=False)
    goes_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["nudge", "channel", "address", "number"],
                condition=Q(nudge__isnull=False),
                nulls_distinct=False,
                name="one_delivery_a_saying",
            ),
            models.CheckConstraint(
                condition=Q(nudge__isnull=False, recipient__isnull=False, announcement=None)
                | Q(nudge=None, recipient=None, announcement__isnull=False),
                name="delivery_tells_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.EMAIL, address=None)
                | ~Q(channel=Channel.EMAIL) & Q(address__isnull=False),
                name="delivery_has_an_address_unless_mail",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITH_ANOTHER) | Q(goes_with__isnull=False),
                name="delivery_goes_with_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at"], condition=Q(state=State.WAITING), name="delivery_due"
            ),
            models.Index(fields=["id"], condition=Q(state=State.SET_ASIDE), name="delivery_aside"),
            models.Index(
                fields=["recipient", "channel", "goes_at"],
                condition=Q(goes_with=None, may_interrupt=False),
                name="delivery_messages",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    @property
    def is_planned(self) -> bool:
        """Whether it waits for a moment that is still to come."""
        waits = self.state in (State.WAITING, State.WITH_ANOTHER)
        return waits and self.goes_at > timezone.now()

    @property
    def is_due(self) -> bool:
        return self.state == State.WAITING and self.due_at <= timezone.now()
