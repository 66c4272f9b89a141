import pytest

from live import publishing
from stack import valkey
from tests.running.loops import run


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A Valkey of one's own, whose stopping nobody else feels."""
    with valkey.start(tmp_path_factory.mktemp("valkey"), durable=False) as server:
        yield server


@pytest.fixture
def published_there(server, settings):
    """Let this process publish to that Valkey."""
    settings.REDIS_URL = server.url
    publishing._redis.cache_clear()
    yield
    publishing._redis.cache_clear()


@pytest.fixture(name="run")
def _run():
    return run
