"""Publish events once the transaction that caused them has committed."""

from contextlib import suppress
from functools import cache, partial

import redis
from django.conf import settings
from redis.exceptions import RedisError

from live.prompting import prompt

PREFIX = "live:"


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry_on_timeout=False
    )


def publish(channel: str, event: str) -> None:
    """Tell every screen on `channel` that `event` happened, after the commit.

    `channel` is for example `incident:42` or `user:7`; `event` a short word
    such as `room`. While Redis is away screens are not told, and catch up when
    their stream is back: a write never fails because of it.
    """
    prompt(partial(_send, channel, event))


def publish_now(channel: str, event: str) -> None:
    """Tell every screen at once, from outside any transaction; without Redis nobody is told."""
    with suppress(RedisError):
        _send(channel, event)


def _send(channel: str, event: str) -> None:
    _redis().publish(PREFIX + channel, event)
