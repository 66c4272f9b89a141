"""The page and the buttons of a help request."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from incidents.domain.helping import ask_for_help, take_help_request
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import hand_over_lead, join_incident
from incidents.models import HelpRequest, Incident, Mode
from nudges.domain.saying import say
from nudges.models import Nudge
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

VERBS = ("take", "withdraw", "done")


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def samira():
    return UserFactory(display_name="Samira Roy")


@pytest.fixture
def incident(nia, samira):
    service = ServiceFactory()
    service.experts.add(samira)
    return IncidentFactory(by=nia, services=[service])


@pytest.fixture
def wanted(incident, nia):
    return ask_for_help(incident, by=nia, about="The rows of March")


def at(wanted, verb=""):
    return f"{wanted.get_absolute_url()}{verb}/" if verb else wanted.get_absolute_url()


def page(client, address):
    return client.get(address).content.decode()


def test_one_press_takes_it(client_of, wanted, incident, samira):
    client = client_of(samira)
    response = client.post(at(wanted, "take"))

    assert (response.status_code, response.url) == (302, incident.get_absolute_url())
    wanted.refresh_from_db()
    assert wanted.taken_by == samira
    html = page(client, incident.get_absolute_url())
    assert "Nia sees that you are on the way." in html
    assert "Samira is on the way" in html


def test_the_later_of_two_is_told_who_comes_and_may_come_too(client_of, wanted, incident, samira):
    jo = UserFactory()
    take_help_request(wanted, by=samira)

    response = client_of(jo).post(at(wanted, "take"))

    html = response.content.decode()
    assert response.status_code == 422
    assert html.count("Samira is on the way already. You are welcome to come too.") == 1
    assert f'action="{reverse("incidents:join", args=[incident.pk])}"' in html
    assert not incident.participations.filter(user=jo).exists()


def test_the_asker_withdraws_it_and_is_told_when_somebody_came(client_of, wanted, nia, samira):
    assert client_of(nia).post(at(wanted, "withdraw")).status_code == 302
    wanted.refresh_from_db()
    assert wanted.ended_at

    other = ask_for_help(wanted.incident, by=nia, about="Something else")
    take_help_request(other, by=samira)
    response = client_of(nia).post(at(other, "withdraw"))

    assert response.status_code == 422
    assert "Samira is on the way already. Let them know here" in response.content.decode()


def test_what_was_done_together_is_marked(client_of, wanted, incident, nia, samira):
    take_help_request(wanted, by=samira)

    assert client_of(nia).post(at(wanted, "done")).status_code == 302

    wanted.refresh_from_db()
    assert wanted.ended_at
    assert "is on the way" not in page(client_of(nia), incident.get_absolute_url())


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_not(client_of, wanted, nia, verb):
    before = HelpRequest.objects.values().get()

    assert Client().post(at(wanted, verb)).url.startswith("/accounts/login/")
    reader = client_of(UserFactory(role=Role.READER))
    assert reader.post(at(wanted, verb)).status_code == 403
    assert client_of(nia).get(at(wanted, verb)).status_code == 405
    assert HelpRequest.objects.values().get() == before


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_it_is_found_in_its_own_incident_by_those_who_see_it(client_of, wanted, incident, verb):
    ines, other = UserFactory(), IncidentFactory()
    elsewhere = at(wanted, verb).replace(incident.reference, other.reference)
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)

    for address in (elsewhere, at(wanted, verb)):
        ask = client_of(ines).post if verb else client_of(ines).get
        assert ask(address).status_code == 404


@pytest.mark.parametrize("verb", ["withdraw", "done"])
def test_a_rule_that_says_no_is_said_on_the_page(client_of, wanted, verb):
    response = client_of(UserFactory()).post(at(wanted, verb))

    assert response.status_code == 422
    assert "or whoever leads." in response.content.decode()


def test_the_page_has_one_button_for_whoever_may_come(client_of, wanted, nia, samira):
    take = f'action="{at(wanted, "take")}"'
    reader = UserFactory(role=Role.READER)

    html = page(client_of(samira), at(wanted))
    assert "Nia could use a hand" in html
    assert "The rows of March" in html
    assert take in html
    for who in (nia, reader):
        assert take not in page(client_of(who), at(wanted))
    assert "Whoever comes shows in the room" in page(client_of(nia), at(wanted))


def test_the_page_says_how_it_went(client_of, wanted, incident, nia, samira):
    take_help_request(wanted, by=samira)
    assert "Samira is on the way." in page(client_of(nia), at(wanted))
    assert "You are on the way." in page(client_of(samira), at(wanted))
    assert "You are welcome to come too." in page(client_of(UserFactory()), at(wanted))

    resolve_incident(incident, by=nia, summary="")
    html = page(client_of(UserFactory()), at(wanted))
    assert "Thank you for wanting to come." in html
    assert "I’ll come too" not in html


def test_the_room_shows_it_to_everybody(client_of, wanted, incident, nia, samira):
    lead, reader = UserFactory(), UserFactory(role=Role.READER)
    hand_over_lead(incident, by=lead, to=lead)
    take, withdraw = (f'action="{at(wanted, verb)}"' for verb in ("take", "withdraw"))
    shown = {}
    for who in (nia, samira, lead, reader):
        html = page(client_of(who), incident.get_absolute_url())
        assert "Nia could use a hand" in html
        assert "those who know the services." in html
        shown[who] = (take in html, withdraw in html)

    assert shown == {
        nia: (False, True),
        samira: (True, False),
        lead: (True, True),
        reader: (False, False),
    }


def test_those_who_are_here_can_ask(client_of, incident, nia, samira):
    ask = f'action="{reverse("incidents:ask_for_help", args=[incident.pk])}"'

    assert ask in page(client_of(nia), incident.get_absolute_url())
    assert ask not in page(client_of(samira), incident.get_absolute_url())


def test_people_show_who_works_with_whom(client_of, wanted, incident, nia, samira):
    take_help_request(wanted, by=samira)
    take_help_request(ask_for_help(incident, by=nia, about="Support"), by=UserFactory())

    HelpRequest.objects.filter(pk=wanted.pk).update(taken_at=wanted.asked_at - timedelta(hours=1))
    html = page(client_of(nia), incident.get_absolute_url())

    assert "Nia and Samira, together" in html
    assert "Responder, with Samira and Person" in html
    assert "Responder, with Nia<" in html


def test_it_is_taken_from_today_with_one_press(client_of, wanted, samira):
    say(Nudge.objects.get(kind="help_wanted").pk)

    html = page(client_of(samira), "/")

    assert "Nia could use a hand" in html
    assert f'action="{at(wanted, "take")}"' in html
    take_help_request(wanted, by=samira)
    assert "Nia could use a hand" not in page(client_of(samira), "/")


def test_what_practice_asks_is_marked_on_today(client_of, nia, samira):
    incident = IncidentFactory(by=nia, mode=Mode.PRACTICE)
    join_incident(incident, by=samira)
    ask_for_help(incident, by=nia)
    say(Nudge.objects.get(kind="help_wanted").pk)

    assert ">Practice</span>" in page(client_of(samira), "/")


def test_page_and_api_ask_alike(client_of, incident, nia):
    client, api = client_of(nia), f"/api/v1/incidents/{incident.reference}/help/"
    client.post(reverse("incidents:ask_for_help", args=[incident.pk]), {"about": "The rows"})

    again = client.post(api, {"about": "The rows"}, content_type="application/json")
    other = client.post(api, {"is_for_company": True}, content_type="application/json")

    assert (again.status_code, other.status_code) == (201, 201)
    first, second = HelpRequest.objects.all()
    assert (again.json()["id"], other.json()["id"]) == (first.pk, second.pk)
    assert again.json()["page"] == first.get_absolute_url()
    assert set(again.json()) == {
        "id", "page", "about", "is_for_company", "asked_at", "taken_by", "taken_at", "ended_at",
    }  # fmt: skip
    resolve_incident(incident, by=nia, summary="")
    assert client.post(api, {}, content_type="application/json").status_code == 409
