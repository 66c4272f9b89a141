"""Who may write in a write-up together with others, and where it is kept."""

import pytest
from django.conf import settings
from django.test import Client

from config.editors import WriteUps
from live.store import Refused
from postmortems.coediting.document import Document
from postmortems.domain.coediting import read_text, share_text
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.models import Verdict
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db
HOST, ORIGIN = b"goldseam.example", "https://goldseam.example"


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """Keep the connection that the test's transaction is in."""
    monkeypatch.setattr("config.editors.close_old_connections", lambda: None)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def postmortem(nia):
    return PostmortemFactory(by=nia)


@pytest.fixture
def store():
    return WriteUps()


def request(user, postmortem, *, origin=ORIGIN, generation=None, path=None):
    client = Client()
    if user:
        client.force_login(user)
    cookie = client.cookies.output(header="", sep=";").encode() if user else b""
    generation = generation or share_text(postmortem).generation
    return {
        "type": "websocket",
        "path": path or f"/live/write-ups/{postmortem.pk}",
        "query_string": f"generation={generation}".encode(),
        "headers": [(b"host", HOST), (b"origin", origin.encode()), (b"cookie", cookie)],
    }


def refusal(act, *arguments):
    with pytest.raises(Refused) as refused:
        act(*arguments)
    return refused.value.code


def test_an_author_has_a_seat(store, nia, postmortem):
    seat = store.enter(request(nia, postmortem))

    assert (seat.document, seat.person, seat.name) == (postmortem.pk, nia.pk, "Nia Okafor")


def test_a_page_of_the_same_site_may_ask(store, nia, postmortem):
    trusted = settings.CSRF_TRUSTED_ORIGINS[0]

    assert store.enter(request(nia, postmortem, origin=trusted))
    for other in ("https://elsewhere.example", "", "null"):
        assert refusal(store.enter, request(nia, postmortem, origin=other)) == 4403


def test_others_have_none(store, nia, postmortem):
    assert refusal(store.enter, request(None, postmortem)) == 4401
    assert refusal(store.enter, request(UserFactory(), postmortem)) == 4403
    for path in ("/live/write-ups/999999", "/live/write-ups/x", f"/live/write-ups/{'9' * 30}"):
        assert refusal(store.enter, request(nia, postmortem, path=path)) == 4404


def test_a_copy_of_another_document_is_not_brought_together(store, nia, postmortem):
    asked = request(nia, postmortem, generation="3c9b2a4e-0000-0000-0000-000000000000")

    assert refusal(store.enter, asked) == 4409


def test_whoever_loses_sight_of_it_is_out(store, postmortem):
    ines = UserFactory()
    postmortem.authors.add(ines)
    asked = request(ines, postmortem)
    seat = store.enter(asked)
    postmortem.incidents.update(is_restricted=True)

    assert refusal(store.check, asked, seat) == 4404
    assert refusal(store.write, seat, [b"\x00\x00"]) == 4404


def test_an_approved_one_is_closed(store, nia, postmortem):
    asked = request(nia, postmortem)
    seat = store.enter(asked)
    lead = TechLeadFactory()
    this_round = ask_for_review(postmortem, by=nia, reviewer=lead)
    store.check(asked, seat)
    give_verdict(this_round, by=lead, verdict=Verdict.APPROVED)

    assert refusal(store.check, asked, seat) == 4423
    assert refusal(store.write, seat, [b"\x00\x00"]) == 4423


def test_what_is_written_is_kept_and_given_to_others(store, nia, postmortem):
    seat = store.enter(request(nia, postmortem))
    _nothing, last = store.after(postmortem.pk, None)
    editor, _last = read_text(postmortem)
    vector = editor.state_vector()
    editor.write("impact", "Three hours.")

    store.write(seat, [editor.update_since(vector)])

    other = Document()
    missing, theirs = store.read(postmortem.pk, other.state_vector())
    other.apply(missing)
    assert other.words()["impact"] == "Three hours."
    assert theirs == editor.state_vector()
    updates, newest = store.after(postmortem.pk, last)
    assert len(updates) == 1
    assert newest > last


def test_garbage_is_refused(store, nia, postmortem):
    seat = store.enter(request(nia, postmortem))

    assert refusal(store.write, seat, [b"\x01garbage"]) == 4400
    assert refusal(store.read, postmortem.pk, b"\xff\xff\xff\xff") == 4400
