"""Prompt screens and workers, once whoever asked has been answered.

What they are to look at is in Postgres by then, so a prompt that is lost costs
promptness and never truth. Nobody who presses a button waits for Redis, however
slow it is or long gone.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

Prompt = Callable[[], object]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class _Request(threading.local):
    """The prompts that the request of this thread holds back; None outside a request."""

    held: list[Prompt] | None = None


_request = _Request()


def prompt(act: Prompt) -> None:
    """Do `act` after the commit, and in a request after its answer."""
    transaction.on_commit(partial(_hold_or_do, act), robust=True)


def _hold_or_do(act: Prompt) -> None:
    if _request.held is None:
        _do([act])
    else:
        _request.held.append(act)


def _do(acts: list[Prompt]) -> None:
    """Do them all, or as many as are done when Redis turns out to be away."""
    try:
        for act in acts:
            act()
    except (RedisError, OperationalError) as error:
        logger.warning("Redis is away, so the sweep will find what is to be done: %s", error)


def answers_first(application: Wsgi) -> Wsgi:
    """Wrap a WSGI application so that prompts follow the answer.

    WSGI has the server call `close` when the last byte has been handed on.
    """

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        held: list[Prompt] = []
        _request.held = held
        try:
            return _Answer(application(environ, start_response), partial(_do, held))
        finally:
            _request.held = None

    return wrapped


class _Answer:
    """An answer of the application, and what comes after it."""

    def __init__(self, chunks: Iterable[bytes], afterwards: Callable[[], None]) -> None:
        self._chunks = chunks
        self._afterwards = afterwards

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)

    def close(self) -> None:
        try:
            getattr(self._chunks, "close", lambda: None)()
        finally:
            self._afterwards()
