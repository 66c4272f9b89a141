"""Where messages arrive: kept with when they left and whether their reader was at work."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from unittest.mock import patch

from django.core.mail import EmailMessage
from django.utils import timezone

from bench.year.hours import Hours
from nudges.channels import email
from nudges.channels.base import Message, Send
from nudges.channels.names import Channel
from nudges.channels.posts import post_of
from nudges.channels.registry import SENDING
from nudges.models import Nudge
from people.models import User


@dataclass(frozen=True)
class Saying:
    """One nudge in a message, for one of the times that it is said."""

    nudge: int
    kind: str
    number: int
    thread: str
    is_by_itself: bool


@dataclass(frozen=True)
class Letter:
    """One message to one person, on one channel."""

    at: datetime
    channel: str
    address: int | None
    person: int
    day: date
    told: tuple[Saying, ...]
    interrupts: bool
    is_in_hours: bool
    is_live: bool
    is_wanted: bool


@dataclass
class Post:
    """Takes every message; the mail server is away from one moment to another."""

    mail_away: tuple[datetime, datetime]
    letters: list[Letter] = field(default_factory=list)
    message_ids: list[str] = field(default_factory=list)
    announced: int = 0

    @contextmanager
    def takes(self) -> Iterator[None]:
        """Be the mail server, the chats and the push services."""
        ways = {
            Channel.EMAIL: self._mail,
            Channel.PUSH: self._elsewhere,
            Channel.CHAT: self._elsewhere,
        }
        with ExitStack() as stack:
            stack.enter_context(patch.dict(SENDING, ways))
            mailer = SimpleNamespace(send_messages=self._take, close=lambda: None)
            stack.enter_context(patch.object(email, "mailers", SimpleNamespace(default=mailer)))
            yield

    @contextmanager
    def _mail(self) -> Iterator[Send]:
        with email.sending() as send:

            def kept(message: Message) -> None:
                send(message)
                self._keep(message)

            yield kept

    @contextmanager
    def _elsewhere(self) -> Iterator[Send]:
        def kept(message: Message) -> None:
            post_of(message, is_markdown=True, most=2000)
            self._keep(message)

        yield kept

    def _take(self, mails: list[EmailMessage]) -> None:
        stops, is_back = self.mail_away
        if stops <= timezone.now() < is_back:
            raise ConnectionRefusedError("nobody is there")
        self.message_ids.extend(str(mail.extra_headers["Message-ID"]) for mail in mails)

    def _keep(self, message: Message) -> None:
        if message.person is None:
            self.announced += 1
            return
        this, now, hours = message.delivery, timezone.now(), Hours.of(message.person)
        self.letters.append(
            Letter(
                at=now,
                channel=this.channel,
                address=this.address_id,
                person=message.person.pk,
                day=hours.day_of(now),
                told=tuple(_saying(nudge) for nudge in message.nudges),
                interrupts=this.may_interrupt,
                is_in_hours=hours.include(now),
                is_live=all(_is_live(nudge) for nudge in message.nudges),
                is_wanted=_is_wanted(message.person, message),
            )
        )


def _saying(nudge: Nudge) -> Saying:
    thread = getattr(nudge.about, "mail_thread", "")
    is_by_itself = nudge.declared.is_by_itself
    return Saying(nudge.pk, nudge.kind, nudge.times_said, thread, is_by_itself)


def _is_wanted(person: User, message: Message) -> bool:
    """Whether somebody is still here and has turned none of it off."""
    kinds = [nudge.kind for nudge in message.nudges]
    against = person.preferences.filter(
        kind__in=kinds, channel=message.delivery.channel, is_wanted=False
    )
    return User.objects.here().filter(pk=person.pk).exists() and not against.exists()


def _is_live(nudge: Nudge) -> bool:
    """Whether it is about an incident that happens."""
    incident = getattr(nudge.about, "incident", nudge.about)
    return getattr(incident, "mode", "") == "live"
