"""How long a request may take to arrive, how large it may be, and how many may come at once.

A thread of Django's is asked only when a request is there as a whole: whoever sends slowly waits
on the event loop, where thousands may, and not in one of a few threads.
"""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import IO, Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from config.headers import App, Message, Send, always

Receive = Callable[[], Awaitable[Message]]

# For the head of a request, from when a connection is open.
HEAD_SECONDS = 15
MOST_HEAD_BYTES = 64 * 1024
MOST_HEADERS = 100
# For a body: so long, and as much longer as it takes at this pace.
BODY_SECONDS = 20
SLOWEST_BYTES_A_SECOND = 10_000
# More than anything that is uploaded; deploy/Caddyfile says the same.
MOST_BODY_BYTES = 64 * 1024 * 1024
# All that is on its way at one time.
MOST_ARRIVING_BYTES = 512 * 1024 * 1024
IN_MEMORY_BYTES = 1024 * 1024
PIECE = 64 * 1024
# An office may be behind one address, with a live stream in every tab.
MOST_OF_ONE = 1_000


class Patient(HttpToolsProtocol):
    """uvicorn's HTTP, with an end to how long and how large the head of a request may be."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._in_head, self._head_bytes = True, 0
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            self._look_at_size(self._head_bytes)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0
        self._deadline.cancel()
        self._wait()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._deadline.cancel()
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        self._look_at_size(size)
        if not self.transport.is_closing():
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self.transport.is_closing():
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, msg)

    def _wait(self) -> None:
        words = "This took too long to arrive."
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._refuse, 408, words)

    def _look_at_size(self, size: int) -> None:
        if size > MOST_HEAD_BYTES or len(self.headers or ()) > MOST_HEADERS:
            self._refuse(431, "There is too much in the head of this request.")

    def _refuse(self, status: int, words: str) -> None:
        """Answer without asking anybody, and hang up."""
        if self.transport.is_closing():
            return
        lines = [f"HTTP/1.1 {status} Refused", "connection: close", f"content-length: {len(words)}"]
        lines += [f"{name}: {value}" for name, value in always(secure=settings.SECURE).items()]
        lines += ["content-type: text/plain; charset=utf-8", "", words]
        self.transport.write("\r\n".join(lines).encode())
        self.transport.close()


class Refused(Exception):
    """A request that is answered with a status and a few words, and goes no further."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Patience:
    """Hand requests on once they have arrived, and refuse what is too slow, large or many."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.open_of: Counter[str] = Counter()
        self.arriving = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        who = (scope.get("client") or ("",))[0]
        self.open_of[who] += 1
        try:
            if self.open_of[who] > MOST_OF_ONE:
                raise Refused(429, "There are too many requests from one place.")
            await self._take(_well_formed(scope), receive, send)
        except Refused as refused:
            await _answer(scope, send, refused)
        finally:
            self.open_of[who] -= 1
            if not self.open_of[who]:
                del self.open_of[who]

    async def _take(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as body:
            try:
                is_there = await self._arrive(scope, receive, body)
            finally:
                self.arriving -= body.tell()
            if is_there:
                body.seek(0)
                await self.app(scope, _reading(body, receive), send)

    async def _arrive(self, scope: dict[str, Any], receive: Receive, body: IO[bytes]) -> bool:
        """Put the whole body into a file; False where whoever sent it has gone."""
        if _announced(scope) > MOST_BODY_BYTES:
            raise Refused(413, "That is more than can be taken at once.")
        loop = asyncio.get_running_loop()
        begin, is_more = loop.time(), True
        while is_more:
            until = begin + BODY_SECONDS + body.tell() / SLOWEST_BYTES_A_SECOND
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise Refused(408, "This took too long to arrive.") from None
            if message["type"] == "http.disconnect":
                return False
            piece, is_more = message.get("body", b""), message.get("more_body", False)
            self.arriving += body.write(piece)
            if body.tell() > MOST_BODY_BYTES:
                raise Refused(413, "That is more than can be taken at once.")
            if self.arriving > MOST_ARRIVING_BYTES:
                raise Refused(503, "Too much is arriving just now. Please try again in a moment.")
        return True


def _well_formed(scope: dict[str, Any]) -> dict[str, Any]:
    """Leave out headers that would be taken for others: `X_Forwarded_Proto` is no proxy's.

    An address is made of ASCII; WSGI cannot be told of anything else.
    """
    if not scope["query_string"].isascii():
        raise Refused(400, "That is no address.")
    return scope | {"headers": [one for one in scope["headers"] if b"_" not in one[0]]}


def _announced(scope: dict[str, Any]) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() and len(length) < 20 else 0


def _reading(body: IO[bytes], receive: Receive) -> Receive:
    """Read a body that has arrived; behind its end is whatever comes next."""
    is_read = False

    async def read() -> Message:
        nonlocal is_read
        if is_read:
            return await receive()
        piece = body.read(PIECE)
        is_read = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not is_read}

    return read


async def _answer(scope: dict[str, Any], send: Send, refused: Refused) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1013})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    if refused.status in {429, 503}:
        headers.append((b"retry-after", b"10"))
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": str(refused).encode()})
