from datetime import timedelta
from typing import Self
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.addresses import address

LONGEST_URL = 500
# What was to rest for much longer has rested since before the clock was put back.
LONGEST_REST = timedelta(hours=1)


class OffBecause(models.TextChoices):
    ASKED = "asked", _("an admin switched it off")
    GONE = "gone", _("it answered that it is gone (410)")
    FAILING = "failing", _("it took nothing for five days")


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def on(self) -> Self:
        return self.filter(off_because="")

    def hearing(self, event: str) -> Self:
        """Those that an event goes to."""
        return self.on().filter(events__contains=[event])

    def free(self) -> Self:
        """Those that may be called now: on, not resting, and no worker is busy with them."""
        now = timezone.now()
        is_rested = (
            Q(rests_until=None)
            | Q(rests_until__lte=now)
            | Q(rests_until__gt=now + 2 * LONGEST_REST)
        )
        return self.on().filter(is_rested).filter(Q(busy_until=None) | Q(busy_until__lte=now))


class Endpoint(models.Model):
    """An address of another program, which is told what happens here.

    `sealed_secret` is what messages are signed with (see `webhooks/secrets.py`), and until
    `previous_until` they are signed with the one before too. One worker at a time calls it,
    which `busy_until` says. What does not answer rests, and what has taken nothing since
    `failing_since` is switched off after days.
    """

    url = models.CharField(_("address"), max_length=LONGEST_URL)
    description = models.CharField(_("what it is for"), max_length=120, blank=True)
    events = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    off_because = models.CharField(max_length=10, choices=OffBecause, blank=True)
    off_since = models.DateTimeField(null=True)
    sealed_secret = models.TextField()
    sealed_previous = models.TextField(blank=True)
    previous_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    busy_until = models.DateTimeField(null=True)
    tried_out_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(off_because__in=["", *OffBecause.values]),
                name="endpoint_off_for_a_known_reason",
            ),
            models.CheckConstraint(
                condition=Q(off_because="", off_since=None)
                | ~Q(off_because="") & Q(off_since__isnull=False),
                name="endpoint_off_since_when",
            ),
            models.CheckConstraint(
                condition=Q(sealed_previous="", previous_until=None)
                | ~Q(sealed_previous="") & Q(previous_until__isnull=False),
                name="endpoint_previous_secret_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.host

    def get_absolute_url(self) -> str:
        return address("webhooks:endpoint", self.pk)

    @property
    def is_on(self) -> bool:
        return not self.off_because

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def has_two_secrets(self) -> bool:
        return self.previous_until is not None and self.previous_until > timezone.now()
