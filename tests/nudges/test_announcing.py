"""What the chat room of a team hears, and what it never does."""

import pytest
from django.db import IntegrityError, transaction

from incidents.domain.describing import describe_incident
from incidents.domain.helping import ask_for_help
from incidents.domain.lifecycle import reopen_incident, resolve_incident, stand_down
from incidents.domain.restricting import restrict_incident
from incidents.domain.telling import tell_teams
from incidents.models import Incident
from nudges.channels.names import Channel
from nudges.domain import chats, delivery
from nudges.kinds import TEAM_KINDS
from nudges.models import Address, Announcement, Delivery
from nudges.models.delivery import State
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def payments():
    return TeamFactory(name="Payments")


@pytest.fixture
def service(payments):
    return ServiceFactory(team=payments)


@pytest.fixture
def room(payments, server):
    return chats.add_chat(
        by=TechLeadFactory(), team=payments, address=f"json://127.0.0.1:{server.port}/room"
    )


def said(server):
    """Deliver what is due, and give the titles of all that a room has heard."""
    delivery.deliver(Channel.CHAT)
    return [call.json["title"] for call in server.calls if call.path == "/room"]


def test_a_room_hears_of_an_incident_in_its_service_from_beginning_to_end(room, service, server):
    incident = IncidentFactory(title="Card payments fail", services=[service])
    ask_for_help(incident, by=incident.declared_by, about="the ledger")
    resolve_incident(incident, by=incident.declared_by, summary="Rolled back.")

    assert said(server) == [
        f"{incident.reference}: Card payments fail",
        f"A hand is wanted in {incident.reference}",
        f"{incident.reference} is resolved",
    ]


def test_a_room_hears_what_somebody_in_its_team_opened(room, payments, server):
    incident = IncidentFactory(by=UserFactory(team=payments), title="Odd")

    assert said(server) == [f"{incident.reference}: Odd"]


def test_a_room_hears_that_it_turned_out_to_be_fine(room, service, server):
    incident = IncidentFactory(services=[service])
    said(server)
    stand_down(incident, by=incident.declared_by, summary="A stale graph.")

    assert said(server)[1:] == [f"{incident.reference} turned out to be fine"]


def test_a_room_hears_each_end_of_an_incident_that_was_opened_again(room, service, server):
    incident = IncidentFactory(services=[service])
    by = incident.declared_by
    resolve_incident(incident, by=by, summary="Rolled back.")
    reopen_incident(incident, by=by, reason="It is back.")
    resolve_incident(incident, by=by, summary="Rolled back again.")

    assert said(server)[1:] == [f"{incident.reference} is resolved"] * 2


def test_a_team_whose_service_comes_along_later_hears_of_it_once(room, service, server):
    incident = IncidentFactory(title="Odd")
    assert said(server) == []
    for title in ("Odd", "Odder"):
        describe_incident(
            incident,
            by=incident.declared_by,
            title=title,
            undo_path=incident.undo_path,
            services=[service],
        )

    assert said(server) == [f"{incident.reference}: Odder"]


def test_a_room_hears_of_a_write_up_of_the_team(room, service, server):
    incident = IncidentFactory(services=[service], is_over=True)
    said(server)
    write_up = PostmortemFactory(incident=incident, by=incident.declared_by, is_published=True)

    assert said(server)[2:] == [f"New in the library: {write_up.title}"]


def test_no_room_hears_of_old_reports(room, service, server):
    incident = IncidentFactory(services=[service], mode="record")
    PostmortemFactory(incident=incident, by=incident.declared_by, is_published=True)

    assert said(server) == []


def test_other_teams_hear_nothing(room, server):
    IncidentFactory(services=[ServiceFactory(team=TeamFactory()), ServiceFactory()])

    assert said(server) == []


@pytest.mark.parametrize(
    "words", [{"mode": "practice"}, {"mode": "record"}, {"is_restricted": True}]
)
def test_a_room_never_hears_of_practice_records_or_what_is_restricted(words, room, service, server):
    incident = IncidentFactory(services=[service], **words)
    if incident.is_open:
        ask_for_help(incident, by=incident.declared_by)
        resolve_incident(incident, by=incident.declared_by, summary="Over.")

    assert said(server) == []
    assert not Announcement.objects.exists()


