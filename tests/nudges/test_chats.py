"""The chats of a person, and what comes to them."""

import pytest
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from nudges.channels.names import Channel
from nudges.domain import chats, delivery, saying
from nudges.domain.outbox import nudge
from nudges.models import Address, Delivery, Nudge, Outlet, Preference
from nudges.models.delivery import State
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, TeamFactory, TechLeadFactory, UserFactory, kind_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia", wants_email=False)


@pytest.fixture
def chat(nia, server):
    return add(nia, server)


def add(person, server, path="distinctive", **more):
    return chats.add_chat(by=person, address=f"json://127.0.0.1:{server.port}/{path}", **more)


def ask(person, incident=None, kind="update_due", **more):
    """Say something by chat, as far as a worker would have said it; return its delivery."""
    incident = incident or IncidentFactory(mode="record")
    nudge(kind, about=incident, to=[person], **more)
    saying.say(Nudge.objects.latest("pk").pk)
    return Delivery.objects.filter(channel=Channel.CHAT).latest("pk")


def ask_quietly(person, incident):
    """Ask for something that waits for working hours, and goes with others."""
    Preference.objects.get_or_create(
        person=person, kind="write_up", channel=Channel.CHAT, is_wanted=True
    )
    ask(person, incident, kind="write_up", at=timezone.now())


def deliver():
    delivery.deliver(Channel.CHAT)


def test_an_address_is_kept_sealed(chat):
    kept = str(Address.objects.filter(pk=chat.pk).values())

    assert "distinctive" not in kept
    assert chat.label == "JSON at 127.0.0.1"


def test_the_same_chat_is_added_once(chat, nia, server):
    with pytest.raises(DomainError, match="among them already"):
        add(nia, server)

    assert add(UserFactory(), server).digest == chat.digest


def test_there_are_five_chats_at_most(chat, nia, server):
    for n in range(4):
        add(nia, server, path=str(n))

    with pytest.raises(DomainError, match="There are 5 already"):
        add(nia, server, path="one-more")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_get_past_the_most_there_may_be(nia, server, race):
    for n in range(4):
        add(nia, server, path=str(n))

    outcomes = race(2, [lambda: add(nia, server, path="a"), lambda: add(nia, server, path="b")])

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert nia.addresses.count() == 5


def test_an_update_that_is_due_comes_to_the_chat(chat, nia, server, settings):
    incident = IncidentFactory(mode="record", title="Search is down")
    sent = ask(nia, incident)

    deliver()

    [call] = server.calls
    sent.refresh_from_db()
    chat.refresh_from_db()
    assert call.path == "/distinctive"
    assert incident.reference in call.json["title"] + call.json["message"]
    assert f"{settings.SITE_URL}{incident.get_absolute_url()}" in call.json["message"]
    assert sent.state == State.SENT
    assert chat.last_used_at


def test_a_private_thing_only_says_that_it_is_there(chat, nia, server):
    TechLeadFactory(display_name="Sam")
    kind_note(IncidentFactory(by=nia, title="Distinctive title"), "Breathe. All is well.")
    saying.say(Nudge.objects.get(kind="kind_note").pk)

    deliver()

    [call] = [one for one in server.calls if "Something for you" in one.json["title"]]
    said = call.body.decode()
    assert not [word for word in ("Sam", "Nia", "Distinctive", "Breathe", "INC-") if word in said]


def test_of_what_is_restricted_a_chat_says_only_that_it_is_there(chat, nia, server):
    incident = IncidentFactory(by=nia, title="Distinctive title")
    restrict_incident(incident, by=nia)
    ask(nia, incident)

    deliver()

    [call] = server.calls
    assert call.json["title"] == "Something for you in Goldseam"
    assert "Distinctive" not in call.body.decode()
    assert incident.reference not in call.body.decode()


def test_several_things_are_one_message_with_a_link_each(chat, nia, server, settings):
    incidents = [IncidentFactory(mode="record") for _ in range(6)]
    for incident in incidents:
        ask_quietly(nia, incident)
    Delivery.objects.filter(state=State.WAITING).update(due_at=timezone.now())

    deliver()

    together = server.calls[-1].json
    assert len(server.calls) == 5
    assert together["title"] == "2 things, in one message"
    for incident in incidents[4:]:
        assert f"{settings.SITE_URL}{incident.get_absolute_url()}" in together["message"]


def test_a_chat_that_is_off_hears_nothing(chat, nia, server):
    waiting = ask(nia)
    chats.switch_off(chat, by=nia)

    deliver()

    waiting.refresh_from_db()
    assert waiting.state == State.NOT_NEEDED
    assert server.calls == []


