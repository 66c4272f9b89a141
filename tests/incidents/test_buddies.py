"""Somebody sits beside whoever is in their first incident, and only the two see it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.domain.buddies import ask_for_buddy, part_from_buddy, sit_with
from incidents.domain.filing import declare_incident
from incidents.domain.helping import ask_for_help
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.merging import merge_incident
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import join_incident
from incidents.models import Buddy, Mode
from incidents.tasks import widen_searches_for_buddies
from nudges.kinds import KINDS
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def nia(team):
    return UserFactory(display_name="Nia Okafor", team=team)


@pytest.fixture
def ines(team):
    return UserFactory(display_name="Ines Duarte", is_senior=True, team=team)


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia)


def told(kind="buddy_wanted"):
    return {one.recipient for one in Nudge.objects.open().filter(kind=kind)}


def been_there(**who):
    """Somebody who is no senior and was in a real incident before."""
    person = UserFactory(**who)
    join_incident(IncidentFactory(is_over=False), by=person)
    return person


def test_it_asks_those_near_who_have_been_there(team, nia, ines):
    expert, mate = been_there(), been_there(team=team)
    UserFactory(team=team)  # new here, too
    UserFactory(is_senior=True)  # somewhere else
    service = ServiceFactory()
    service.experts.add(expert)
    incident = IncidentFactory(by=nia, services=[service])

    buddy = ask_for_buddy(incident, by=nia)

    assert told() == set(buddy.asked.all()) == {ines, expert, mate}


def test_it_asks_three_at_once_and_three_more_once(team, nia, work):
    near = {been_there(team=team) for _ in range(5)}
    far = {UserFactory(is_senior=True) for _ in range(4)}
    incident = IncidentFactory(by=nia)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask_for_buddy(incident, by=nia)
        first = told()
        assert len(first) == 3
        assert first < near

        for minutes, count in ((9, 3), (2, 6), (30, 6)):
            clock.shift(timedelta(minutes=minutes))
            with work():
                widen_searches_for_buddies()
            assert len(told()) == count

    assert len(told() & far) >= 1
    assert nia not in told()


def test_only_those_at_work_are_asked_and_otherwise_wider_at_once(team, nia):
    elsewhere = UserFactory(is_senior=True)
    asleep = UserFactory(is_senior=True, team=team)
    asleep.away_days = [timezone.localdate() + timedelta(days=n) for n in range(-1, 2)]
    asleep.save()

    buddy = ask_for_buddy(IncidentFactory(by=nia), by=nia)

    assert told() == {elsewhere}
    assert buddy.widen_at is None


def test_with_nobody_at_work_it_says_so_and_wakes_nobody(nia, incident, client_of):
    ask_for_buddy(incident, by=nia)

    page = client_of(nia).get(incident.get_absolute_url()).content.decode()

    assert told() == set()
    assert "Nobody who could sit with you is at work just now" in page


@pytest.mark.parametrize("who", [{"role": Role.READER}, {"is_active": False}])
def test_whoever_cannot_write_is_not_asked(team, nia, incident, who):
    UserFactory(is_senior=True, team=team, **who)

    ask_for_buddy(incident, by=nia)

    assert told() == set()


def test_it_may_interrupt_and_is_one_press():
    assert KINDS["buddy_wanted"].may_interrupt
    assert KINDS["buddy_wanted"].is_one_press
    assert KINDS["buddy_found"].may_interrupt


@pytest.mark.parametrize("mode", [Mode.PRACTICE, Mode.RECORD])
def test_practice_and_records_ask_nobody(nia, ines, mode):
    incident = IncidentFactory(by=nia, mode=mode)

    with pytest.raises(DomainError):
        ask_for_buddy(incident, by=nia)

    assert told() == set()


def test_it_is_for_the_first_real_incident_of_whoever_filed_it(nia, ines):
    IncidentFactory(by=nia, mode=Mode.PRACTICE)
    first, second = IncidentFactory(by=nia), IncidentFactory(by=nia)

    with pytest.raises(DomainError, match="first incident"):
        ask_for_buddy(second, by=nia)
    with pytest.raises(DomainError, match="first incident"):
        ask_for_buddy(first, by=ines)
    assert ask_for_buddy(first, by=nia).is_open


def test_what_is_over_asks_nobody(nia, ines, incident):
    resolve_incident(incident, by=nia, summary="")

    with pytest.raises(DomainError):
        ask_for_buddy(incident, by=nia)


def test_two_presses_at_once_ask_once(race):
    nia = UserFactory()
    TechLeadFactory()
    incident = IncidentFactory(by=nia)

    assert race(4, lambda: ask_for_buddy(incident, by=nia)) == ["ok"] * 4

    assert Buddy.objects.count() == Nudge.objects.filter(kind="buddy_wanted").count() == 1


def test_of_several_who_take_it_at_once_one_is_the_buddy(race):
    nia = UserFactory(team=TeamFactory())
    seniors = [UserFactory(is_senior=True, team=nia.team) for _ in range(3)]
    buddy = ask_for_buddy(IncidentFactory(by=nia), by=nia)

    outcomes = race(3, [lambda who=who: sit_with(buddy, by=who) for who in seniors])

    assert sorted(outcomes) == ["DomainError", "DomainError", "ok"]
    buddy.refresh_from_db()
    assert buddy.buddy == seniors[outcomes.index("ok")]
    assert buddy.incident.participations.filter(user__in=seniors).count() == 1
    assert Nudge.objects.filter(kind="buddy_found").count() == 1


@pytest.fixture
def buddy(nia, ines, incident):
    return ask_for_buddy(incident, by=nia)


def test_whoever_takes_it_is_in_the_incident_and_nobody_else_is_asked(buddy, nia, ines):
    sit_with(buddy, by=ines)
    assert sit_with(buddy, by=ines).buddy == ines

    assert told() == set()
    assert buddy.incident.participations.filter(user=ines).count() == 1
    assert [one.recipient for one in Nudge.objects.filter(kind="buddy_found")] == [nia]


def test_the_timeline_says_nothing_of_it(buddy, incident, nia, ines):
    entries = incident.timeline.count()

    sit_with(buddy, by=ines)
    part_from_buddy(buddy, by=ines)

    assert incident.timeline.count() == entries


def test_only_those_who_were_asked_take_it(buddy, nia):
    for other in (nia, UserFactory(is_senior=True)):
        with pytest.raises(DomainError, match="Whoever was asked"):
            sit_with(buddy, by=other)


@pytest.mark.parametrize("who", ["nia", "ines"])
def test_either_ends_it(buddy, nia, ines, who):
    sit_with(buddy, by=ines)
    one = {"nia": nia, "ines": ines}[who]

    part_from_buddy(buddy, by=one)
    ended = Buddy.objects.get().ended_at
    part_from_buddy(buddy, by=one)

    assert Buddy.objects.get().ended_at == ended is not None


def test_nobody_else_ends_it(buddy):
    with pytest.raises(DomainError):
        part_from_buddy(buddy, by=TechLeadFactory())


def test_whoever_asked_takes_it_back_and_may_ask_again(buddy, nia, incident):
    part_from_buddy(buddy, by=nia)
    assert told() == set()

    assert ask_for_buddy(incident, by=nia).pk != buddy.pk
    assert len(told()) == 1


def test_it_ends_with_the_incident(buddy, nia, incident):
    resolve_incident(incident, by=nia, summary="")

    assert Buddy.objects.get().ended_at is not None
    assert told() == set()


def test_the_database_keeps_one_at_a_time_and_never_oneself(buddy, nia, incident):
    for wrong in ({}, {"ended_at": timezone.now(), "buddy": nia, "found_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Buddy.objects.create(incident=incident, person=nia, **wrong)


def test_once_it_is_restricted_whoever_is_not_let_in_does_not_hear_of_it(buddy, nia, ines):
    restrict_incident(buddy.incident, by=nia)

    assert told() == set()
    with pytest.raises(Http404):
        sit_with(buddy, by=ines)


def test_a_merge_takes_it_along(buddy, nia, ines):
    target = IncidentFactory(by=ines)

    merge_incident(buddy.incident, by=nia, into=target)
    sit_with(buddy, by=ines)

    assert Buddy.objects.get().incident == target


def test_a_merge_into_what_is_over_ends_it(buddy, nia, ines):
    merge_incident(buddy.incident, by=nia, into=IncidentFactory(by=ines, is_over=True))

    assert Buddy.objects.get().ended_at is not None
    assert told() == set()


# Pages.


def room_of(incident, who, client_of, query=""):
    return client_of(who).get(incident.get_absolute_url() + query).content.decode()


OFFER = "Somebody to sit with me"


def test_it_is_offered_to_a_first_time_filer_alone(nia, ines, incident, client_of):
    join_incident(incident, by=ines)

    assert room_of(incident, nia, client_of, "?thanks").count(OFFER) == 2
    assert room_of(incident, nia, client_of).count(OFFER) == 1
    assert OFFER not in room_of(incident, ines, client_of)
    assert OFFER not in room_of(IncidentFactory(by=nia), nia, client_of, "?thanks")


def test_it_is_not_offered_to_whoever_has_company(nia, incident, client_of):
    ask_for_help(incident, by=nia, is_for_company=True)

    assert OFFER not in room_of(incident, nia, client_of)


def test_the_two_see_each_other_in_the_room_and_nobody_else_does(
    buddy, nia, ines, incident, client_of
):
    tom = UserFactory()
    join_incident(incident, by=tom)
    sit_with(buddy, by=ines)

    mine = room_of(incident, nia, client_of)
    assert "Ines sits with you" in mine
    assert f"mailto:{ines.email}" in mine
    theirs = room_of(incident, ines, client_of)
    assert "You sit with Nia" in theirs
    assert f"mailto:{nia.email}" in theirs
    assert 'id="buddy"' not in room_of(incident, tom, client_of)


def test_it_goes_from_a_press_to_a_press_without_scripts(nia, ines, incident, client_of):
    asking = client_of(nia).post(reverse("incidents:ask_for_buddy", args=[incident.pk]))
    assert asking.url == f"{incident.get_absolute_url()}#buddy"
    buddy = Buddy.objects.get()

    page = client_of(ines).get(buddy.get_absolute_url())
    assert "Nia Okafor would be glad of somebody beside them" in page.content.decode()
    press = client_of(ines).post(reverse("incidents:sit_with", args=[buddy.pk]))
    assert press.url == f"{incident.get_absolute_url()}#buddy"
    client_of(nia).post(reverse("incidents:part_from_buddy", args=[buddy.pk]))

    buddy.refresh_from_db()
    assert (buddy.buddy, buddy.ended_at is None) == (ines, False)


def test_whoever_comes_second_is_thanked(team, nia, client_of):
    first, second = (UserFactory(is_senior=True, team=team) for _ in range(2))
    buddy = ask_for_buddy(IncidentFactory(by=nia), by=nia)
    sit_with(buddy, by=first)

    response = client_of(second).post(reverse("incidents:sit_with", args=[buddy.pk]))

    assert response.status_code == 422
    assert "They are looked after now" in response.content.decode()
    assert first.get_full_name() not in response.content.decode()


def test_nobody_else_reaches_its_page(buddy, client_of):
    for other in (TechLeadFactory(), UserFactory(role=Role.ADMIN), UserFactory()):
        client = client_of(other)
        assert client.get(buddy.get_absolute_url()).status_code == 404
        for name in ("sit_with", "part_from_buddy"):
            assert client.post(reverse(f"incidents:{name}", args=[buddy.pk])).status_code == 404


def test_a_second_time_filer_is_told_what_there_is_instead(nia, incident, client_of):
    second = declare_incident(by=nia, title="Again")

    page = client_of(nia).post(reverse("incidents:ask_for_buddy", args=[second.pk]), follow=True)

    assert "Ask for a hand in the room" in page.content.decode()


def test_strangers_and_readers_do_none_of_it(nia, buddy, incident, client_of):
    part_from_buddy(buddy, by=nia)
    nia.role = Role.READER
    nia.save()
    addresses = [
        reverse("incidents:ask_for_buddy", args=[incident.pk]),
        reverse("incidents:sit_with", args=[buddy.pk]),
        reverse("incidents:part_from_buddy", args=[buddy.pk]),
    ]

    for address in addresses:
        assert client_of(nia).post(address).status_code == 403
        assert Client().post(address).url.startswith("/accounts/login/")
        assert client_of(nia).get(address).status_code in (403, 405)

    assert Buddy.objects.count() == 1
