"""A real mail server in a thread, which does with messages what a test tells it."""

import asyncio
import email
import logging
from collections.abc import Callable
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from stack.ports import free_port
from tests.running.waiting import until

FOR_A_WHILE = 60
HOLD, HOLD_TAKEN, DROP = "hold", "hold taken", "drop"
# One of these, what to say, or something to do.
Manner = str | Callable[[], object]
logging.getLogger("mail.log").setLevel(logging.WARNING)  # it notes every command


class MailServer:
    """Takes messages, or does something else at a step of the dialogue, for somebody or for all.

    `hold` leaves the sender waiting for an answer: at a step before the message counts as taken
    (the server forgets it if the sender dies), or after.
    """

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.held = 0
        self._manners: dict[tuple[str, str], Manner] = {}
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
        self._manners.clear()
        self._controller.loop.call_soon_threadsafe(self._go_on.set)

    def hold(self, *, at: str = "DATA", taken: bool = False, to: str = "") -> None:
        """Leave the sender waiting for an answer."""
        self._controller.loop.call_soon_threadsafe(self._go_on.clear)
        self.held = 0
        self._manners[at, to] = HOLD_TAKEN if taken else HOLD

    def drop(self, *, to: str = "") -> None:
        """Hang up in the middle of every message."""
        self._manners["DATA", to] = DROP

    def answer(self, says: str, *, at: str = "DATA", to: str = "") -> None:
        """Say something else than yes, at MAIL, RCPT or DATA."""
        self._manners[at, to] = says

    def before_taking(self, act: Callable[[], object], *, to: str) -> None:
        """Do something to whoever sends a message to somebody, and hang up."""
        self._manners["DATA", to] = act

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

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        refused = await self._otherwise("EHLO", server)
        return [refused] if refused else responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refused := await self._otherwise("MAIL", server):
            return refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if refused := await self._otherwise("RCPT", server, address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        [address] = envelope.rcpt_tos
        if refused := await self._otherwise("DATA", server, address):
            return refused
        self.messages.append(email.message_from_bytes(envelope.content, policy=default))
        if self._manner("DATA", address) == HOLD_TAKEN:
            await self._wait()
        return "250 Taken"

    def _manner(self, at: str, to: str = "") -> Manner:
        return self._manners.get((at, to)) or self._manners.get((at, ""), "")

    async def _otherwise(self, at: str, server: Any, to: str = "") -> str:
        """Do what a test wants at a step. Returns what to say in place of yes."""
        manner = self._manner(at, to)
        if manner == HOLD:
            await self._wait()
        if manner in ("", HOLD, HOLD_TAKEN):
            return ""
        if callable(manner):
            manner()
        if callable(manner) or manner == DROP:
            server.transport.abort()
            return "421 Gone"
        return manner

    async def _wait(self) -> None:
        """Until let go; a sender that hangs up ends this by cancelling it."""
        self.held += 1
        await self._go_on.wait()
