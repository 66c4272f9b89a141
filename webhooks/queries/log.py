"""What was sent to an endpoint. What a message said is left out: it may be restricted by now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from webhooks.events import EVENTS, TEST
from webhooks.models import Attempt, Endpoint, Message

PAGE = 25


@dataclass(frozen=True)
class Row:
    """A message, and the last that came of it."""

    message: Message
    last: Attempt | None

    @property
    def wording(self) -> Any:
        return wording_of(self.message)


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    older: int | None


def wording_of(message: Message) -> Any:
    """What an event is called; none where it is a test, or of a room that is no more."""
    if message.event == TEST or message.event not in EVENTS:
        return ""
    return EVENTS[message.event].wording


def all_endpoints() -> QuerySet[Any]:
    """Every endpoint, with whether something was not taken."""
    failed = Message.objects.failed().filter(endpoint=OuterRef("pk")).exclude(event=TEST)
    return Endpoint.objects.annotate(has_failed=Exists(failed)).order_by("pk")


def sent_to(endpoint: Endpoint, *, before: int | None = None) -> Page:
    """A page of messages, the newest first; `before` is where it begins."""
    log = Prefetch("log", Attempt.objects.order_by("message", "-pk").distinct("message"))
    found = endpoint.messages.defer("body").order_by("-pk").prefetch_related(log)
    if before is not None:
        found = found.filter(pk__lt=before)
    messages = list(found[: PAGE + 1])
    older = messages[PAGE - 1].pk if len(messages) > PAGE else None
    return Page([Row(one, next(iter(one.log.all()), None)) for one in messages[:PAGE]], older)
