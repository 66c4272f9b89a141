"""One Redis subscription a process, shared by all the streams it holds open."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import redis.asyncio
from redis.exceptions import RedisError

from live.publishing import PREFIX

logger = logging.getLogger(__name__)

RESYNC = "resync"
RETRY_SECONDS = 1


class Hub:
    """Hand each event to the listeners of its channel.

    When Redis was away, every listener is told to `resync`: what was published
    meanwhile is unknown, so each screen fetches its page again.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.listeners: defaultdict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen to Redis, on the running event loop."""
        self._task = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @asynccontextmanager
    async def listening(self, channels: Iterable[str]) -> AsyncIterator[asyncio.Queue[str]]:
        """Give a queue of the events on `channels`, for as long as it is held."""
        channels = tuple(channels)
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=100)
        for channel in channels:
            self.listeners[channel].add(queue)
        try:
            yield queue
        finally:
            for channel in channels:
                self.listeners[channel].discard(queue)
                if not self.listeners[channel]:
                    del self.listeners[channel]

    def tell(self, channel: str, event: str) -> None:
        """Put `event` into the queue of everyone on `channel`."""
        for queue in self.listeners.get(channel, ()):
            if not queue.full():
                queue.put_nowait(event)

    async def _listen(self) -> None:
        missed = False
        while True:
            try:
                async with redis.asyncio.Redis.from_url(
                    self.url, health_check_interval=10, socket_connect_timeout=2
                ) as client:
                    pubsub = client.pubsub(ignore_subscribe_messages=True)
                    await pubsub.psubscribe(PREFIX + "*")
                    if missed:
                        self._resync()
                    async for message in pubsub.listen():
                        channel = message["channel"].decode().removeprefix(PREFIX)
                        self.tell(channel, message["data"].decode())
            except (RedisError, OSError) as error:
                if not missed:
                    logger.warning("Live streams wait for Redis: %s", error)
                missed = True
                await asyncio.sleep(RETRY_SECONDS)

    def _resync(self) -> None:
        for channel in tuple(self.listeners):
            self.tell(channel, RESYNC)
