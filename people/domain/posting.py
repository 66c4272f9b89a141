"""Send the letters that `people/domain/letters.py` writes down. The worker does this."""

import logging
import random
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused

from django.db.models import F
from django.utils import timezone

from people.letters import compose
from people.models import Letter, LetterState

logger = logging.getLogger(__name__)

# Longer than a sending takes: each of its dozen exchanges with the mail server times out in 20 s.
LEASE = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=30)
MOST_ATTEMPTS = 10
# A server that is away for longer than that is an admin's to know.
WAITS_FOR_SERVER = timedelta(days=2)
KEPT_FOR = timedelta(days=30)
SERVICE_NOT_AVAILABLE = 421


def send(letter_id: int) -> None:
    """Send one letter that is due, however often the task is run.

    The conditional UPDATE is the claim. A worker that dies between sending and noting it
    causes one repeat, with the same Message-ID.
    """
    this = Letter.objects.filter(pk=letter_id)
    claimable = this.due().filter(attempts__lt=MOST_ATTEMPTS)
    if not claimable.update(due_at=timezone.now() + LEASE, attempts=F("attempts") + 1):
        return
    letter = this.select_related("person").get()
    try:
        mail = compose(letter)
        if mail:
            mail.send()
    except (SMTPException, OSError) as error:
        _put_off(letter, error)
    except Exception as error:
        # Whatever it was stands in the log; the others are sent all the same.
        logger.exception("Letter %s could not be written", letter.pk)
        _put_off(letter, error)
    else:
        _done(letter, was_sent=mail is not None)


def _done(letter: Letter, *, was_sent: bool) -> None:
    """Note it and let go of the words; and of the address, where there was nobody to write to."""
    this = Letter.objects.filter(pk=letter.pk)
    if was_sent:
        this.update(state=LetterState.SENT, sent_at=timezone.now(), sealed="", last_error="")
    else:
        this.delete()


def _put_off(letter: Letter, error: Exception) -> None:
    """Try again later and later; leave to an admin what is refused for good or has no end."""
    code = _code(error)
    reason = f"{type(error).__name__} {code or ''}".strip()
    logger.warning("Letter %s was put off: %s", letter.pk, reason)
    now, this = timezone.now(), Letter.objects.filter(pk=letter.pk)
    if _server_is_away(error, code) and now - letter.made_at < WAITS_FOR_SERVER:
        this.update(due_at=now + _pause(5), attempts=F("attempts") - 1, last_error=reason)
    elif (code or 0) >= 500 or letter.attempts >= MOST_ATTEMPTS:
        this.update(state=LetterState.SET_ASIDE, last_error=reason)
    else:
        this.update(due_at=now + _pause(letter.attempts), last_error=reason)


def _server_is_away(error: Exception, code: int | None) -> bool:
    if isinstance(error, SMTPException | OSError) and code in (None, SERVICE_NOT_AVAILABLE):
        return True
    return isinstance(error, SMTPSenderRefused)


def _code(error: Exception) -> int | None:
    if isinstance(error, SMTPResponseException):
        return int(error.smtp_code)
    if isinstance(error, SMTPRecipientsRefused):
        return next((int(code) for code, _said in error.recipients.values()), None)
    return None


def _pause(attempts: int) -> timedelta:
    doubled: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return doubled * random.uniform(0.75, 1.25)  # nosec B311 (nothing depends on it)


def due_letters(*, most: int = 500) -> list[int]:
    """Letters that are due, new or left behind; what was tried often enough is set aside."""
    worn = Letter.objects.due().filter(attempts__gte=MOST_ATTEMPTS)
    worn.update(state=LetterState.SET_ASIDE, last_error="ended without an answer")
    return list(Letter.objects.due().order_by("due_at").values_list("pk", flat=True)[:most])


def try_all_again(*, at: datetime) -> int:
    """Let every letter that was set aside be sent once more."""
    aside = Letter.objects.set_aside()
    return aside.update(state=LetterState.WAITING, attempts=0, due_at=at, made_at=at)


def forget_letters(*, at: datetime) -> int:
    """Delete what is old, sent or not: its links lead nowhere any more."""
    gone: int = Letter.objects.filter(made_at__lt=at - KEPT_FOR).delete()[0]
    return gone
