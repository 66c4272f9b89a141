import socket
from collections.abc import Iterator

import pytest

from stack import ports

PLACES = [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, ""), (socket.AF_INET6, "::1")]


@pytest.fixture(params=PLACES)
def taken(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port somebody listens on, in each of the ways that would get in ours."""
    family, host = request.param
    with socket.create_server((host, 0), family=family) as server:
        yield server.getsockname()[1]


def port_of(listener: socket.socket) -> int:
    return listener.getsockname()[1]


def test_free_port_is_answered_once_somebody_listens():
    port = ports.free_port()

    assert not ports.is_answered(port)
    with socket.create_server(("127.0.0.1", port)):
        assert ports.is_answered(port)


def test_taken_port_is_answered(taken):
    assert ports.is_answered(taken)


def test_listen_takes_the_preferred_port():
    port = ports.free_port()

    with ports.listen(port) as listener:
        assert port_of(listener) == port
        assert ports.is_answered(port)


def test_listen_passes_over_a_taken_port(taken):
    with ports.listen(taken) as listener:
        assert port_of(listener) != taken


def test_listen_passes_over_a_port_taken_after_it_looked(monkeypatch):
    monkeypatch.setattr(ports, "is_answered", lambda port: False)
    port = ports.free_port()

    with ports.listen(port) as first, ports.listen(port) as second:
        assert port_of(first) == port
        assert port_of(second) != port


def test_listen_finds_another_where_the_numbers_end(monkeypatch):
    monkeypatch.setattr(ports, "is_answered", lambda port: True)

    with ports.listen(65530) as listener:
        assert port_of(listener) > 0
