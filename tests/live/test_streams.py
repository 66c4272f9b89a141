"""The application that holds streams open, driven as a server drives it."""

import asyncio

import pytest
from django.conf import settings

from config.streams import channels_for
from live import streams as module
from live.hub import Hub
from live.streams import Streams
from people.models import Role
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory


class Visit:
    """One request, as an ASGI server makes it."""

    def __init__(self, streams):
        self.streams = streams
        self.sent = asyncio.Queue()
        self.gone = asyncio.Event()

    async def __aenter__(self):
        scope = {"type": "http", "path": "/live/", "headers": [], "query_string": b""}
        self.task = asyncio.create_task(self.streams(scope, self._receive, self.sent.put))
        return self

    async def __aexit__(self, *_error):
        self.gone.set()
        await asyncio.wait_for(self.task, 10)

    async def _receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 10)


def streams_for(channels):
    async def authorise(scope):
        return channels

    return Streams(Hub("redis://127.0.0.1:1/0"), authorise)


def test_an_event_is_sent_as_it_happens(run):
    async def act():
        streams = streams_for(["incident:1"])
        async with Visit(streams) as visit:
            start = await visit.next()
            assert start["status"] == 200
            assert (b"content-type", b"text/event-stream") in start["headers"]
            assert (b"cache-control", b"no-store") in start["headers"]
            assert (await visit.next())["body"].startswith(b":")
            streams.hub.tell("incident:1", "room")
            assert await visit.next() == {
                "type": "http.response.body",
                "body": b"event: room\ndata: room\n\n",
                "more_body": True,
            }
        assert not streams.hub.listeners

    run(act())


def test_whoever_may_not_listen_is_refused(run):
    async def act():
        async with Visit(streams_for(None)) as visit:
            assert (await visit.next())["status"] == 403
            assert not (await visit.next()).get("more_body")

    run(act())


def test_a_quiet_stream_beats(run, monkeypatch):
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.01)

    async def act():
        async with Visit(streams_for(["incident:1"])) as visit:
            await visit.next()
            await visit.next()
            assert b"event: beat" in (await visit.next())["body"]

    run(act())


def test_a_stream_ends_now_and_then_so_that_it_is_asked_again_who_may_listen(run, monkeypatch):
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.01)
    monkeypatch.setattr(module, "LIFETIME_SECONDS", 0.05)

    async def act():
        async with Visit(streams_for(["incident:1"])) as visit:
            await asyncio.wait_for(visit.task, 10)
            said = [visit.sent.get_nowait() for _ in range(visit.sent.qsize())]
        assert said[-1] == {"type": "http.response.body", "body": b""}

    run(act())


def test_a_server_that_stops_is_answered(run, server):
    async def act():
        asked = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
        answers = []

        async def receive():
            return next(asked)

        async def send(message):
            answers.append(message["type"])

        await Streams(Hub(server.url), None).lifespan(receive, send)
        assert answers == ["lifespan.startup.complete", "lifespan.shutdown.complete"]

    run(act())


@pytest.mark.django_db(transaction=True)
class TestWhoMayListen:
    @pytest.fixture
    def ask(self, client_of):
        """The channels that a user may hear with a query, and with a session of their own."""

        def channels(user, query=""):
            cookie = ""
            if user:
                key = client_of(user).session.session_key
                cookie = f"{settings.SESSION_COOKIE_NAME}={key}; theme=dark"
            scope = {"headers": [(b"cookie", cookie.encode())], "query_string": query.encode()}
            return channels_for(scope)

        return channels

    def test_everyone_hears_of_themselves_and_of_incidents(self, ask):
        nia = UserFactory()

        assert ask(nia) == [f"user:{nia.pk}", "incidents"]

    def test_a_room_and_a_write_up_are_heard_by_those_who_may_see_them(self, ask):
        incident, reader = IncidentFactory(), UserFactory(role=Role.READER)
        postmortem = PostmortemFactory()

        assert ask(reader, f"incident={incident.pk}")[2:] == [f"incident:{incident.pk}"]
        assert ask(reader, f"postmortem={postmortem.pk}")[2:] == [f"postmortem:{postmortem.pk}"]

    def test_nobody_hears_somebody_elses_channel(self, ask):
        nia, ines = UserFactory(), UserFactory()

        assert ask(nia, f"user={ines.pk}") == [f"user:{nia.pk}", "incidents"]

    @pytest.mark.parametrize("query", ["incident=999999", "postmortem=999999"])
    def test_what_is_not_there_is_refused(self, ask, query):
        assert ask(UserFactory(), query) is None

    @pytest.mark.parametrize(
        "query", ["incident=x", "incident=", "incident=-1", f"incident={'9' * 40}", "%00=%ff", "="]
    )
    def test_any_query_is_survived(self, ask, query):
        assert ask(UserFactory(), query)[1:] == ["incidents"]

    def test_strangers_are_refused(self, ask):
        assert ask(None) is None

    @pytest.mark.parametrize("cookie", [b"sessionid=made-up", b"\xff\xfe", b"=;=;", b"sessionid="])
    def test_made_up_cookies_are_refused(self, cookie):
        assert channels_for({"headers": [(b"cookie", cookie)], "query_string": b""}) is None

    def test_whoever_has_left_is_refused(self, ask, client_of):
        nia = UserFactory()
        key = client_of(nia).session.session_key
        nia.is_active = False
        nia.save()

        cookie = f"{settings.SESSION_COOKIE_NAME}={key}".encode()

        assert channels_for({"headers": [(b"cookie", cookie)], "query_string": b""}) is None

    def test_a_session_that_was_ended_is_refused(self, client_of):
        client = client_of(UserFactory())
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}".encode()
        client.logout()

        assert channels_for({"headers": [(b"cookie", cookie)], "query_string": b""}) is None
