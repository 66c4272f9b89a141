"""The ASGI application that holds the streams open."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from live.hub import Hub

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Authorise = Callable[[Scope], Awaitable[list[str] | None]]

# A screen that has not heard one for a while takes its stream for dead.
HEARTBEAT = "beat"
HEARTBEAT_SECONDS = 15
# Said on somebody's own channel when they were signed out somewhere: their streams end, and
# whoever is still there comes back at once.
ASK_AGAIN = "ask-again"
# A stream ends now and then, so that who may listen is asked again.
LIFETIME_SECONDS = 15 * 60


class Streams:
    """Serve Server-Sent Events: `authorise` says which channels a request may hear.

    It answers with the channels, or None for someone who may not listen.
    """

    def __init__(self, hub: Hub, authorise: Authorise) -> None:
        self.hub = hub
        self.authorise = authorise

    async def lifespan(self, receive: Receive, send: Send) -> None:
        """Listen to Redis from the server's start to its end."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.hub.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.hub.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with a stream that lasts until either side ends it."""
        if scope["type"] != "http":
            return
        channels = await self.authorise(scope)
        if channels is None:
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        async with self.hub.listening(channels) as events:
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [
                        (b"content-type", b"text/event-stream"),
                        (b"cache-control", b"no-store"),
                        (b"x-accel-buffering", b"no"),
                    ],
                }
            )
            await self._write(send, ": listening\n\n")
            gone = asyncio.create_task(_until_gone(receive))
            stream = asyncio.create_task(self._stream(events, send))
            await asyncio.wait({gone, stream}, return_when=asyncio.FIRST_COMPLETED)
            for task in (gone, stream):
                task.cancel()
            await asyncio.gather(gone, stream, return_exceptions=True)
        await send({"type": "http.response.body", "body": b""})

    async def _stream(self, events: asyncio.Queue[str], send: Send) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + LIFETIME_SECONDS * random.uniform(0.8, 1.2)  # nosec B311
        while loop.time() < ends:
            try:
                event = await asyncio.wait_for(events.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                event = HEARTBEAT
            if event == ASK_AGAIN:
                return
            await self._write(send, f"event: {event}\ndata: {event}\n\n")

    async def _write(self, send: Send, text: str) -> None:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
