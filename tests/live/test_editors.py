"""The application by which several people write in one document, driven as a server drives it."""

import asyncio
import base64

import pytest
from django.db import OperationalError
from pycrdt import Doc, Text

from live import editing_room, editors, messages
from live.editors import Editors
from live.hub import Hub
from live.messages import Sort, Sync
from live.presence import Present, read_presence, write_presence
from live.store import Refused, Seat

NOWHERE = "redis://127.0.0.1:1/0"


class Shelf:
    """A store in memory, that can be away, and can refuse."""

    def __init__(self):
        self.kept = []
        self.refuses = {}
        self.is_away = False

    def enter(self, scope):
        if refusal := self.refuses.get(scope["person"]):
            raise refusal
        return Seat(7, scope["person"], scope["name"])

    def check(self, scope, seat):
        self.enter(scope)

    def read(self, document, state_vector):
        doc = Doc()
        for update in self.kept:
            doc.apply_update(update)
        return doc.get_update(state_vector), doc.get_state()

    def write(self, seat, updates):
        if self.is_away:
            raise OperationalError("away")
        if any(b"bad" in update for update in updates):
            raise Refused(4413, "too long")
        self.kept += updates

    def after(self, document, number):
        return ([] if number is None else self.kept[number:]), len(self.kept)


class Editor:
    """One browser with the document open."""

    def __init__(self, app, person=1, name="Nia"):
        self.app = app
        self.scope = {"type": "websocket", "person": person, "name": name}
        self.inbox = asyncio.Queue()
        self.sent = asyncio.Queue()
        self.doc = Doc()
        self.text = self.doc.get("text", type=Text)

    async def __aenter__(self):
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.create_task(self.app(self.scope, self.inbox.get, self.sent.put))
        assert (await self.next())["type"] == "websocket.accept"
        return self

    async def is_in(self):
        """Wait until the room has heard it."""
        self.send(messages.kept(0))
        await self.hear(Sort.KEPT)

    async def __aexit__(self, *_error):
        self.inbox.put_nowait({"type": "websocket.disconnect"})
        await asyncio.wait_for(self.task, 10)

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 10)

    def send(self, message):
        self.inbox.put_nowait({"type": "websocket.receive", "bytes": message})

    def write(self, words):
        before = self.doc.get_state()
        self.text += words
        self.send(messages.sync(Sync.UPDATE, self.doc.get_update(before)))

    def present(self, **state):
        user = {"id": self.scope["person"], "name": self.scope["name"]}
        self.send(messages.presence(write_presence([Present(5, 1, {"user": user} | state)])))

    async def hear(self, sort, step=None):
        """The content of the next message of a sort; updates on the way are taken in."""
        while True:
            event = await self.next()
            assert event["type"] == "websocket.send", event
            found, part, content = messages.read(event["bytes"])
            if found is Sort.SYNC and part is not Sync.ASK:
                self.doc.apply_update(content)
            if found is sort and part is step:
                return content

    async def closing(self):
        while (event := await self.next())["type"] != "websocket.close":
            pass
        return event["code"]


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def app(shelf):
    return Editors(Hub(NOWHERE), shelf)


def test_what_one_writes_the_other_sees_once_it_is_kept(run, app, shelf):
    async def act():
        async with Editor(app) as nia, Editor(app, 2, "Ines") as ines:
            await ines.is_in()
            nia.write("Three hours.")
            nia.send(messages.kept(1))
            await ines.hear(Sort.SYNC, Sync.UPDATE)
            assert str(ines.text) == "Three hours."
            assert shelf.kept
            assert await nia.hear(Sort.KEPT) == 1

    run(act())


def test_whoever_comes_back_gets_what_they_missed_and_is_asked_for_theirs(run, app):
    async def act():
        async with Editor(app) as nia:
            nia.write("Three hours.")
            nia.send(messages.kept(1))
            await nia.hear(Sort.KEPT)
        late = Editor(app, 2, "Ines")
        late.text += "Written on a train. "
        async with late:
            late.send(messages.sync(Sync.ASK, late.doc.get_state()))
            await late.hear(Sort.SYNC, Sync.ANSWER)
            theirs = await late.hear(Sort.SYNC, Sync.ASK)
            late.send(messages.sync(Sync.ANSWER, late.doc.get_update(theirs)))
            late.send(messages.kept(1))
            await late.hear(Sort.KEPT)
            assert "Three hours." in str(late.text)
            assert "Written on a train." in str(late.text)
        async with Editor(app) as nia:
            nia.send(messages.sync(Sync.ASK, nia.doc.get_state()))
            await nia.hear(Sort.SYNC, Sync.ANSWER)
            assert str(nia.text) == str(late.text)

    run(act())


def test_what_another_process_kept_is_handed_on(run, app, shelf, monkeypatch):
    monkeypatch.setattr(editing_room, "LOOK_SECONDS", 60)

    async def act():
        async with Editor(app) as nia:
            await nia.is_in()
            elsewhere = Doc()
            text = elsewhere.get("text", type=Text)
            text += "From elsewhere."
            shelf.kept.append(elsewhere.get_update())
            app.hub.tell("text:7", "text")
            await nia.hear(Sort.SYNC, Sync.UPDATE)
            assert str(nia.text) == "From elsewhere."

    run(act())


def test_without_redis_it_is_found_in_the_store(run, app, shelf, monkeypatch):
    monkeypatch.setattr(editing_room, "LOOK_SECONDS", 0.05)

    async def act():
        async with Editor(app) as nia:
            await nia.is_in()
            elsewhere = Doc()
            text = elsewhere.get("text", type=Text)
            text += "From elsewhere."
            shelf.kept.append(elsewhere.get_update())
            await nia.hear(Sort.SYNC, Sync.UPDATE)
            assert str(nia.text) == "From elsewhere."

    run(act())


