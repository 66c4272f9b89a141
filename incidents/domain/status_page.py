"""The status page: turned on by an admin, and subscribed to by anybody."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models import (
    Incident,
    StatusMail,
    StatusMailState,
    StatusPage,
    Subscriber,
    Update,
)
from incidents.permissions import may_run_status_page
from incidents.queries.status_page import may_be_public
from incidents.tasks import announce_update, send_status_mail
from live import prompt
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User

ASKED_ONCE_IN = timedelta(hours=1)
SET_UP = action("status_page.set_up", gettext_lazy("Changed the status page"))
# Whoever types other people's addresses in here soon reaches this.
MOST_UNCONFIRMED = 500
_SUBSCRIBING_LOCK = 7_265_002


@transaction.atomic
def set_up_status_page(*, by: User, is_on: bool, title: str, intro: str) -> StatusPage:
    """Turn the page on or off, and say what stands at its head."""
    if not may_run_status_page(by):
        raise DomainError(_("An admin decides about the status page."))
    page, _new = StatusPage.objects.update_or_create(
        pk=1, defaults={"is_on": is_on, "title": title, "intro": intro}
    )
    note(SET_UP, by=by, about=page, is_on=is_on)
    return page


@transaction.atomic
def subscribe(*, email: str) -> None:
    """Ask an address, by mail, whether it wants to hear of the status.

    Whoever asks learns nothing of who subscribed: the answer is always the same.
    An address is asked once an hour at most, and only so many wait at once, so
    that nobody can be flooded from here. The lock makes two at once count right.
    """
    _check_is_on()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SUBSCRIBING_LOCK])
    if Subscriber.objects.filter(confirmed_at=None).count() >= MOST_UNCONFIRMED:
        raise DomainError(_("Many people are asking at the moment. Please try again in an hour."))
    subscriber, is_new = Subscriber.objects.get_or_create(email=email.lower())
    if subscriber.confirmed_at:
        return
    now = timezone.now()
    if not is_new and subscriber.asked_at > now - ASKED_ONCE_IN:
        return
    Subscriber.objects.filter(pk=subscriber.pk).update(asked_at=now)
    mail = StatusMail.objects.create(subscriber=subscriber)
    prompt(lambda: send_status_mail.delay(mail.pk))


@transaction.atomic
def confirm(subscriber: Subscriber) -> Subscriber:
    """Note that whoever reads the address wants the mail. Twice is once."""
    unconfirmed = Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None)
    unconfirmed.update(confirmed_at=timezone.now())
    subscriber.refresh_from_db()
    return subscriber


def check_may_be_public(incident: Incident, public_text: str) -> None:
    """Refuse words for the status page where an incident stays inside."""
    if public_text and not may_be_public(incident):
        raise DomainError(
            {"public_text": _("This incident stays inside, so it is not on the status page.")}
        )


def announce_soon(update: Update) -> None:
    """Have the worker tell those who subscribed, once the update is there."""
    if update.public_text:
        prompt(lambda: announce_update.delay(update.pk))


def unsubscribe(subscriber: Subscriber) -> None:
    """Forget an address, and every mail to it."""
    subscriber.delete()


def try_mail_again(mails: list[int], *, by: User) -> int:
    """Let what was set aside be sent once more."""
    if not may_run_status_page(by):
        raise DomainError(_("An admin decides about the status page."))
    aside = StatusMail.objects.filter(pk__in=mails, state=StatusMailState.SET_ASIDE)
    return aside.update(state=StatusMailState.WAITING, attempts=0, due_at=timezone.now())


def _check_is_on() -> None:
    if not StatusPage.objects.filter(is_on=True).exists():
        raise DomainError(_("There is no status page here at the moment."))
