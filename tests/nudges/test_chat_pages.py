"""The pages on which chats are set, as a person, a tech lead and a stranger find them."""

import pytest
from django.urls import reverse

from nudges.domain import chats
from nudges.models import Address
from people.models import Role
from tests.factories import TeamFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

OWN = reverse("nudges:chats")


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def chat(nia, server):
    return chats.add_chat(by=nia, address=f"json://127.0.0.1:{server.port}/distinctive")


def of(team, name="team_chats"):
    return reverse(f"nudges:{name}", args=[team.pk])


def verb(name, chat):
    return reverse(f"nudges:{name}", args=[chat.pk])


def test_a_chat_is_added_by_its_address_and_shown_without_it(nia, server, client_of):
    address = f"json://127.0.0.1:{server.port}/distinctive"

    answer = client_of(nia).post(
        reverse("nudges:add_chat"), {"address": address, "label": "My log"}, follow=True
    )

    assert answer.redirect_chain == [(OWN, 302)]
    assert "Send a test, to see that it arrives." in answer.text
    assert "My log" in answer.text
    assert "distinctive" not in answer.text
    assert nia.addresses.get().label == "My log"


def test_what_cannot_be_added_is_said_and_kept(nia, client_of):
    answer = client_of(nia).post(reverse("nudges:add_chat"), {"address": "mailto://somebody"})

    assert answer.status_code == 422
    assert "Goldseam does not know this address." in answer.text
    assert 'value="mailto://somebody"' in answer.text


def test_an_address_inside_is_refused_with_a_word_of_who_can_allow_it(nia, client_of):
    answer = client_of(nia).post(
        reverse("nudges:add_chat"), {"address": "json://169.254.169.254/latest/meta-data/"}
    )

    assert answer.status_code == 422
    assert "Whoever runs Goldseam can allow it." in answer.text


def test_one_press_sends_a_test_and_says_what_came_of_it(chat, nia, server, client_of):
    answer = client_of(nia).post(verb("test_chat", chat), follow=True)

    assert len(server.calls) == 1
    assert "It has arrived at JSON at 127.0.0.1." in answer.text


def test_a_test_that_does_not_arrive_says_what_to_look_at(chat, nia, server, client_of):
    server.status = 404

    answer = client_of(nia).post(verb("test_chat", chat), follow=True)

    assert "does not take messages by this address (HTTP 404)" in answer.text
    assert "Switched off, since it does not know its address any more (HTTP 404)." in answer.text


def test_a_second_press_says_to_wait(chat, nia, server, client_of):
    client = client_of(nia)
    client.post(verb("test_chat", chat))

    answer = client.post(verb("test_chat", chat), follow=True)

    assert "Try again in ten seconds." in answer.text
    assert len(server.calls) == 1


def test_a_chat_is_switched_off_and_on_and_taken_out(chat, nia, client_of):
    client = client_of(nia)

    client.post(verb("switch_chat_off", chat))
    assert not nia.addresses.get().is_on
    client.post(verb("switch_chat_on", chat))
    assert nia.addresses.get().is_on
    client.post(verb("take_chat_out", chat))
    assert not nia.addresses.exists()


def test_with_five_there_is_no_form_for_a_sixth(chat, nia, server, client_of):
    for n in range(4):
        chats.add_chat(by=nia, address=f"json://127.0.0.1:{server.port}/{n}")

    page = client_of(nia).get(OWN).text

    assert "There are 5" in page
    assert 'name="address"' not in page


@pytest.mark.parametrize(
    "name", ["test_chat", "switch_chat_off", "switch_chat_on", "take_chat_out"]
)
def test_nobody_else_touches_a_chat(name, chat, server, client_of):
    for other in (UserFactory(), TechLeadFactory(), UserFactory(role=Role.ADMIN)):
        assert client_of(other).post(verb(name, chat)).status_code == 404

    assert client_of(chat.person).get(verb(name, chat)).status_code == 405
    assert Address.objects.get().is_on
    assert server.calls == []


def test_a_tech_lead_sets_the_rooms_of_their_team(server, client_of):
    lead = TechLeadFactory()
    team = lead.leads_teams.get()
    client = client_of(lead)

    assert of(team) in client.get(OWN).text
    typed = {"address": f"json://127.0.0.1:{server.port}/x", "label": "Our room"}
    answer = client.post(of(team, "add_team_chat"), typed, follow=True)

    room = team.rooms.get()
    assert answer.redirect_chain == [(of(team), 302)]
    assert room.label in answer.text
    assert client.post(verb("test_chat", room)).url == of(team)
    assert room.label not in client.get(OWN).text


def test_an_admin_sets_the_rooms_of_every_team(client_of):
    team = TeamFactory()

    assert client_of(UserFactory(role=Role.ADMIN)).get(of(team)).status_code == 200


def test_members_and_other_leads_do_not_set_the_rooms_of_a_team(server, client_of):
    team = TeamFactory()
    room = chats.add_chat(
        by=TechLeadFactory(), team=team, address=f"json://127.0.0.1:{server.port}/x"
    )

    for other in (UserFactory(team=team), TechLeadFactory(), UserFactory(role=Role.READER)):
        client = client_of(other)
        assert client.get(of(team)).status_code == 403
        assert client.post(of(team, "add_team_chat"), {"address": "x"}).status_code == 403
        assert client.post(verb("take_chat_out", room)).status_code == 404
    assert team.rooms.exists()


def test_strangers_are_sent_to_the_sign_in(chat, client):
    for page in (OWN, of(TeamFactory())):
        assert client.get(page).url.startswith(reverse("account_login"))
    assert client.post(verb("take_chat_out", chat)).status_code == 302
    assert Address.objects.exists()


def test_the_page_asks_the_same_however_many_chats_and_teams(nia, server, client_of, queries_of):
    admin = UserFactory(role=Role.ADMIN)
    client = client_of(admin)
    chats.add_chat(by=admin, address=f"json://127.0.0.1:{server.port}/0")
    TeamFactory()
    before = queries_of(client, OWN)
    for n in range(3):
        chats.add_chat(by=admin, address=f"json://127.0.0.1:{server.port}/{n + 1}")
        TeamFactory()

    assert queries_of(client, OWN) == before <= 12


def test_an_error_page_does_not_show_what_was_typed(nia, client_of, monkeypatch, settings):
    def fail(*args, **kwargs):
        raise RuntimeError

    settings.DEBUG = False
    monkeypatch.setattr(chats, "read", fail)
    client = client_of(nia)
    client.raise_request_exception = False

    answer = client.post(reverse("nudges:add_chat"), {"address": "slack://distinctive"})

    assert answer.status_code == 500
    assert "distinctive" not in answer.text


def test_what_is_written_of_an_error_does_not_show_what_was_typed(nia, rf, monkeypatch):
    from django.views.debug import get_exception_reporter_filter

    from nudges.views.chats import add

    request = rf.post(reverse("nudges:add_chat"), {"address": "slack://distinctive"})
    request.user = nia
    monkeypatch.setattr("nudges.views.chats._add", lambda *_: None)
    add(request)

    kept = get_exception_reporter_filter(request).get_post_parameters(request)
    assert "distinctive" not in str(kept)
