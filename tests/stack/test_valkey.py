from urllib.parse import urlsplit

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from stack import valkey
from stack.processes import Footprint
from stack.server import FolderInUse

LEAVE_ONE_BEHIND = """
import os, signal
from pathlib import Path
from stack import valkey
server = valkey.start(Path({folder!r}), durable=True)
print(server.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_durable_data_is_there_again_after_a_stop(folder):
    with valkey.start(folder, durable=True) as server:
        Redis.from_url(server.url).set("kept", "still here")

    with valkey.start(folder, durable=True) as server:
        assert Redis.from_url(server.url).get("kept") == b"still here"


def test_passing_data_is_gone_after_a_stop(folder):
    with valkey.start(folder, durable=False) as server:
        Redis.from_url(server.url).set("passing", "by")

    with valkey.start(folder, durable=False) as server:
        assert Redis.from_url(server.url).get("passing") is None


def test_it_comes_back_under_the_same_address(folder):
    with valkey.start(folder, durable=True) as server:
        url = server.url

    with valkey.start(folder, durable=True, port=urlsplit(url).port) as server:
        assert server.url == url


def test_it_asks_for_the_password(folder):
    with valkey.start(folder, durable=False) as server:
        assert Redis.from_url(server.url).ping()

        address = urlsplit(server.url)
        with pytest.raises(AuthenticationError):
            Redis(address.hostname, address.port, password="a guess").ping()


def test_held_folder_is_refused(folder):
    with valkey.start(folder, durable=False) as server:
        with pytest.raises(FolderInUse):
            valkey.start(folder, durable=False)

        assert Redis.from_url(server.url).ping()


def test_server_whose_owner_was_killed_is_stopped_by_the_next(folder, python):
    owner = python(LEAVE_ONE_BEHIND.format(folder=str(folder)))
    left = Footprint.of(int(owner.stdout.readline()))
    owner.wait()
    assert left.process()

    with valkey.start(folder, durable=True) as server:
        assert left.process() is None
        assert Redis.from_url(server.url).ping()