def test_a_room_does_not_hear_that_somebody_would_like_company(room, service, server):
    incident = IncidentFactory(services=[service])
    said(server)
    ask_for_help(incident, by=incident.declared_by, is_for_company=True)

    assert said(server)[1:] == []


def test_what_became_restricted_before_it_goes_is_not_said(room, service, server):
    incident = IncidentFactory(services=[service])
    ask_for_help(incident, by=incident.declared_by)
    restrict_incident(incident, by=incident.declared_by)

    assert said(server) == []
    assert set(Delivery.objects.filter(address=room).values_list("state", flat=True)) == {
        State.NOT_NEEDED
    }


def test_a_write_up_about_something_restricted_is_not_said(room, service, server):
    incident = IncidentFactory(services=[service], is_over=True)
    said(server)
    write_up = PostmortemFactory(incident=incident, by=incident.declared_by, is_published=True)
    restrict_incident(write_up.incidents.get(), by=incident.declared_by)

    assert said(server)[2:] == []


def test_no_room_is_told_who_did_what(room, service, server):
    nia = UserFactory(display_name="Distinctive Name")
    incident = IncidentFactory(by=nia, services=[service])
    ask_for_help(incident, by=nia, about="the ledger")
    resolve_incident(incident, by=nia, summary="Rolled back.")
    PostmortemFactory(incident=incident, by=nia, is_published=True)

    assert len(said(server)) == 4
    assert "Distinctive" not in str([call.body.decode() for call in server.calls])


def test_a_room_leads_to_where_it_is_set(room, payments, service, server, settings):
    IncidentFactory(services=[service])
    said(server)

    [call] = server.calls
    assert f"{settings.SITE_URL}/nudges/chat/teams/{payments.pk}/" in call.json["message"]


def test_a_room_that_is_off_hears_nothing(room, service, server):
    chats.switch_off(room, by=UserFactory())
    IncidentFactory(services=[service])

    assert said(server) == []
    assert not Announcement.objects.exists()


def test_two_rooms_of_a_team_both_hear(room, payments, service, server):
    address = f"json://127.0.0.1:{server.port}/other"
    chats.add_chat(by=UserFactory(), team=payments, address=address)
    IncidentFactory(services=[service])

    delivery.deliver(Channel.CHAT)

    assert sorted(call.path for call in server.calls) == ["/other", "/room"]


def test_what_is_announced_exists_exactly_when_what_it_is_about_does(room, service):
    with transaction.atomic():
        IncidentFactory(services=[service])
        transaction.set_rollback(True)

    assert not Incident.objects.exists()
    assert not Announcement.objects.exists()
    assert not Delivery.objects.exists()


def test_an_incident_is_announced_by_the_worker(room, service, server, work):
    with work():
        IncidentFactory(services=[service])

    assert len(server.calls) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_say_it_once(room, service, server, race):
    IncidentFactory(services=[service])

    assert race(2, lambda: delivery.deliver(Channel.CHAT)) == ["ok", "ok"]

    assert len(server.calls) == 1


def test_filing_asks_for_rooms_with_one_query(service, django_assert_max_num_queries):
    incident = IncidentFactory(services=[service])

    with django_assert_max_num_queries(1):
        tell_teams(incident, "team_incident_opened")


def test_a_delivery_is_of_a_nudge_or_of_an_announcement(room, service):
    IncidentFactory(services=[service])
    sent = Delivery.objects.filter(address=room)

    with pytest.raises(IntegrityError), transaction.atomic():
        sent.update(announcement=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        sent.update(recipient=UserFactory())


def test_an_address_is_of_a_person_or_of_a_team(room):
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.update(person=UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.update(team=None)


def test_every_kind_for_teams_goes_to_chats_only_and_names_no_recipient():
    for kind in TEAM_KINDS.values():
        assert kind.is_for_teams
        assert kind.channels == {Channel.CHAT}


def test_what_is_said_twice_at_the_same_time_is_one(room, service):
    incident = IncidentFactory(services=[service])

    for _ in range(2):
        tell_teams(incident, "team_incident_opened")

    assert Announcement.objects.count() == 1
