import socket
from collections.abc import Iterator

import pytest

from stack.ports import first_free, free_port, is_free


@pytest.fixture(
    params=[(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, ""), (socket.AF_INET6, "::1")]
)
def taken(request: pytest.FixtureRequest) -> Iterator[int]:
    """A port somebody listens on, in each of the ways that would get in ours."""
    family, host = request.param
    with socket.create_server((host, 0), family=family) as server:
        yield server.getsockname()[1]


def test_free_port_can_be_listened_on():
    port = free_port()

    assert is_free(port)
    with socket.create_server(("127.0.0.1", port)):
        assert not is_free(port)


def test_taken_port_is_not_free(taken):
    assert not is_free(taken)


def test_first_free_passes_over_a_taken_port(taken):
    port = first_free(taken)

    assert port != taken
    assert is_free(port)


def test_first_free_keeps_the_preferred_port():
    port = free_port()

    assert first_free(port) == port


def test_first_free_finds_another_where_the_numbers_end(monkeypatch):
    monkeypatch.setattr("stack.ports.is_free", lambda port: False)

    assert 0 < first_free(65530) < 65536
