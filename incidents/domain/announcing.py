"""Send what was said on the status page to those who subscribed to it. The worker does this."""

import logging
from smtplib import SMTPException

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from incidents import status_mail
from incidents.models import StatusMail, StatusMailState, Subscriber, Update
from incidents.queries.status_page import public_updates
from incidents.status_mail import CONFIRMED_WITHIN
from nudges.domain.delivery import LEASE
from nudges.domain.outcomes import LONGEST_WAIT
from nudges.domain.outlets import pause
from nudges.models.delivery import MOST_ATTEMPTS

logger = logging.getLogger(__name__)

PLAN = """
    INSERT INTO incidents_statusmail
        (subscriber_id, update_id, state, due_at, attempts, last_error)
    SELECT id, %s, 'waiting', %s, 0, '' FROM incidents_subscriber
    WHERE confirmed_at IS NOT NULL
    ON CONFLICT DO NOTHING
"""


@transaction.atomic
def announce(update_id: int) -> list[int]:
    """Plan a mail to everyone who subscribed, once. Returns the mails to send.

    The conditional UPDATE is the claim, and the rows are made in one statement
    in the same transaction, however many there are.
    """
    now = timezone.now()
    unsaid = public_updates().filter(pk=update_id, announced_at=None)
    if not Update.objects.filter(pk__in=unsaid.values("pk")).update(announced_at=now):
        return []
    with connection.cursor() as cursor:
        cursor.execute(PLAN, [update_id, now])
    return list(StatusMail.objects.filter(update=update_id).values_list("pk", flat=True))


def send(mail_id: int) -> None:
    """Send one message that is due, however often the task is run.

    The claim is as in `nudges.domain.delivery`: a worker that dies between
    sending and noting it causes one repeat, with the same Message-ID. What has left
    the status page since the mail was planned is not sent any more.
    """
    this = StatusMail.objects.filter(pk=mail_id)
    claimable = this.due().filter(attempts__lt=MOST_ATTEMPTS)
    if not claimable.update(due_at=timezone.now() + LEASE, attempts=F("attempts") + 1):
        return
    mail = this.select_related("subscriber", "update__incident").get()
    if mail.update and not public_updates().filter(pk=mail.update.pk).exists():
        this.update(state=StatusMailState.NOT_NEEDED)
        return
    try:
        status_mail.send(mail)
    except (SMTPException, OSError) as error:
        _put_off(mail, error)
    else:
        this.update(state=StatusMailState.SENT, sent_at=timezone.now(), last_error="")


def _put_off(mail: StatusMail, error: Exception) -> None:
    reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    logger.warning("Status mail %s was put off: %s", mail.pk, reason)
    this = StatusMail.objects.filter(pk=mail.pk)
    if mail.attempts >= MOST_ATTEMPTS:
        this.update(state=StatusMailState.SET_ASIDE, last_error=reason)
        return
    this.update(
        due_at=timezone.now() + pause(mail.attempts, longest=LONGEST_WAIT), last_error=reason
    )


def unannounced(*, most: int = 100) -> list[int]:
    """Public updates that a lost broker kept from those who subscribed."""
    waiting = public_updates().filter(announced_at=None).order_by("posted_at")
    return list(waiting.values_list("pk", flat=True)[:most])


def due_mails(*, most: int = 500) -> list[int]:
    """Messages that are due, new or left behind; what was tried often enough is set aside."""
    worn = StatusMail.objects.due().filter(attempts__gte=MOST_ATTEMPTS)
    worn.update(state=StatusMailState.SET_ASIDE, last_error="ended without an answer")
    return list(StatusMail.objects.due().order_by("due_at").values_list("pk", flat=True)[:most])


def forget_unconfirmed() -> int:
    """Delete the addresses that never answered. Returns how many rows went."""
    old = Subscriber.objects.filter(
        confirmed_at=None, asked_at__lt=timezone.now() - CONFIRMED_WITHIN
    )
    return old.delete()[0]
