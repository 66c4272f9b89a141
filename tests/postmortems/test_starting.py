"""The page on which a write-up begins."""

import pytest
from django.urls import reverse

from incidents.domain.linking import link_incidents
from incidents.domain.restricting import restrict_incident
from incidents.models import Mode, Severity
from people.models import Role
from postmortems.models import Form, Template
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, is_over=True)


def choose_url(incident):
    return reverse("postmortems:choose_start", args=[incident.pk])


def start_url(incident):
    return reverse("postmortems:start", args=[incident.pk])


def offered(response):
    return list(response.context["form"].offered)


@pytest.mark.parametrize(
    ("severity", "form"), [(Severity.MINOR, Form.SHORT), (Severity.CRITICAL, Form.FULL)]
)
def test_one_press_begins_with_what_fits(severity, form, nia, client_of):
    incident = IncidentFactory(by=nia, severity=severity, is_over=True)

    client_of(nia).post(start_url(incident))

    assert incident.postmortems.get().form == form


def test_another_template_can_be_chosen(nia, incident, client_of):
    client, full = client_of(nia), Template.objects.get(key="full")
    page = client.get(choose_url(incident))
    assert page.context["form"]["template"].value() == Template.objects.get(key="short").pk

    client.post(start_url(incident), {"template": full.pk})

    assert incident.postmortems.get().template == full


def test_a_template_that_is_not_offered_begins_nothing(nia, incident, client_of):
    response = client_of(nia).post(start_url(incident), {"template": "99999"})

    assert response.status_code == 422
    assert not incident.postmortems.exists()


def test_linked_incidents_are_offered_first_and_then_recent_ones(nia, incident, client_of):
    older, newer = (IncidentFactory(is_over=True) for _ in range(2))
    link_incidents(incident, by=nia, other=older)
    IncidentFactory()
    IncidentFactory(is_over=True, mode=Mode.PRACTICE)
    PostmortemFactory()
    restrict_incident(hidden := IncidentFactory(is_over=True), by=hidden.declared_by)

    assert offered(client_of(nia).get(choose_url(incident))) == [older, newer]


def test_what_was_chosen_is_in_it(nia, incident, client_of):
    other = IncidentFactory(is_over=True)

    client_of(nia).post(start_url(incident), {"others": [other.pk]})

    assert set(incident.postmortems.get().incidents.all()) == {incident, other}


def test_what_is_being_written_can_be_joined(nia, incident, client_of):
    mine = PostmortemFactory(by=nia)
    PostmortemFactory()
    PostmortemFactory(by=nia, is_published=True)
    PostmortemFactory(by=nia, incident=IncidentFactory(by=nia, is_over=True, mode=Mode.PRACTICE))

    response = client_of(nia).get(choose_url(incident))

    assert list(response.context["joinable"]) == [mine]
    there = reverse("postmortems:incidents", args=[mine.pk])
    assert f"{there}?incident={incident.reference}" in response.content.decode()


def test_what_is_begun_or_not_over_is_not_begun_here(nia, incident, client_of):
    client = client_of(nia)
    happening = IncidentFactory(by=nia)
    assert client.get(choose_url(happening))["Location"] == happening.get_absolute_url()
    postmortem = PostmortemFactory(by=nia, incident=incident)

    assert client.get(choose_url(incident))["Location"] == postmortem.get_absolute_url()


def test_a_write_up_that_tells_of_something_hidden_too_is_not_shown(nia, incident, client_of):
    postmortem = PostmortemFactory(incident=incident)
    hidden = IncidentFactory(is_over=True)
    restrict_incident(hidden, by=hidden.declared_by)
    postmortem.incidents.add(hidden)
    client, after = client_of(nia), reverse("incidents:after", args=[incident.pk])

    page = client.get(after).content.decode()

    assert "There is one that you cannot open" in page
    assert postmortem.get_absolute_url() not in page
    assert start_url(incident) not in page
    assert client.get(choose_url(incident))["Location"] == after
    assert client.post(start_url(incident))["Location"] == after


def test_readers_begin_nothing(incident, client_of):
    client = client_of(UserFactory(role=Role.READER))

    assert client.get(choose_url(incident)).status_code == 403
    assert client.post(start_url(incident)).status_code == 403


def test_the_page_takes_as_many_queries_for_five_as_for_one(nia, incident, client_of, queries_of):
    client = client_of(nia)

    def more(count):
        for _each in range(count):
            IncidentFactory(is_over=True)
            PostmortemFactory(by=nia)

    more(1)
    for_one = queries_of(client, choose_url(incident))
    more(4)

    assert queries_of(client, choose_url(incident)) == for_one <= 12
