"""The look at every connection, below whatever library makes it.

In a thread that is in `guarded`, each connection is looked at when its address is known as a
number. So a redirect, a name that means something else a moment later, or a number in a strange
spelling leads nowhere new. Nothing changes for other threads.

Proxies of the environment reach what this cannot see. They are left aside, unless the operator
lists them in OUTBOUND_ALLOWED: then what they let through is up to them.
"""

import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, NoReturn

from people.outbound.places import Address, is_listed, is_listed_name, is_listed_url, is_public

SECONDS = 30
# No answer that anybody here reads is longer.
MOST_BYTES = 1_000_000

_here = threading.local()
_installing = threading.Lock()
_resolve = socket.getaddrinfo
_proxies = urllib.request.getproxies
_read = socket.SocketIO.readinto


class Forbidden(OSError):
    """An address that Goldseam does not call for anybody."""


@dataclass
class Guard:
    """What came up inside of `guarded`.

    Libraries wrap and swallow errors: `has_refused` says that there was a `Forbidden`, and
    `answers` what `requests` got, each a status of HTTP or the kind of error. Both are safe to
    note down, where an error itself would quote the address.
    `named` are the numbers, with a port, that an allowed name stood for when it was looked up.
    """

    ends: float
    has_refused: bool = False
    answers: list[int | str] = field(default_factory=list)
    named: set[tuple[Address, int]] = field(default_factory=set)
    bytes_read: int = 0


@contextmanager
def guarded(*, seconds: float = SECONDS) -> Iterator[Guard]:
    """Let this thread connect to public addresses, and to what OUTBOUND_ALLOWED lists, only.

    Who answers has so many seconds for all of it, and can say a megabyte.
    """
    _install()
    before = _guard()
    _here.guard = Guard(ends=time.monotonic() + seconds)
    try:
        yield _here.guard
    finally:
        _here.guard = before


def _guard() -> Guard | None:
    return getattr(_here, "guard", None)


def _refuse(guard: Guard) -> NoReturn:
    guard.has_refused = True
    raise Forbidden("not a public address")


def _install() -> None:
    """Put the looks in place, once in a process; elsewhere than in `guarded` they do nothing."""
    import requests.sessions
    import requests.utils

    with _installing:
        if socket.getaddrinfo is _look_up:
            return
        socket.getaddrinfo = _look_up
        for name in ("connect", "connect_ex", "sendto"):
            setattr(socket.socket, name, _looking(getattr(socket.socket, name)))
        socket.SocketIO.readinto = _read_in_time  # type: ignore[assignment]
        urllib.request.getproxies = _listed_proxies
        requests.utils.getproxies = _listed_proxies  # type: ignore[attr-defined]
        sends = _noting(requests.sessions.Session.send)
        requests.sessions.Session.send = sends  # type: ignore[method-assign]
        asks = _no_passwords(requests.utils.get_netrc_auth)
        requests.sessions.get_netrc_auth = asks


def _look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
    """Resolve a name, and leave out the addresses that are not to be called."""
    found: list[Any] = _resolve(host, port, *args, **kwargs)
    guard = _guard()
    if guard is None:
        return found
    if is_listed_name(_text(host)):
        guard.named |= {(ip_address(one[4][0]), one[4][1]) for one in found}
    allowed = [one for one in found if _may_connect(one[4], guard)]
    return allowed or _refuse(guard)


def _text(host: Any) -> str:
    return host.decode() if isinstance(host, bytes) else str(host or "")


def _may_connect(where: Any, guard: Guard) -> bool:
    """Whether an address as sockets have it, with numbers, may be called."""
    if not isinstance(where, tuple):
        return False  # a file of this machine
    if len(where) == 4 and where[3]:
        return False  # a neighbour: the number stands for itself beside this machine only
    try:
        address = ip_address(_text(where[0]))
    except ValueError:
        return False
    return is_public(address) or (address, where[1]) in guard.named or is_listed(address)


def _looking(real: Callable[..., Any]) -> Callable[..., Any]:
    """Look at the address, which comes last, before a socket is connected to it."""

    def looked(self: socket.socket, *args: Any) -> Any:
        guard = _guard()
        if guard is None:
            return real(self, *args)
        *before, where = args
        where = _in_numbers(self, where)
        if not _may_connect(where, guard):
            _refuse(guard)
        return real(self, *before, where)

    return looked


def _in_numbers(this: socket.socket, where: Any) -> Any:
    """Resolve what a socket would else resolve by itself, unseen."""
    if this.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(where, tuple):
        return where
    try:
        ip_address(_text(where[0]))
    except ValueError:
        return _look_up(where[0], where[1], this.family, this.type)[0][4]
    return where


def _read_in_time(self: socket.SocketIO, buffer: Any) -> int | None:
    """Read on, unless an answer comes drop by drop, or without an end."""
    guard = _guard()
    if guard and time.monotonic() > guard.ends:
        raise TimeoutError("the answer took too long")
    if guard and guard.bytes_read > MOST_BYTES:
        raise OSError("the answer is too long")
    count = _read(self, buffer)
    if guard:
        guard.bytes_read += count or 0
    return count


def _noting(real: Callable[..., Any]) -> Callable[..., Any]:
    """Note what became of each request."""

    def sent(*args: Any, **kwargs: Any) -> Any:
        guard = _guard()
        try:
            answer = real(*args, **kwargs)
        except OSError as error:
            if guard:
                guard.answers.append(type(error).__name__)
            raise
        if guard:
            guard.answers.append(answer.status_code)
        return answer

    return sent


def _listed_proxies() -> dict[str, str]:
    """The proxies of the environment that may be gone through."""
    proxies: dict[str, str] = _proxies()
    if _guard() is None:
        return proxies
    return {scheme: url for scheme, url in proxies.items() if is_listed_url(url)}


def _no_passwords(real: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the passwords in this machine's .netrc from addresses that somebody typed."""

    def asked(url: str, *args: Any) -> Any:
        return None if _guard() else real(url, *args)

    return asked
