import pytest
from django.urls import reverse

from incidents.domain.describing import describe_incident
from incidents.models import UndoPath
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_what_changed_is_one_line_of_the_timeline():
    incident, nia, ledger = (
        IncidentFactory(title="Odd"),
        UserFactory(),
        ServiceFactory(name="ledger"),
    )

    incident = describe_incident(
        incident, by=nia, title="Cards declined", undo_path=UndoPath.ROLL_BACK, services=[ledger]
    )

    assert (incident.title, incident.undo_path) == ("Cards declined", UndoPath.ROLL_BACK)
    assert list(incident.services.all()) == [ledger]
    line = incident.timeline.newest_first().first()
    assert line.author == nia
    assert line.text == (
        "Title: Cards declined. To undo it: roll it back (before: not sure yet). "
        "The suggested steps have changed. Services: ledger."
    )


def test_nothing_changed_leaves_no_line():
    incident = IncidentFactory()
    before = incident.timeline.count()

    describe_incident(
        incident,
        by=UserFactory(),
        title=incident.title,
        undo_path=incident.undo_path,
        services=[],
    )

    assert incident.timeline.count() == before


def test_the_page_shows_what_is_known_and_keeps_what_was_typed(client_of):
    incident, nia = IncidentFactory(title="Cards declined"), UserFactory()
    page = client_of(nia).get(reverse("incidents:details", args=[incident.pk]))
    assert "Cards declined" in page.content.decode()

    refused = client_of(nia).post(
        reverse("incidents:describe", args=[incident.pk]),
        {"title": " ", "undo_path": UndoPath.FIX_FORWARD},
    )

    assert refused.status_code == 422
    assert refused.context["form"].errors["title"]
    assert refused.context["form"]["undo_path"].value() == UndoPath.FIX_FORWARD
    incident.refresh_from_db()
    assert incident.undo_path == UndoPath.UNKNOWN


def test_readers_only_read(client_of):
    incident, bea = IncidentFactory(), UserFactory(role=Role.READER)

    answer = client_of(bea).post(
        reverse("incidents:describe", args=[incident.pk]), {"title": "Mine"}
    )

    assert answer.status_code == 403
