"""Nudges in a chat, through Apprise. Each address was typed by somebody: it is called guarded."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from nudges.channels.base import Message, NotTaken, Send
from nudges.channels.posts import Post, as_markdown, post_of
from nudges.channels.services import Chat, read
from nudges.models import Address
from people.errors import DomainError
from people.outbound import Guard, guarded
from people.sealing import Unreadable, unseal

INSIDE = "an address inside the own network"
# The address is known there no more, or the key is.
GONE = {
    f"HTTP {int(status)}"
    for status in (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.GONE,
    )
}
# What passes: too much at once, or nobody there just now.
LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


@contextmanager
def sending() -> Iterator[Send]:
    """Chats need no connection that is kept."""
    yield send


def send(message: Message) -> None:
    """Put a message into the chat of its address. One that is not known there is switched off."""
    address = message.delivery.address
    assert address, "a chat has an address"
    chat = opened(address)
    is_markdown, most = chat.service.is_markdown, int(chat.plugin.body_maxlen)
    try:
        put(chat, post_of(message, is_markdown=is_markdown, most=most))
    except NotTaken as answer:
        note_refused(address, answer)
        raise


@sensitive_variables()
def opened(address: Address) -> Chat:
    """Read the address of a chat, which may have been typed long ago."""
    try:
        return read(unseal(address.sealed)["url"])
    except Unreadable:
        raise NotTaken("sealed under another SECRET_KEY", is_for_good=True) from None
    except DomainError:
        raise NotTaken("not an address any more", is_for_good=True) from None


@sensitive_variables()
def put(chat: Chat, post: Post) -> None:
    """Hand a post to a chat, or raise NotTaken with the kind of answer, which quotes nothing."""
    with guarded() as guard:
        try:
            taken = _notify(chat, post)
        except Exception as error:
            # Its own words quote the address.
            raise NotTaken(type(error).__name__) from None
    if not taken:
        raise _not_taken(guard)


def _notify(chat: Chat, post: Post) -> bool:
    from apprise import NotifyFormat, NotifyType, OverflowMode

    plugin, body = chat.plugin, post.body
    if chat.service.is_markdown and not plugin.title_maxlen:
        body = f"**{as_markdown(post.title)}**\n\n{body}"
    if hasattr(plugin, "transaction_id"):
        # Matrix takes each number once, and a plugin that is made anew begins at the same one.
        plugin.transaction_id = time.time_ns()
    return bool(
        plugin.notify(
            title="" if body != post.body else post.title,
            body=body,
            body_format=NotifyFormat.MARKDOWN if chat.service.is_markdown else NotifyFormat.TEXT,
            notify_type=NotifyType.INFO,
            overflow=OverflowMode.TRUNCATE,
        )
    )


def _not_taken(guard: Guard) -> NotTaken:
    """What came of the requests, the last that went wrong before others."""
    if guard.has_refused:
        return NotTaken(INSIDE, is_for_good=True)
    if not guard.answers:
        return NotTaken("nothing was sent", is_for_good=True)
    wrong = [one for one in guard.answers if isinstance(one, str) or one >= 300]
    last = wrong[-1] if wrong else guard.answers[-1]
    if isinstance(last, str):
        return NotTaken(last, is_down=True)
    is_down = last in LATER or last >= HTTPStatus.INTERNAL_SERVER_ERROR
    return NotTaken(f"HTTP {last}", is_down=is_down, is_for_good=bool(wrong) and not is_down)


def note_taken(address: Address) -> None:
    this = Address.objects.filter(pk=address.pk)
    this.update(last_used_at=timezone.now(), last_error="")


def note_refused(address: Address, answer: NotTaken) -> None:
    """Switch off what is not known there any more, so that its owner sees it, and why."""
    if answer.reason in GONE:
        this = Address.objects.filter(pk=address.pk)
        this.update(is_on=False, last_error=answer.reason)
