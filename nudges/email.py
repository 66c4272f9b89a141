"""Nudges as mail."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from nudges.attachments import CalendarPart, HasCalendar
from nudges.models import Delivery
from nudges.wording import wording


def send(delivery: Delivery) -> None:
    """Hand one message to the mail server, or raise what it answered.

    The Message-ID is the delivery's own, so that a message sent twice, because
    a worker died before it could note the first, is one message to a mail reader.
    """
    nudge = delivery.nudge
    with translation.override(settings.LANGUAGE_CODE), timezone.override(nudge.recipient.zone):
        words = wording(nudge)
        context = {"words": words, "person": nudge.recipient, "site": settings.SITE_URL}
        message = EmailMultiAlternatives(
            subject=words.title,
            body=render_to_string("nudges/email.txt", context),
            to=[nudge.recipient.email],
            headers={
                "Message-ID": f"<delivery-{delivery.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("nudges/email.html", context), "text/html")
        if isinstance(nudge.about, HasCalendar):
            _bring(nudge.about.calendar_for(nudge.recipient), message)
    message.send()


def _bring(part: CalendarPart, message: EmailMultiAlternatives) -> None:
    """Add an invitation twice: as a part that mail readers answer, and as a file for the others."""
    message.attach_alternative(part.content, f"text/calendar; method={part.method}")
    message.attach("invite.ics", part.content, "application/ics")
