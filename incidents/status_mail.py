"""What the status page sends by mail, and the links in it that need no account."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from incidents.models import Status, StatusMail, StatusPage, Subscriber, Update
from incidents.queries.status_page import PUBLIC_STATUS
from people.mail import Mail

CONFIRMED_WITHIN = timedelta(days=3)
CONFIRM = "status.confirm"
LEAVE = "status.leave"


def token_for(subscriber: Subscriber, *, to: str) -> str:
    """A link's secret part. It names the row and the address, so that it dies with them."""
    return signing.dumps([subscriber.pk, subscriber.email], salt=to)


def subscriber_of(token: str, *, to: str) -> Subscriber | None:
    """Whoever a link was sent to, or None when it is too old or not ours."""
    age = CONFIRMED_WITHIN if to == CONFIRM else None
    try:
        pk, email = signing.loads(token, salt=to, max_age=age)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscriber.objects.filter(pk=pk, email=email).first()


def send(mail: StatusMail) -> None:
    """Hand one message to the mail server, or raise what it answered."""
    to = LEAVE if mail.update else CONFIRM
    link = reverse(
        "status:leave" if mail.update else "status:confirm",
        args=[token_for(mail.subscriber, to=to)],
    )
    page = StatusPage.objects.get(pk=1)
    context = {"mail": mail, "page": page, "site": settings.SITE_URL, "link": link}
    context |= _words(mail.update) if mail.update else {}
    kind = "update" if mail.update else "confirm"
    with translation.override(settings.LANGUAGE_CODE), timezone.override("UTC"):
        message = Mail(
            subject=" ".join(render_to_string(f"status/mail/{kind}_subject.txt", context).split()),
            body=render_to_string(f"status/mail/{kind}.txt", context),
            to=[mail.subscriber.email],
            headers=_headers(mail, link),
        )
        html = render_to_string(f"status/mail/{kind}.html", context)
        message.attach_alternative(html, "text/html")
    message.send()


def _words(update: Update) -> dict[str, Any]:
    """Which services it is about and how they stand, as the page says it."""
    services = update.incident.services.exclude(public_name="").order_by("public_name")
    return {
        "names": ", ".join(dict.fromkeys(services.values_list("public_name", flat=True))),
        "says": str(PUBLIC_STATUS[Status(update.incident.status)]),
    }


def _headers(mail: StatusMail, link: str) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<status-{mail.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if mail.update:
        # Mails about one incident make one thread, and one press ends them all (RFC 8058).
        thread = f"<status-incident-{mail.update.incident_id}@{host}>"
        headers |= {
            "References": thread,
            "In-Reply-To": thread,
            "List-Unsubscribe": f"<{settings.SITE_URL}{link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