def test_what_waits_for_a_chat_that_is_taken_out_goes_nowhere(chat, nia, server):
    ask(nia)
    chats.take_out(chat, by=nia)

    deliver()

    assert server.calls == []
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_chat_that_does_not_know_its_address_is_switched_off(status, chat, nia, server):
    server.status = status
    lost = ask(nia)

    deliver()

    lost.refresh_from_db()
    chat.refresh_from_db()
    assert (lost.state, lost.last_error) == (State.SET_ASIDE, f"HTTP {status}")
    assert (chat.is_on, chat.last_error) == (False, f"HTTP {status}")


def test_a_message_that_a_chat_does_not_take_leaves_the_chat_on(chat, nia, server):
    server.status = 400
    lost = ask(nia)

    deliver()

    lost.refresh_from_db()
    chat.refresh_from_db()
    assert lost.state == State.SET_ASIDE
    assert chat.is_on


@pytest.mark.parametrize("status", [429, 503])
def test_a_chat_that_is_away_rests_and_another_goes_on(status, chat, nia, server, settings):
    other = chats.add_chat(by=nia, address=f"json://127.0.0.1:{server.port}/other")
    ask(nia)
    server.statuses["/distinctive"] = status

    deliver()

    away = Delivery.objects.get(address=chat)
    assert (away.state, away.last_error) == (State.WAITING, f"HTTP {status}")
    assert Delivery.objects.get(address=other).state == State.SENT
    assert Outlet.objects.get().name == chat.outlet
    assert chat.outlet not in (other.outlet, "")


def test_a_sealed_address_that_cannot_be_opened_is_set_aside(chat, nia, server, settings):
    waiting = ask(nia)
    settings.SECRET_KEY = "another"

    deliver()

    waiting.refresh_from_db()
    assert (waiting.state, server.calls) == (State.SET_ASIDE, [])
    assert "SECRET_KEY" in waiting.last_error


def test_nothing_of_an_address_is_kept_with_what_failed(chat, nia, server, caplog, capfd):
    server.status, server.answer = 400, b"distinctive"
    ask(nia)

    deliver()

    rows = str([*Delivery.objects.values(), *Outlet.objects.values(), *Address.objects.values()])
    said = capfd.readouterr()
    assert len(server.calls) == 1
    assert "distinctive" not in rows + said.out + said.err


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_post_once(chat, nia, server, race):
    ask(nia)

    assert race(2, deliver) == ["ok", "ok"]

    assert len(server.calls) == 1


def test_a_test_says_that_it_has_arrived_and_where_to_look(chat, nia, server):
    tried = chats.try_out(chat, by=nia)

    [call] = server.calls
    assert call.json["title"] == "A test from Goldseam"
    assert tried.is_taken
    assert tried.says == (
        "It has arrived at JSON at 127.0.0.1. If you do not see it, look at the log of what you "
        "run there."
    )


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (404, "does not take messages by this address (HTTP 404)"),
        (429, "does not answer at present (HTTP 429)"),
        (500, "does not answer at present (HTTP 500)"),
    ],
)
def test_a_test_says_what_came_of_it(status, says, chat, nia, server):
    server.status = status

    tried = chats.try_out(chat, by=nia)

    assert not tried.is_taken
    assert says in tried.says


def test_a_test_of_an_address_that_leads_inside_says_so(chat, nia, server, settings):
    settings.OUTBOUND_ALLOWED = []

    tried = chats.try_out(chat, by=nia)

    assert not tried.is_taken
    assert server.calls == []


def test_tests_are_sent_one_after_another(chat, nia, server):
    chats.try_out(chat, by=nia)

    with pytest.raises(DomainError, match="a moment ago"):
        chats.try_out(chat, by=nia)

    assert len(server.calls) == 1


def test_a_chat_that_answers_a_test_rests_no_more(chat, nia, server):
    server.status = 503
    ask(nia)
    deliver()
    server.status = 200

    chats.try_out(chat, by=nia)

    assert not Outlet.objects.exists()


def test_rooms_of_a_team_are_seen_by_its_leads_and_admins(server):
    lead, admin, member = TechLeadFactory(), UserFactory(role=Role.ADMIN), UserFactory()
    team = lead.leads_teams.get()
    room = add(lead, server, team=team)

    seen = [Address.objects.visible_to(user).filter(pk=room.pk).exists() for user in (lead, admin)]

    assert seen == [True, True]
    assert not Address.objects.visible_to(member).exists()
    assert not Address.objects.visible_to(TechLeadFactory()).exists()
    assert room.person is None


def test_a_person_and_a_team_have_five_each(chat, nia, server):
    team = TeamFactory()
    for n in range(5):
        add(nia, server, path=str(n), team=team)

    with pytest.raises(DomainError, match="There are 5 already"):
        add(nia, server, path="more", team=team)
    assert add(nia, server, path="more")
