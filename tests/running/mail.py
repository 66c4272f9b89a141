"""A real mail server in a thread, which does with messages what a test tells it."""

import asyncio
import email
import logging
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from stack.ports import free_port
from tests.running.waiting import until

FOR_A_WHILE = 60
logging.getLogger("mail.log").setLevel(logging.WARNING)  # it notes every command


class MailServer:
    """Takes messages, holds them back, drops the connection, or refuses.

    `hold` comes in two kinds: before the message counts as taken (the server
    has not answered and forgets it if the sender dies), or after.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.held = 0
        self.manner = "take"
        self._go_on = asyncio.Event()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self.take()
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}?timeout={FOR_A_WHILE}"

    def take(self) -> None:
        """Take every message, and let go of those held back."""
        self.manner = "take"
        self._controller.loop.call_soon_threadsafe(self._go_on.set)

    def hold(self, *, taken: bool = False) -> None:
        """Leave the sender waiting for an answer."""
        self._controller.loop.call_soon_threadsafe(self._go_on.clear)
        self.held = 0
        self.manner = "hold taken" if taken else "hold"

    def drop(self) -> None:
        """Hang up in the middle of every message."""
        self.manner = "drop"

    def refuse(self) -> None:
        """Answer that it cannot be taken now."""
        self.manner = "refuse"

    def clear(self) -> None:
        self.take()
        self.messages.clear()

    def to(self, address: str) -> list[Message]:
        """What was taken for somebody."""
        return [message for message in tuple(self.messages) if message["To"] == address]

    def wait_for(self, address: str, subject: str = "", *, within: float = 60) -> Message:
        """Wait for a message to somebody whose subject has these words."""

        def found() -> list[Message]:
            return [message for message in self.to(address) if subject in message["Subject"]]

        return until(
            found,
            within=within,
            otherwise=f"no mail {subject!r} to {address}, only {self.subjects()}",
        )[0]

    def subjects(self) -> list[str]:
        """To whom, and what about, in the order in which they were taken."""
        return [f"{message['To']}: {message['Subject']}" for message in tuple(self.messages)]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Answer one message in the present manner."""
        manner = self.manner
        if manner == "drop":
            server.transport.abort()
            return "421 Gone"
        if manner == "refuse":
            return "451 Not now"
        if manner == "hold":
            await self._wait()
        self.messages.append(email.message_from_bytes(envelope.content, policy=default))
        if manner == "hold taken":
            await self._wait()
        return "250 Taken"

    async def _wait(self) -> None:
        """Until let go; a sender that hangs up ends this by cancelling it."""
        self.held += 1
        await self._go_on.wait()
