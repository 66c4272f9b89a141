"""Publish events once the transaction that caused them has committed."""

import logging
from functools import cache, partial

import redis
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

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
    transaction.on_commit(partial(_send, channel, event), robust=True)


def _send(channel: str, event: str) -> None:
    try:
        _redis().publish(PREFIX + channel, event)
    except redis.RedisError as error:
        logger.warning("Open screens were not told of %s: %s", event, error)
