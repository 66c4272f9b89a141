from typing import Self
from uuid import uuid4

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.addresses import address
from webhooks.models.endpoint import Endpoint

MOST_ATTEMPTS = 10


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    TAKEN = "taken", _("Taken")
    FAILED = "failed", _("Not taken")
    NOT_NEEDED = "not_needed", _("No longer sent")


def a_key() -> str:
    """What the receiver knows a message by, however often it comes."""
    return f"msg_{uuid4().hex}"


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def due(self) -> Self:
        """What is to be sent now: new, to be tried again, or left behind by a worker that died."""
        return self.waiting().filter(due_at__lte=timezone.now())

    def failed(self) -> Self:
        """What was tried often enough, and waits for somebody to send it again."""
        return self.filter(state=State.FAILED)


class Message(models.Model):
    """One event as one endpoint is told of it, written in the transaction of the event.

    `body` stays the same to the byte, so that every attempt says the same. What it is `about` is
    asked before each whether it may still be told.

    Claiming a row moves `due_at` ahead by the time a sending may take. A worker that
    dies leaves it so, and the row is simply due again when that has passed.
    """

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=40, unique=True, default=a_key)
    event = models.CharField(max_length=60)
    body = models.TextField()
    about_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(about_type=None, about_id=None)
                | Q(about_type__isnull=False, about_id__isnull=False),
                name="message_is_about_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"],
                condition=Q(state=State.WAITING),
                name="message_due",
            ),
            models.Index(fields=["endpoint", "-id"], name="message_of_endpoint"),
            models.Index(
                fields=["endpoint", "created_at"],
                condition=Q(state=State.FAILED),
                name="message_failed",
            ),
            models.Index(fields=["created_at"], name="message_by_age"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return address("webhooks:message", self.endpoint_id, self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def can_be_replayed(self) -> bool:
        return self.state in (State.TAKEN, State.FAILED)
