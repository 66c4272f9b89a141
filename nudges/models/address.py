from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nudges.channels.names import Channel
from people.models import Team, User


def teams_led_by(user: User) -> models.QuerySet[Team]:
    """The teams whose chat rooms somebody sets: a tech lead theirs, an admin all."""
    if not (user.is_active and user.may_write):
        return Team.objects.none()
    return Team.objects.all() if user.is_admin else user.leads_teams.all()


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, user: User) -> Self:
        """An address is seen by the person whom it reaches, and a team's by whoever sets it."""
        return self.filter(Q(person=user) | Q(team__in=teams_led_by(user)))

    def browsers(self) -> Self:
        return self.filter(channel=Channel.PUSH)

    def on(self) -> Self:
        return self.filter(is_on=True)


class Address(models.Model):
    """Where somebody is reached on a channel besides mail: a browser, or a chat. Or a team's room.

    `sealed` is what opens it (see `people/sealing.py`). `digest` is of what makes two the same
    one. What fails and rests together with it is its `outlet`. What did not know the address any
    more says so in `last_error`, and it is off.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="addresses"
    )
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="rooms")
    channel = models.CharField(max_length=10, choices=Channel)
    label = models.CharField(_("name"), max_length=80)
    sealed = models.TextField()
    digest = models.CharField(max_length=64)
    outlet = models.CharField(max_length=120)
    is_on = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)

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
            models.UniqueConstraint(fields=["team", "digest"], name="one_address_a_team"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, team=None)
                | Q(person=None, team__isnull=False, channel=Channel.CHAT),
                name="address_is_of_a_person_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.PUSH, Channel.CHAT]),
                name="address_channel_has_addresses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
