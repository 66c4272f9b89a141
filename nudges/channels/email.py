"""Nudges as mail."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from smtplib import (
    SMTP,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from nudges.attachments import CalendarPart, HasCalendar, HasThread
from nudges.channels.base import Message, NotTaken, Send
from nudges.mail_links import link_to_answer, link_to_leave
from nudges.wording import Wording
from people.addresses import address
from people.mail import Mail

SERVICE_NOT_AVAILABLE = 421
# What a server answers for good begins with a five.
FOR_GOOD = range(500, 600)


@contextmanager
def sending() -> Iterator[Send]:
    """Mail over one connection, as long as the mail server keeps it."""
    mailer = mailers.default

    def send(message: Message) -> None:
        mail = compose(message)
        try:
            if isinstance(mailer, EmailBackend):
                _connected(mailer).sendmail(*mail.envelope, mail.message().as_bytes())
            else:
                mailer.send_messages([mail])
        except (SMTPException, OSError) as error:
            with suppress(SMTPException, OSError):
                mailer.close()
            raise not_taken(error) from error

    try:
        yield send
    finally:
        with suppress(SMTPException, OSError):
            mailer.close()


def _connected(mailer: EmailBackend) -> SMTP:
    """A connection that is open; whatever the server says no to before concerns all mail."""
    try:
        mailer.open()
    except (SMTPException, OSError) as error:
        raise NotTaken(_kind(error), is_down=True) from error
    assert mailer.connection, "it is open"
    return mailer.connection


def not_taken(error: Exception) -> NotTaken:
    """What a mail server's answer means for the message, and for those after it."""
    code = _code(error)
    if code in (None, SERVICE_NOT_AVAILABLE) or isinstance(error, SMTPSenderRefused):
        return NotTaken(_kind(error), is_down=True)
    return NotTaken(_kind(error), is_for_good=code in FOR_GOOD)


def _code(error: Exception) -> int | None:
    if isinstance(error, SMTPResponseException):
        return int(error.smtp_code)
    if isinstance(error, SMTPRecipientsRefused):
        return next((int(code) for code, _said in error.recipients.values()), None)
    return None


def _kind(error: Exception) -> str:
    return f"{type(error).__name__} {_code(error) or ''}".strip()


@dataclass(frozen=True)
class Told:
    """One nudge of a mail: its words, and a link that puts it off or ends it, if it can be."""

    words: Wording
    answer: str
    can_be_done: bool


def compose(message: Message) -> Mail:
    """Put a mail together.

    The Message-ID is the delivery's own, so that a message sent twice, because a worker
    died before it could note the first, is one message to a mail reader.
    """
    person, subject = message.person, _subject(message.words)
    assert person, "mail goes to people"
    told = [
        Told(
            words,
            answer="" if nudge.declared.is_said_once else link_to_answer(nudge),
            can_be_done=nudge.declared.can_be_done,
        )
        for nudge, words in zip(message.nudges, message.words, strict=True)
    ]
    leave = link_to_leave(person, (nudge.kind for nudge in message.nudges))
    name = "several" if len(told) > 1 else "one"
    context = {
        "all": told,
        "told": told[0],
        "subject": subject,
        "site": settings.SITE_URL,
        "preferences": settings.SITE_URL + address("nudges:preferences"),
        "leave": leave,
    }
    with translation.override(settings.LANGUAGE_CODE), timezone.override(person.zone):
        mail = Mail(
            subject=subject,
            body=render_to_string(f"nudges/mail/{name}.txt", context),
            to=[person.email],
            headers=_headers(message, leave),
        )
        html = render_to_string(f"nudges/mail/{name}.html", context)
    mail.attach_alternative(html, "text/html")
    about = message.nudges[0].about
    if len(told) == 1 and isinstance(about, HasCalendar):
        _bring(about.calendar_for(person), mail)
    return mail


def _headers(message: Message, leave: str) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<delivery-{message.delivery.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
        # RFC 8058: a mail program shows a button of its own.
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    about = message.nudges[0].about
    if len(message.nudges) == 1 and isinstance(about, HasThread):
        # The first of a thread was never sent: mail readers put what answers it together.
        headers["References"] = headers["In-Reply-To"] = f"<{about.mail_thread}@{host}>"
    return headers


def _subject(words: Sequence[Wording]) -> str:
    if len(words) == 1:
        return words[0].title
    n = len(words)
    return ngettext("%(n)d thing, in one message", "%(n)d things, in one message", n) % {"n": n}


def _bring(part: CalendarPart, mail: Mail) -> None:
    """Add an invitation twice: as a part that mail readers answer, and as a file for the others."""
    mail.attach_alternative(part.content, f"text/calendar; method={part.method}")
    mail.attach("invite.ics", part.content, "application/ics")