def test_while_the_store_is_away_what_is_written_waits(run, app, shelf, monkeypatch):
    monkeypatch.setattr(editing_room, "RETRY_SECONDS", 0.02)

    async def act():
        async with Editor(app) as nia:
            await nia.is_in()
            shelf.is_away = True
            nia.write("Three hours.")
            nia.send(messages.kept(2))
            await asyncio.sleep(0.1)
            assert not shelf.kept
            shelf.is_away = False
            assert await nia.hear(Sort.KEPT) == 2
            assert shelf.kept

    run(act())


def test_whoever_leaves_at_once_has_written_all_the_same(run, app, shelf):
    async def act():
        async with Editor(app) as nia:
            nia.write("Three hours.")
        assert shelf.kept

    run(act())


def test_others_see_who_is_there_and_who_left(run, app):
    async def act():
        async with Editor(app, 2, "Ines") as ines:
            await ines.is_in()
            async with Editor(app) as nia:
                nia.present(cursor={"box": "impact"})
                [tab] = read_presence(await ines.hear(Sort.PRESENCE))
                assert tab.state == {
                    "user": {"id": 1, "name": "Nia"},
                    "cursor": {"box": "impact"},
                }
            [tab] = read_presence(await ines.hear(Sort.PRESENCE))
            assert (tab.client, tab.clock, tab.state) == (5, 2, None)

    run(act())


def test_nobody_shows_somebody_else(run, app):
    async def act():
        async with Editor(app, 2, "Ines") as ines, Editor(app) as nia:
            await ines.is_in()
            nia.present(user={"id": 2, "name": "Ines"})
            nia.send(messages.presence(write_presence([Present(9, 3, None)])))
            nia.present()
            [tab] = read_presence(await ines.hear(Sort.PRESENCE))
            assert tab.state["user"]["name"] == "Nia"

    run(act())


def test_nobody_speaks_for_the_tab_of_somebody_else(run, app):
    async def act():
        async with Editor(app, 2, "Ines") as ines, Editor(app) as nia:
            await nia.is_in()
            ines.present()
            await nia.hear(Sort.PRESENCE)
            nia.present()
            nia.send(messages.presence(write_presence([Present(5, 9, None)])))
            nia.send(bytes([Sort.ASK_PRESENCE]))
            [tab] = read_presence(await nia.hear(Sort.PRESENCE))
            assert (tab.client, tab.state["user"]["name"]) == (5, "Ines")

    run(act())


@pytest.mark.parametrize(
    "tabs",
    [
        [Present(5, 1, {"user": {"id": 1, "name": "Nia"}, "cursor": "x" * 70_000})],
        [Present(n, 1, {"user": {"id": 1, "name": "Nia"}}) for n in range(30)],
    ],
    ids=["long", "many"],
)
def test_too_much_presence_closes(run, app, tabs):
    async def act():
        async with Editor(app) as nia:
            nia.send(messages.presence(write_presence(tabs)))
            assert await nia.closing() == editors.UNREADABLE

    run(act())


def test_who_is_there_in_another_process_is_shown(run, app):
    async def act():
        async with Editor(app) as nia:
            await nia.is_in()
            there = write_presence([Present(3, 1, {"user": {"id": 2, "name": "Ines"}})])
            told = base64.b64encode(there).decode()
            app.hub.tell("presence:7", f"another:{told}")
            assert read_presence(await nia.hear(Sort.PRESENCE))[0].client == 3
            nia.send(bytes([Sort.ASK_PRESENCE]))
            assert read_presence(await nia.hear(Sort.PRESENCE))[0].client == 3

    run(act())


def test_whoever_may_not_is_told_why(run, app, shelf):
    shelf.refuses[1] = Refused(4403, "not theirs")

    async def act():
        async with Editor(app) as nia:
            assert await nia.closing() == 4403

    run(act())


def test_whoever_may_no_longer_is_closed_at_once(run, app, shelf):
    async def act():
        async with Editor(app) as nia, Editor(app, 2, "Ines") as ines:
            await nia.is_in()
            shelf.refuses[1] = Refused(4404, "gone")
            app.hub.tell("text:7", "who")
            assert await nia.closing() == 4404
            ines.send(messages.kept(1))
            assert await ines.hear(Sort.KEPT) in (0, 1)

    run(act())


def test_what_is_refused_is_not_said_to_be_kept(run, app, shelf):
    async def act():
        async with Editor(app) as nia:
            nia.send(messages.sync(Sync.UPDATE, b"bad"))
            nia.send(messages.kept(1))
            assert await nia.closing() == 4413
        assert not shelf.kept

    run(act())


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", editors.UNREADABLE),
        (b"\xff\xff\xff", editors.UNREADABLE),
        (b"\x01\x03\x01\x01\x05", editors.UNREADABLE),
        (b"\xff" * editors.LARGEST_MESSAGE, editors.UNREADABLE),
        (b"\x00" * (editors.LARGEST_MESSAGE + 1), editors.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_closes(run, app, message, code):
    async def act():
        async with Editor(app) as nia:
            nia.send(message)
            assert await nia.closing() == code

    run(act())


def test_an_empty_room_is_given_up(run, app):
    async def act():
        async with Editor(app):
            pass
        assert not app._rooms
        assert not app.hub.listeners

    run(act())


def test_a_quiet_room_is_checked_and_says_so(run, app, monkeypatch):
    monkeypatch.setattr(editors, "CHECK_SECONDS", 0.01)

    async def act():
        async with Editor(app) as nia:
            assert await nia.hear(Sort.KEPT) == 0

    run(act())
