"""Call only the outside world, where somebody typed the address to call."""

import socket
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from people.errors import DomainError
from people.outbound.guard import Forbidden, Guard, guarded

__all__ = ["Forbidden", "Guard", "check", "guarded"]


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
