"""Everybody of this process who has one document open."""

import asyncio
import base64
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import groupby
from typing import Any
from uuid import uuid4

from django.db import InterfaceError, OperationalError

from live import messages
from live.hub import RESYNC, Hub
from live.messages import Sync
from live.presence import Present, read_presence, write_presence
from live.publishing import publish_now
from live.store import Refused, Seat, Store

logger = logging.getLogger(__name__)

# Which process said who is there, so that it does not hear itself.
HERE = uuid4().hex
# Without Redis the store is looked at so often.
LOOK_SECONDS = 3
RETRY_SECONDS = 1
MOST_UNSAID = 2_000
# A name and a place in the text; a tab has one, and says now and then what it hears of others.
LONGEST_PRESENCE = 64_000
MOST_TABS = 20
# Presence that was not said again for so long is over, as Yjs has it.
GONE_AFTER_SECONDS = 30
TOO_SLOW, FAILED = 4508, 4500


class Member:
    """One open editor."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.kept = 0
        self.is_doubted = asyncio.Event()
        self.tabs: dict[int, Present] = {}
        self._unsaid: asyncio.Queue[bytes | Refused] = asyncio.Queue()

    def owns(self, tab: Present) -> bool:
        """Whether a tab is of this editor, and shows nobody else's name."""
        if tab.state is None:
            return tab.client in self.tabs
        user = tab.state.get("user") if isinstance(tab.state, dict) else None
        return user == {"id": self.seat.person, "name": self.seat.name}

    def say(self, message: bytes | Refused) -> None:
        """Send a message when those before it are sent."""
        if self._unsaid.qsize() > MOST_UNSAID:
            message = Refused(TOO_SLOW, "too slow")
        self._unsaid.put_nowait(message)

    async def next(self) -> bytes | Refused:
        """The next message to send."""
        return await self._unsaid.get()


class EditingRoom:
    """Keep what its members write, and hand on to them whatever was kept."""

    def __init__(self, document: int, hub: Hub, store: Store) -> None:
        self.document = document
        self.members: set[Member] = set()
        self.is_ready = asyncio.Event()
        self._hub = hub
        self._store = store
        self._seen = 0
        self._elsewhere: dict[int, tuple[Present, float]] = {}
        self._is_closing = False
        self._wake = asyncio.Event()
        self._written: list[tuple[Member, bytes | int]] = []
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to keep and to listen."""
        self._tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._listen())]

    async def stop(self) -> None:
        """End when what was written has been kept."""
        working, listening = self._tasks
        self._is_closing = True
        self._wake.set()
        listening.cancel()
        await asyncio.gather(working, listening, return_exceptions=True)

    def enter(self, member: Member) -> None:
        """Let somebody in."""
        self.members.add(member)

    def leave(self, member: Member) -> None:
        """Let somebody out, and the others see it."""
        self.members.discard(member)
        self._tell(write_presence(tab.gone() for tab in member.tabs.values()))

    def write(self, member: Member, update: bytes) -> None:
        """Keep an update soon."""
        self._written.append((member, update))
        self._wake.set()

    def mark(self, member: Member, number: int) -> None:
        """Say `number` back once everything before it is kept."""
        self._written.append((member, number))
        self._wake.set()

    def show(self, member: Member, content: bytes) -> None:
        """Let the others see where somebody is.

        Yjs says again what it hears of others; nobody is taken at their word for that.
        """
        if len(content) > LONGEST_PRESENCE:
            raise ValueError("too much presence")
        own = [tab for tab in read_presence(content) if self._is_theirs(member, tab)]
        for tab in own:
            member.tabs[tab.client] = tab
        if len(member.tabs) > MOST_TABS:
            raise ValueError("too many tabs")
        if own:
            self._tell(write_presence(own))

    def _is_theirs(self, member: Member, tab: Present) -> bool:
        """Whether a tab is of this editor, and of nobody else who is here.

        Somebody who comes back is here twice for a moment, with the same tab.
        """
        others = (one for one in self.members if one.seat.person != member.seat.person)
        return member.owns(tab) and not any(tab.client in other.tabs for other in others)

    def everyone(self) -> bytes:
        """Who is here and, as far as is known, in other processes."""
        here = [tab for member in self.members for tab in member.tabs.values()]
        latest = time.monotonic() - GONE_AFTER_SECONDS
        there = [tab for tab, heard in self._elsewhere.values() if heard > latest]
        return write_presence([*here, *there])

    def _tell(self, tabs: bytes) -> None:
        self._show_here(tabs)
        there = f"{HERE}:{base64.b64encode(tabs).decode()}"
        channel = f"presence:{self.document}"
        asyncio.get_running_loop().run_in_executor(None, publish_now, channel, there)

    def _show_here(self, tabs: bytes) -> None:
        for member in self.members:
            member.say(messages.presence(tabs))

    async def _listen(self) -> None:
        text, presence = f"text:{self.document}", f"presence:{self.document}"
        async with self._hub.listening([text, presence]) as events:
            while True:
                event = await events.get()
                process, _colon, tabs = event.partition(":")
                if event in ("text", RESYNC):
                    self._wake.set()
                elif event == "who":
                    self._doubt_everyone()
                elif process != HERE:
                    self._see_elsewhere(base64.b64decode(tabs))

    def _doubt_everyone(self) -> None:
        for member in self.members:
            member.is_doubted.set()

    def _see_elsewhere(self, content: bytes) -> None:
        for tab in read_presence(content):
            if tab.state is None:
                self._elsewhere.pop(tab.client, None)
            else:
                self._elsewhere[tab.client] = (tab, time.monotonic())
        self._show_here(content)

    async def _work(self) -> None:
        _updates, self._seen = await self._in_thread(self._store.after, self.document, None)
        self.is_ready.set()
        while self._written or not self._is_closing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            self._wake.clear()
            await self._turn()

    async def _turn(self) -> None:
        """Keep what was written, hand on what was kept, and only then say that it is."""
        written, self._written = self._written, []
        refused = set()
        for member, items in groupby(written, key=lambda one: one[0]):
            updates = [item for _member, item in items if isinstance(item, bytes)]
            if updates and not await self._keep(member, updates):
                refused.add(member)
        await self._hand_on()
        for member, item in written:
            if isinstance(item, int) and member not in refused:
                member.kept = item
                member.say(messages.kept(item))

    async def _hand_on(self) -> None:
        updates, self._seen = await self._in_thread(self._store.after, self.document, self._seen)
        for update in updates:
            for member in self.members:
                member.say(messages.sync(Sync.UPDATE, update))

    async def _keep(self, member: Member, updates: list[bytes]) -> bool:
        try:
            await self._in_thread(self._store.write, member.seat, updates)
        except Refused as refused:
            member.say(refused)
        except Exception:
            logger.exception("What somebody wrote could not be kept.")
            member.say(Refused(FAILED, "failed"))
        else:
            return True
        return False

    async def _in_thread(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """Ask the store, again and again while it is away: what was written waits here."""
        while True:
            try:
                return await asyncio.to_thread(partial(act, *arguments))
            except (OperationalError, InterfaceError) as error:
                logger.warning("A document waits for its store: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
