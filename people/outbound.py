"""Call only the outside world, where somebody typed the address to call.

`with guarded():` holds below whatever library does the calling: in this thread, each connection
is looked at when its address is known as a number. So a redirect, a name that means something
else a moment later, or a number in a strange spelling leads nowhere new.

Proxies of the environment reach what this cannot see. They are left aside, unless the operator
lists them in OUTBOUND_ALLOWED: then what they let through is up to them.
"""

import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, NoReturn
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from people.errors import DomainError

type Address = IPv4Address | IPv6Address

UNICAST = IPv6Network("2000::/3")
# IPv4 addresses in IPv6 ones: what a translator in the own network makes of the last four bytes.
TRANSLATED = IPv6Network("64:ff9b::/96")
# Relays between the two that are nobody's server.
RELAYS = ip_network("192.88.99.0/24")

_here = threading.local()
_installing = threading.Lock()
_resolve = socket.getaddrinfo
_proxies = urllib.request.getproxies


class Forbidden(OSError):
    """An address that Goldseam does not call for anybody."""


@dataclass
class Guard:
    """What came up inside of `guarded`.

    `named` are the numbers, with a port, that an allowed name stood for when it was looked up.
    Libraries wrap and swallow errors: `has_refused` says that there was a `Forbidden`.
    """

    named: set[tuple[Address, int]] = field(default_factory=set)
    has_refused: bool = False


@contextmanager
def guarded() -> Iterator[Guard]:
    """Let this thread connect to public addresses, and to what OUTBOUND_ALLOWED lists, only."""
    _install()
    before = _guard()
    _here.guard = Guard()
    try:
        yield _here.guard
    finally:
        _here.guard = before


def check(url: str) -> None:
    """Raise DomainError where an address is known to lead where nobody may be sent.

    It answers whoever types it at once. What holds is `guarded`: a name may mean something
    else by then. What cannot be looked up now is let pass.
    """
    host, port = _host_and_port(url)
    try:
        with guarded():
            socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except Forbidden:
        raise DomainError(
            _(
                "That address is inside this server's own network, where Goldseam calls nobody. "
                "Whoever runs Goldseam can allow it."
            )
        ) from None
    except (OSError, UnicodeError):
        return


def _host_and_port(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host:
        raise DomainError(_("That is not the address of a server."))
    return host, port or 443


def is_public(address: Address) -> bool:
    """Whether an address belongs to the world: not this machine, its network, or nobody."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and address not in RELAYS
    if address.scope_id:
        return False
    if inner := _inside(address):
        return is_public(inner)
    return address in UNICAST and address.is_global and not address.is_multicast


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is meant by an IPv6 one."""
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _guard() -> Guard | None:
    return getattr(_here, "guard", None)


def _refuse(guard: Guard) -> NoReturn:
    guard.has_refused = True
    raise Forbidden("not a public address")


def _is_listed(address: Address) -> bool:
    """Whether OUTBOUND_ALLOWED has a network with an address in it."""
    networks = [one for one in settings.OUTBOUND_ALLOWED if not isinstance(one, str)]
    inner = _inside(address) if isinstance(address, IPv6Address) else None
    return any(one in network for one in (address, inner) if one for network in networks)


def _is_listed_name(host: str) -> bool:
    """Whether OUTBOUND_ALLOWED has a name, or, with a dot before it, one that it is below."""
    host = host.rstrip(".").lower()
    names = [one for one in settings.OUTBOUND_ALLOWED if isinstance(one, str)]
    return any(host == name or (name[0] == "." and host.endswith(name)) for name in names)


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
        urllib.request.getproxies = _listed_proxies
        requests.utils.getproxies = _listed_proxies  # type: ignore[attr-defined]
        asks = _no_passwords(requests.utils.get_netrc_auth)
        requests.sessions.get_netrc_auth = asks  # type: ignore[attr-defined]


def _look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
    """Resolve a name, and leave out the addresses that are not to be called."""
    found: list[Any] = _resolve(host, port, *args, **kwargs)
    guard = _guard()
    if guard is None:
        return found
    if _is_listed_name(_text(host)):
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
    return is_public(address) or (address, where[1]) in guard.named or _is_listed(address)


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


def _listed_proxies() -> dict[str, str]:
    """The proxies of the environment that may be gone through."""
    proxies: dict[str, str] = _proxies()
    if _guard() is None:
        return proxies
    return {scheme: url for scheme, url in proxies.items() if _is_listed_proxy(url)}


def _is_listed_proxy(url: str) -> bool:
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname or ""
        return _is_listed_name(host) or _is_listed(ip_address(host))
    except ValueError:
        return False


def _no_passwords(real: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the passwords in this machine's .netrc from addresses that somebody typed."""

    def asked(url: str, *args: Any) -> Any:
        return None if _guard() else real(url, *args)

    return asked
