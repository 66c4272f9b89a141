from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nudges.channels.names import Channel
from people.models import User


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, user: User) -> Self:
        """An address is seen by the person whom it reaches."""
        return self.filter(person=user)

    def browsers(self) -> Self:
        return self.filter(channel=Channel.PUSH)

    def on(self) -> Self:
        return self.filter(is_on=True)


class Address(models.Model):
    """Where somebody is reached on a channel besides mail: a browser, or a chat.

    `sealed` is what opens it (see `nudges/sealing.py`). `digest` is of what makes two the same
    one. What fails and rests together with it is its `outlet`.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=10, choices=Channel)
    label = models.CharField(_("name"), max_length=80)
    sealed = models.TextField()
    digest = models.CharField(max_length=64)
    outlet = models.CharField(max_length=120)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel", "digest"], name="one_address_a_person"
            ),
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(channel=Channel.PUSH),
                name="browser_reaches_one_person",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.PUSH, Channel.CHAT]),
                name="address_channel_has_addresses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
