import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from live import publishing
from stack import valkey


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


@pytest.fixture
def run():
    """Run a coroutine to its end, on an event loop and in a thread of its own."""

    def in_thread(coroutine):
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, asyncio.wait_for(coroutine, 60)).result()

    return in_thread
