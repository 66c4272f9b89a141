import asyncio
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from redis import Redis

from live import publish
from live.hub import RESYNC, Hub
from stack import valkey


@asynccontextmanager
async def listening_hub(server):
    """A hub that Valkey knows to be subscribed."""
    hub = Hub(server.url)
    hub.start()
    try:
        await subscribed(server)
        yield hub
    finally:
        await hub.stop()


async def subscribed(server):
    redis = Redis.from_url(server.url)
    while not redis.pubsub_numpat():
        await asyncio.sleep(0.01)


async def heard(queue):
    return await asyncio.wait_for(queue.get(), 20)


def tell(server, channel, event):
    Redis.from_url(server.url).publish(f"live:{channel}", event)


def test_everyone_on_a_channel_hears_and_nobody_else(server, run):
    async def act():
        async with (
            listening_hub(server) as hub,
            hub.listening(["incident:1", "user:7"]) as nia,
            hub.listening(["incident:1"]) as ines,
            hub.listening(["incident:2"]) as other,
        ):
            tell(server, "incident:1", "room")
            tell(server, "user:7", "nudges")
            assert [await heard(nia), await heard(nia)] == ["room", "nudges"]
            assert await heard(ines) == "room"
            tell(server, "incident:2", "later")
            assert await heard(other) == "later"
            assert ines.empty()

    run(act())


def test_whoever_left_is_forgotten(server, run):
    async def act():
        async with listening_hub(server) as hub:
            async with hub.listening(["incident:1"]):
                assert hub.listeners
            assert not hub.listeners

    run(act())


def test_a_listener_who_does_not_listen_holds_up_nobody(server, run):
    async def act():
        async with (
            listening_hub(server) as hub,
            hub.listening(["a"]) as slow,
            hub.listening(["b"]) as quick,
        ):
            for number in range(500):
                tell(server, "a", str(number))
            tell(server, "b", "now")
            assert await heard(quick) == "now"
            assert slow.full()

    run(act())


def test_everyone_is_told_to_fetch_anew_when_valkey_was_away(server, run, tmp_path):
    async def act():
        own = valkey.start(tmp_path / "first", durable=False)
        port = urlsplit(own.url).port
        try:
            async with listening_hub(own) as hub, hub.listening(["incident:1"]) as queue:
                own.stop()
                own = valkey.start(tmp_path / "first", durable=False, port=port)
                assert await heard(queue) == RESYNC
                tell(own, "incident:1", "room")
                assert await heard(queue) == "room"
        finally:
            own.stop()

    run(act())


def test_a_connection_that_broke_for_a_moment_counts_as_away(server, run):
    async def act():
        async with listening_hub(server) as hub, hub.listening(["incident:1"]) as queue:
            Redis.from_url(server.url).client_kill_filter(_type="pubsub")
            assert await heard(queue) == RESYNC

    run(act())


def test_a_hub_that_starts_before_valkey_waits_for_it(run, tmp_path, caplog):
    async def act():
        first = valkey.start(tmp_path / "valkey", durable=False)
        port = urlsplit(first.url).port
        first.stop()
        hub = Hub(first.url)
        hub.start()
        async with hub.listening(["incident:1"]) as queue:
            while "wait for Redis" not in caplog.text:
                await asyncio.sleep(0.01)
            server = valkey.start(tmp_path / "valkey", durable=False, port=port)
            try:
                assert await heard(queue) == RESYNC
            finally:
                await hub.stop()
                server.stop()

    run(act())


@pytest.mark.django_db
@pytest.mark.usefixtures("published_there")
def test_what_is_published_is_heard_after_the_commit_and_not_before(
    server, run, django_capture_on_commit_callbacks
):
    redis = Redis.from_url(server.url, decode_responses=True).pubsub(ignore_subscribe_messages=True)
    redis.psubscribe("live:*")
    redis.get_message(timeout=5)

    with django_capture_on_commit_callbacks(execute=True):
        publish("incident:42", "room")
        assert redis.get_message(timeout=0.05) is None

    message = next(one for one in iter(lambda: redis.get_message(timeout=5), None))
    assert (message["channel"], message["data"]) == ("live:incident:42", "room")


@pytest.mark.django_db
def test_publishing_without_valkey_is_no_more_than_a_line_in_the_log(
    settings, caplog, django_capture_on_commit_callbacks
):
    from live import publishing

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    publishing._redis.cache_clear()

    with django_capture_on_commit_callbacks(execute=True):
        publish("incident:42", "room")

    assert "Redis is away" in caplog.text
    publishing._redis.cache_clear()
