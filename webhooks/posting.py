"""Post one message, guarded: nobody inside is called, and no redirect is followed."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.views.decorators.debug import sensitive_variables

from people.outbound import guarded
from webhooks.models.attempt import MOST_SAID

SECONDS = 15
CONNECTING = 5
# What passes: too much at once, or nobody there just now.
LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
LONGEST_WAIT = timedelta(hours=1)
INSIDE = "an address inside the own network"


@dataclass(frozen=True)
class Answer:
    """What came back: a status, or the kind of what went wrong, which quotes nothing.

    `wait` is how long the receiver asks to be left alone, if it does.
    """

    status: int | None = None
    reason: str = ""
    said: str = ""
    took: timedelta = timedelta(0)
    wait: timedelta = timedelta(0)
    is_for_good: bool = False

    @property
    def is_taken(self) -> bool:
        return self.status is not None and HTTPStatus(200) <= self.status < HTTPStatus(300)

    @property
    def is_gone(self) -> bool:
        return self.status == HTTPStatus.GONE

    @property
    def is_down(self) -> bool:
        """Whether nobody answers there at present, so that other messages had better wait."""
        if self.status is None:
            return not self.is_for_good
        return self.status in LATER or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR


@sensitive_variables("headers")
def post(url: str, *, body: str, headers: Mapping[str, str]) -> Answer:
    """Post a message, and read the first of what is answered."""
    began = time.monotonic()
    with guarded(seconds=SECONDS) as guard:
        try:
            status, said, wait = _call(url, body, headers)
        except Exception as error:
            # Its own words may quote the address. The guard knows what a library hides.
            reason = INSIDE if guard.has_refused else type(error).__name__
            return Answer(reason=reason, took=_since(began), is_for_good=guard.has_refused)
    return Answer(status=status, said=said, took=_since(began), wait=wait)


def _call(url: str, body: str, headers: Mapping[str, str]) -> tuple[int, str, timedelta]:
    import requests

    sent = {"Content-Type": "application/json", "User-Agent": "Goldseam-Webhooks"} | dict(headers)
    with requests.post(
        url,
        data=body.encode(),
        headers=sent,
        timeout=(CONNECTING, SECONDS),
        allow_redirects=False,
        stream=True,
    ) as answer:
        # As it came: what is packed could be far larger unpacked.
        start = answer.raw.read(MOST_SAID, decode_content=False) or b""
        return answer.status_code, _shown(start), _wait(answer.headers.get("Retry-After", ""))


def _shown(start: bytes) -> str:
    """The beginning of an answer, as a page can show it."""
    text = start.decode(errors="replace")
    return "".join(one if one.isprintable() or one == "\n" else "\N{REPLACEMENT CHARACTER}"
                   for one in text.replace("\r\n", "\n"))[:MOST_SAID]  # fmt: skip


def _wait(said: str) -> timedelta:
    """What Retry-After asks for in seconds; a date, or an age, is not waited for."""
    is_number = said.isascii() and said.isdecimal() and len(said) <= len("86400")
    return min(timedelta(seconds=int(said)), LONGEST_WAIT) if is_number else timedelta(0)


def _since(began: float) -> timedelta:
    return timedelta(seconds=time.monotonic() - began)
