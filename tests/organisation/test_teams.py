"""Teams: made, renamed, led, and let go of."""

import pytest
from django.urls import reverse

from organisation.domain.teams import change_team, delete_team, make_team
from people.errors import DomainError
from people.models import AuditEntry, Team
from tests.factories import ServiceFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return UserFactory(role="admin")


def test_a_team_is_made_with_its_leads(client_of, dana):
    lead = UserFactory()

    client_of(dana).post(
        reverse("organisation:make_team"), {"name": " Pay  ments ", "tech_leads": [lead.pk]}
    )

    team = Team.objects.get(name="Pay ments")
    assert list(team.tech_leads.all()) == [lead]
    assert AuditEntry.objects.get().action == "people.team_made"


def test_names_are_taken_once(client_of, dana):
    TeamFactory(name="Payments")
    other = TeamFactory(name="Search")

    response = client_of(dana).post(
        reverse("organisation:change_team", args=[other.pk]), {"name": "Payments"}
    )

    assert response.status_code == 422
    assert "a team of that name already" in response.text


def test_two_teams_of_one_name_at_once_are_one(race):
    dana = UserFactory(role="admin")

    assert sorted(race(2, lambda: make_team(by=dana, name="New"))) == ["DomainError", "ok"]


def test_a_change_is_noted_once_and_without_names_of_people(dana):
    team, lead = TeamFactory(name="Old"), UserFactory()

    change_team(team, by=dana, name="New", tech_leads=[lead])
    change_team(team, by=dana, name="New", tech_leads=[lead])

    entry = AuditEntry.objects.get()
    assert entry.details == {"name": "New", "leads": 1}


def test_an_empty_team_goes(client_of, dana):
    team = TeamFactory(tech_leads=[dana])

    client_of(dana).post(reverse("organisation:delete_team", args=[team.pk]))

    assert not Team.objects.exists()
    assert AuditEntry.objects.get().action == "people.team_deleted"


@pytest.mark.parametrize("held", ["somebody", "service"])
def test_a_team_with_something_in_it_stays(client_of, dana, held):
    team = TeamFactory()
    UserFactory(team=team) if held == "somebody" else ServiceFactory(team=team)

    response = client_of(dana).post(reverse("organisation:delete_team", args=[team.pk]))

    assert response.status_code == 422
    assert "another team first" in response.text
    with pytest.raises(DomainError):
        delete_team(team, by=dana)
