"""What customers see, where an organisation chooses to show it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models.timeline import Update


class StatusPage(models.Model):
    """The one public page; off until an admin turns it on."""

    is_on = models.BooleanField(_("shown to everybody"), default=False)
    title = models.CharField(_("title"), max_length=80, blank=True)
    intro = models.CharField(_("a line under the title"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="there_is_one_status_page"),
        ]

    def __str__(self) -> str:
        return self.title or "status page"


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)


class Subscriber(models.Model):
    """Somebody outside who asked for mail about the status; nothing is kept but the address."""

    email = models.EmailField(max_length=254, unique=True)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="subscriber_is_kept_in_lower_case"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(confirmed_at=None),
                name="subscriber_unconfirmed",
            )
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"


class StatusMailState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    NOT_NEEDED = "not_needed", _("No longer needed")
    SET_ASIDE = "set_aside", _("Set aside")


class StatusMailQuerySet(models.QuerySet["StatusMail"]):
    def due(self) -> Self:
        """What is to be sent now: new, or left behind by a worker that died."""
        return self.filter(state=StatusMailState.WAITING, due_at__lte=timezone.now())


class StatusMail(models.Model):
    """One message to one subscriber: about an update, or without one to confirm the address."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="mails")
    update = models.ForeignKey(
        Update, models.CASCADE, null=True, blank=True, related_name="status_mails"
    )
    state = models.CharField(
        max_length=10, choices=StatusMailState, default=StatusMailState.WAITING
    )
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = StatusMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "update"], name="one_mail_an_update_and_subscriber"
            ),
            models.CheckConstraint(
                condition=Q(state__in=StatusMailState.values), name="status_mail_state_is_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=StatusMailState.WAITING),
                name="status_mail_due",
            )
        ]

    def __str__(self) -> str:
        return f"status mail {self.pk}"
