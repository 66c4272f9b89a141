"""Nudges as messages of a browser, which shows them when no page is open."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from urllib3.exceptions import HTTPError

from nudges.channels.base import Message, NotTaken, Send
from nudges.models import Address
from nudges.push.encryption import encrypt
from nudges.push.keys import this_site
from nudges.push.vapid import Vapid
from people.outbound import guarded
from people.sealing import Unreadable, unseal

# A phone that was off for longer than that is told nothing that is over by then.
SOON = timedelta(hours=1)
IN_A_DAY = timedelta(days=1)
LONGEST_TITLE = 120
LONGEST_BODY = 300
# Seconds to connect, and to wait for an answer.
PATIENCE = (5, 10)
LONGEST_CALL = 20
MOST_READ = 4096
GONE = (404, 410)
TOO_MANY = 429
LONGEST_WAIT = timedelta(hours=2)


@dataclass(frozen=True)
class Notice:
    """What a browser shows. One with the same `tag` takes the place of an earlier one.

    `link` is a path on this site.
    """

    title: str
    body: str
    link: str
    tag: str
    lasts: timedelta
    is_urgent: bool

    @property
    def content(self) -> bytes:
        shown = {"title": self.title, "body": self.body, "link": self.link, "tag": self.tag}
        return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(self.lasts.total_seconds())),
            "Urgency": "high" if self.is_urgent else "normal",
            # The push service keeps the last of those with the same topic for a device that is off.
            "Topic": self.tag,
        }


@contextmanager
def sending() -> Iterator[Send]:
    """Messages to browsers, over connections that stay open."""
    site = this_site()
    with requests.Session() as session:

        def send(message: Message) -> None:
            assert message.delivery.address is not None, "the database sees to that"
            hand_over(_notice(message), message.delivery.address, site=site, session=session)

        yield send


def hand_over(notice: Notice, address: Address, *, site: Vapid, session: requests.Session) -> bool:
    """Hand a notice to a browser's push service, or raise NotTaken.

    Returns whether the browser is there. One that has gone is taken out, with whatever still
    waits for it; so is one whose subscription was made with another key of this site: it
    subscribes anew when its owner is next here.
    """
    try:
        details = unseal(address.sealed)
    except Unreadable:
        details = {}
    if details.get("key") != site.public_key:
        address.delete()
        return False
    body = encrypt(notice.content, p256dh=details["p256dh"], auth=details["auth"])
    answer = _post(session, details["endpoint"], body, notice, site)
    if answer.status_code in GONE:
        address.delete()
        return False
    _look_at(answer)
    return True


def _post(
    session: requests.Session, endpoint: str, body: bytes, notice: Notice, site: Vapid
) -> requests.Response:
    """Send it, only to the outside world: whoever has a browser names the address."""
    with guarded(seconds=LONGEST_CALL) as guard:
        try:
            with session.post(
                endpoint,
                body,
                headers=notice.headers,
                auth=site,
                timeout=PATIENCE,
                allow_redirects=False,
                stream=True,
            ) as answer:
                # Read to its end, a connection can be used again.
                with suppress(HTTPError):
                    answer.raw.read(MOST_READ)
                return answer
        except requests.RequestException as error:
            reason = "Forbidden" if guard.has_refused else type(error).__name__
            raise NotTaken(
                reason, is_for_good=guard.has_refused, is_down=not guard.has_refused
            ) from error


def _look_at(answer: requests.Response) -> None:
    """Raise NotTaken unless it was taken."""
    status = answer.status_code
    if status < 300:
        return
    reason = f"HTTP {status}"
    if status == TOO_MANY:
        raise NotTaken(reason, wait=_asked_to_wait(answer.headers.get("Retry-After", "")))
    raise NotTaken(reason, is_for_good=400 <= status < 500, is_down=status >= 500)


def _asked_to_wait(retry_after: str) -> timedelta:
    """How long a push service asks to be left alone: in seconds, or until a time."""
    if retry_after.isascii() and retry_after.isdecimal():
        return min(timedelta(seconds=int(retry_after[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return timedelta(0)
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - datetime.now(UTC), timedelta(0)), LONGEST_WAIT)


def _notice(message: Message) -> Notice:
    """What a message says where others may look on. Of what is private, only that it is there."""
    delivery, nudges, words = message.delivery, message.nudges, message.words
    open_ones = [
        said.title
        for nudge, said in zip(nudges, words, strict=True)
        if not nudge.declared.is_private
    ]
    with translation.override(settings.LANGUAGE_CODE):
        if len(nudges) > 1:
            n = len(nudges)
            title = ngettext("%(n)d thing for you", "%(n)d things for you", n) % {"n": n}
            body, link, tag = " · ".join(open_ones), reverse("today"), f"delivery-{delivery.pk}"
        else:
            [said], tag = words, f"nudge-{nudges[0].pk}"
            title = said.title if open_ones else _("Something for you in Goldseam")
            body, link = said.body if open_ones else "", said.link
    return Notice(
        title=Truncator(title).chars(LONGEST_TITLE),
        body=Truncator(body).chars(LONGEST_BODY),
        link=link,
        tag=tag,
        lasts=SOON if delivery.may_interrupt else IN_A_DAY,
        is_urgent=delivery.may_interrupt,
    )


def of_trying() -> Notice:
    """What somebody sends to a browser of their own to see whether it arrives."""
    return Notice(
        title=_("It works"),
        body=_("Messages from Goldseam reach you here."),
        link=reverse("nudges:browsers"),
        tag="trying",
        lasts=timedelta(minutes=5),
        is_urgent=True,
    )
