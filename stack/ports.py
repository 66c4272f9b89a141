"""Find ports nobody uses."""

import socket

LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Say whether nothing listens on the port, under either spelling of localhost.

    Both are asked, because a browser tries `::1` first: with someone else's
    server there, the address we print would open their page. Binding alone is
    not enough to know, as some systems allow it beside a wildcard listener.
    """
    return not any(_answers(family, host, port) for family, host in LOOPBACKS) and _binds(port)


def first_free(preferred: int, *, tries: int = 20) -> int:
    """Return the preferred port or one of the next few, else any free one."""
    for port in range(preferred, min(preferred + tries, 65536)):
        if is_free(port):
            return port
    return free_port()


def _answers(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.settimeout(0.5)
            return probe.connect_ex((host, port)) == 0
    except OSError:
        return False


def _binds(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
