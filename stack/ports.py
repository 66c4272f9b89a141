"""Find ports nobody uses, and take them."""

import contextlib
import socket

LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listen(preferred: int, *, tries: int = 20) -> socket.socket:
    """Take the preferred port or one of the next few, else any free one.

    Both spellings of localhost are asked before, because a browser tries `::1`
    first: with someone else's server there, our address would open their page.
    """
    for port in range(preferred, min(preferred + tries, 65536)):
        with contextlib.suppress(OSError):
            if not is_answered(port):
                return _take(port)
    return _take(0)


def is_answered(port: int) -> bool:
    """Say whether anything listens on the port, under either spelling of localhost."""
    return any(_answers(family, host, port) for family, host in LOOPBACKS)


def _answers(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.settimeout(0.5)
            return probe.connect_ex((host, port)) == 0
    except OSError:
        return False


def _take(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port), backlog=128)
