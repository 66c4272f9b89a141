"""Nudges as mail."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from nudges.attachments import CalendarPart, HasCalendar
from nudges.models import Delivery, Nudge
from nudges.wording import Wording, wordings


def send(delivery: Delivery, nudges: Sequence[Nudge]) -> None:
    """Hand one message, about one nudge or several, to the mail server, or raise what it answered.

    The Message-ID is the delivery's own, so that a message sent twice, because
    a worker died before it could note the first, is one message to a mail reader.
    """
    person = nudges[0].recipient
    with translation.override(settings.LANGUAGE_CODE), timezone.override(person.zone):
        words = wordings(nudges)
        name = "several" if len(words) > 1 else "email"
        context = {"all": words, "words": words[0], "person": person, "site": settings.SITE_URL}
        message = EmailMultiAlternatives(
            subject=_subject(words),
            body=render_to_string(f"nudges/{name}.txt", context),
            to=[person.email],
            headers={
                "Message-ID": f"<delivery-{delivery.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string(f"nudges/{name}.html", context), "text/html")
        about = nudges[0].about
        if len(nudges) == 1 and isinstance(about, HasCalendar):
            _bring(about.calendar_for(person), message)
    message.send()


def _subject(words: Sequence[Wording]) -> str:
    if len(words) == 1:
        return words[0].title
    n = len(words)
    return ngettext("%(n)d thing, in one message", "%(n)d things, in one message", n) % {"n": n}


def _bring(part: CalendarPart, message: EmailMultiAlternatives) -> None:
    """Add an invitation twice: as a part that mail readers answer, and as a file for the others."""
    message.attach_alternative(part.content, f"text/calendar; method={part.method}")
    message.attach("invite.ics", part.content, "application/ics")
