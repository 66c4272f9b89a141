"""Insights through the API: the figures of the page, and not one more."""

import pytest
from django.urls import reverse

from incidents.domain.restricting import restrict_incident
from learning.domain.counting import count_quarters
from learning.models import Noticing
from people.models import Role
from tests.factories import IncidentFactory, UserFactory
from tests.learning.test_insights import SOON_AFTER, incident, several

pytestmark = pytest.mark.django_db

INSIGHTS = "/api/v1/insights/"


@pytest.fixture
def nia():
    return UserFactory()


def test_the_figures_are_those_of_the_page(script_of, client_of, nia):
    several(5, update_after=10)
    count_quarters(at=SOON_AFTER)
    script = script_of(nia)
    chosen = script.get(f"{INSIGHTS}choices/").json()
    assert chosen["periods"][0]["key"] == "latest"
    figures = script.get(f"{INSIGHTS}figures/").json()
    page = client_of(nia).get(reverse("insights:insights")).context["insights"]
    shown = {name: line.now.text for name, line in page.lines.items() if line.now}
    assert {one["name"]: one["now"]["text"] for one in figures["lines"] if one["now"]} == shown
    assert "first_update" in shown
    for wrong in ("about=team-1", "period=2026-11-29", "about=person-1"):
        assert script.get(f"{INSIGHTS}figures/?{wrong}").status_code == 400, wrong


def test_nothing_is_shown_of_fewer_than_five(script_of, nia):
    script = script_of(nia)
    assert script.get(f"{INSIGHTS}figures/").status_code == 404
    several(4, update_after=10)
    count_quarters(at=SOON_AFTER)
    answer = script.get(f"{INSIGHTS}figures/")
    lines = answer.json().get("lines", [])
    assert [one for one in lines if one["now"] and one["name"] == "first_update"] == []


def test_how_an_incident_was_noticed_is_said_by_whoever_sees_it(script_of, nia):
    this = incident(by=nia)
    here = f"{INSIGHTS}noticed/{this.reference}/"
    script = script_of(nia)
    assert script.get(here).json() == {"how": ""}
    how = Noticing._meta.get_field("how").choices[0][0]
    assert script.post(f"{here}say/", {"how": how}).json() == {"how": how}
    assert script.get(here).json() == {"how": how}
    assert script.post(f"{here}say/", {"how": "somehow"}).status_code == 400
    practice = IncidentFactory(by=nia, mode="practice")
    said = script.post(f"{INSIGHTS}noticed/{practice.reference}/say/", {"how": how})
    assert said.status_code == 409
    reader = script_of(UserFactory(role=Role.READER))
    assert reader.post(f"{here}say/", {"how": how}).status_code == 403
    restrict_incident(this, by=nia)
    other = script_of(UserFactory(role=Role.ADMIN))
    assert other.get(here).status_code == 404
    assert other.post(f"{here}say/", {"how": how}).status_code == 404
