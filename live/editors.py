"""The ASGI application by which several people write in one document.

It holds no document. What an editor sends is kept in the store, and what was kept,
here or by another process, is handed to every open editor from there. So whatever
somebody sees is kept, and a server that starts again has nothing to recover.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from live import messages
from live.editing_room import EditingRoom, Member
from live.hub import Hub
from live.messages import Sort, Sync
from live.store import Refused, Seat, Store

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

LARGEST_MESSAGE = 2 * 1024 * 1024
CHECK_SECONDS = 10
UNREADABLE, TOO_LARGE = 4400, 4413


class Editors:
    """Serve the editors of all documents in this process."""

    def __init__(self, hub: Hub, store: Store) -> None:
        self.hub = hub
        self.store = store
        self._rooms: dict[int, EditingRoom] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one WebSocket, from its opening to its end."""
        if (await receive())["type"] != "websocket.connect":
            return
        await send({"type": "websocket.accept"})
        try:
            seat = await asyncio.to_thread(self.store.enter, scope)
            await self._sit(scope, seat, receive, send)
        except Refused as refused:
            await _close(send, refused)

    async def _sit(self, scope: Scope, seat: Seat, receive: Receive, send: Send) -> None:
        member = Member(seat)
        room = await self._enter(member)
        doing = [
            asyncio.create_task(act)
            for act in (
                self._listen(member, room, receive),
                _speak(member, send),
                self._check(scope, member),
            )
        ]
        try:
            done, _others = await asyncio.wait(doing, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in doing:
                task.cancel()
            await asyncio.gather(*doing, return_exceptions=True)
            await self._leave(member, room)
        for task in done:
            task.result()

    async def _enter(self, member: Member) -> EditingRoom:
        document = member.seat.document
        while True:
            room = self._rooms.get(document)
            if room is None:
                room = self._rooms[document] = EditingRoom(document, self.hub, self.store)
                room.start()
            await room.is_ready.wait()
            if self._rooms.get(document) is room:
                room.enter(member)
                return room

    async def _leave(self, member: Member, room: EditingRoom) -> None:
        room.leave(member)
        if not room.members and self._rooms.get(room.document) is room:
            del self._rooms[room.document]
            await room.stop()

    async def _listen(self, member: Member, room: EditingRoom, receive: Receive) -> None:
        while (event := await receive())["type"] == "websocket.receive":
            message = event.get("bytes") or b""
            if len(message) > LARGEST_MESSAGE:
                raise Refused(TOO_LARGE, "too large")
            try:
                await self._hear(member, room, message)
            except ValueError as error:
                raise Refused(UNREADABLE, "unreadable") from error

    async def _hear(self, member: Member, room: EditingRoom, message: bytes) -> None:
        match messages.read(message):
            case Sort.SYNC, Sync.ASK, bytes(state_vector):
                await self._bring_together(member, room, state_vector)
            case Sort.SYNC, _, bytes(update) if update != messages.NOTHING_NEW:
                room.write(member, update)
            case Sort.PRESENCE, _, bytes(tabs):
                room.show(member, tabs)
            case Sort.ASK_PRESENCE, _, _:
                member.say(messages.presence(room.everyone()))
            case Sort.KEPT, _, int(number):
                room.mark(member, number)

    async def _bring_together(self, member: Member, room: EditingRoom, vector: bytes) -> None:
        missing, ours = await asyncio.to_thread(self.store.read, room.document, vector)
        member.say(messages.sync(Sync.ANSWER, missing))
        member.say(messages.sync(Sync.ASK, ours))
        member.say(messages.presence(room.everyone()))

    async def _check(self, scope: Scope, member: Member) -> None:
        """Ask again and again whether they may still be there, and let them hear that we are."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(member.is_doubted.wait(), CHECK_SECONDS)
            member.is_doubted.clear()
            await asyncio.to_thread(self.store.check, scope, member.seat)
            member.say(messages.kept(member.kept))


async def _speak(member: Member, send: Send) -> None:
    while True:
        said = await member.next()
        if isinstance(said, Refused):
            raise said
        try:
            await send({"type": "websocket.send", "bytes": said})
        except (RuntimeError, OSError):
            return  # They closed it at this moment.


async def _close(send: Send, refused: Refused) -> None:
    # 123 bytes are what fits into a closing frame.
    reason = refused.reason.encode()[:120].decode(errors="ignore")
    try:
        await send({"type": "websocket.close", "code": refused.code, "reason": reason})
    except (RuntimeError, OSError):
        logger.debug("An editor had closed its connection already.")
