from datetime import time, timedelta

import pytest
from django.utils import timezone

from incidents.domain.filing import declare_incident
from incidents.domain.helping import (
    ask_for_help,
    finish_help,
    take_help_request,
    widen,
    withdraw_help_request,
)
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import hand_over_lead, join_incident
from incidents.models import HelpRequest, Incident, Mode, Reach
from incidents.queries.helpers import MOST_ASKED
from incidents.tasks import widen_help_requests
from nudges.models import Nudge
from nudges.models.nudge import State
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
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def samira():
    return UserFactory(display_name="Samira Roy")


@pytest.fixture
def ledger(samira):
    service = ServiceFactory()
    service.experts.add(samira)
    return service


@pytest.fixture
def incident(nia, ledger):
    return IncidentFactory(by=nia, services=[ledger])


def asleep(**fields):
    """Somebody for whom it is not a working day."""
    day = (timezone.now().weekday() + 3) % 7
    return UserFactory(workdays=[day], workday_starts=time(9), workday_ends=time(17), **fields)


def asked(request):
    nudges = Nudge.objects.filter(kind="help_wanted", about_id=request.pk)
    return {nudge.recipient for nudge in nudges}


def still_asked(request):
    nudges = Nudge.objects.open().filter(kind="help_wanted", about_id=request.pk)
    return {nudge.recipient for nudge in nudges}


def lines(incident):
    return [
        (one.text, one.is_key_moment)
        for one in incident.timeline.filter(kind="help").oldest_first()
    ]


def wait(request, minutes):
    """Let so many minutes pass."""
    HelpRequest.objects.filter(pk=request.pk).update(
        asked_at=request.asked_at - timedelta(minutes=minutes),
        widen_at=request.widen_at - timedelta(minutes=minutes),
    )
    widen(request.pk)
    request.refresh_from_db()


def test_it_goes_to_those_who_know_the_services(incident, nia, samira):
    request = ask_for_help(incident, by=nia, about="the rows that point at the wrong account.")

    assert asked(request) == {samira}
    assert request.reach == Reach.KNOWS_THE_SERVICE
    assert request.widen_at == request.asked_at + timedelta(minutes=5)
    text = "Asked for a hand: the rows that point at the wrong account."
    assert lines(incident) == [(text, True)]


def test_it_can_be_asked_without_a_word(incident, nia):
    ask_for_help(incident, by=nia)

    assert lines(incident) == [("Asked for a hand.", True)]


def test_those_who_cannot_come_or_are_here_are_not_asked(incident, nia, samira, ledger):
    ledger.experts.add(
        nia, UserFactory(role=Role.READER), UserFactory(is_active=False), here := UserFactory()
    )
    join_incident(incident, by=here)

    assert asked(ask_for_help(incident, by=nia)) == {samira}


def test_whoever_is_at_work_is_asked_and_the_others_may_rest(incident, nia, samira, ledger):
    ledger.experts.add(asleep())

    assert asked(ask_for_help(incident, by=nia)) == {samira}


def test_with_nobody_at_work_it_wakes_those_who_know_it(nia):
    ledger, expert = ServiceFactory(), asleep()
    ledger.experts.add(expert)
    incident = IncidentFactory(by=nia, services=[ledger])

    request = ask_for_help(incident, by=nia)

    assert asked(request) == {expert}
    assert request.reach == Reach.KNOWS_THE_SERVICE


def test_it_widens_to_similar_incidents_and_then_to_everyone_around(incident, nia, samira, ledger):
    was_there, elsewhere, resting = UserFactory(), UserFactory(), asleep()
    ledger.experts.add(resting)
    join_incident(IncidentFactory(by=nia, services=[ledger], is_over=True), by=was_there)
    asleep()
    request = ask_for_help(incident, by=nia)

    wait(request, 5)
    assert asked(request) == {samira, was_there}
    assert (request.reach, request.widen_at) == (
        Reach.WAS_IN_SIMILAR,
        request.asked_at + timedelta(minutes=10),
    )

    wait(request, 5)
    assert asked(request) == {samira, was_there, elsewhere, resting}
    assert (request.reach, request.widen_at) == (Reach.OTHERS_AROUND, None)


def test_practice_is_no_similar_incident(nia, ledger, samira):
    there = UserFactory()
    join_incident(IncidentFactory(by=nia, services=[ledger], mode=Mode.PRACTICE), by=there)
    request = ask_for_help(IncidentFactory(by=nia, services=[ledger]), by=nia)

    wait(request, 5)

    assert asked(request) == {samira}
    assert request.reach == Reach.WAS_IN_SIMILAR


def test_with_no_service_named_everyone_around_is_asked_at_once(nia):
    others = {UserFactory(), UserFactory(is_senior=True)}

    request = ask_for_help(IncidentFactory(by=nia), by=nia)

    assert asked(request) == others
    assert (request.reach, request.widen_at) == (Reach.OTHERS_AROUND, None)


def test_a_few_are_asked_at_a_time_however_many_there_are(nia, ledger, incident):
    ledger.experts.add(*(UserFactory() for _ in range(8)))
    request = ask_for_help(incident, by=nia)
    assert len(asked(request)) == MOST_ASKED[Reach.KNOWS_THE_SERVICE]

    similar = IncidentFactory(by=nia, services=[ledger], is_over=True)
    for _ in range(8):
        join_incident(similar, by=UserFactory())
    nearest = asked(request)
    wait(request, 5)
    assert len(asked(request) - nearest) == MOST_ASKED[Reach.WAS_IN_SIMILAR]


def test_of_those_around_seniors_come_first(nia, monkeypatch):
    monkeypatch.setattr("incidents.queries.helpers.MOST_AT_LAST", 3)
    seniors = {UserFactory(is_senior=True), UserFactory(is_senior=True)}
    for _ in range(5):
        UserFactory()

    request = ask_for_help(IncidentFactory(by=nia), by=nia)

    assert len(asked(request)) == 3
    assert asked(request) >= seniors


def test_in_the_middle_of_the_night_somebody_is_asked_all_the_same(nia):
    senior = asleep(is_senior=True)
    asleep()

    assert asked(ask_for_help(IncidentFactory(by=nia), by=nia)) == {senior}


def test_nobody_to_ask_is_no_trouble(nia):
    request = ask_for_help(IncidentFactory(by=nia), by=nia)

    assert asked(request) == set()
    assert request.is_open


def test_company_is_wanted_of_the_own_team_first(nia):
    team = TeamFactory()
    lead, senior = TechLeadFactory(leads=team), UserFactory(team=team, is_senior=True)
    other, peer = TechLeadFactory(), UserFactory(team=team)
    nia.team = team
    nia.save()
    incident = IncidentFactory(by=nia)

    request = ask_for_help(incident, by=nia, is_for_company=True)
    assert asked(request) == {lead, senior}

    wait(request, 5)
    assert asked(request) == {lead, senior, other}

    wait(request, 5)
    assert asked(request) == {lead, senior, other, peer}
    assert lines(incident) == [("Would like some company.", False)]


def test_only_those_who_may_see_a_restricted_incident_are_asked(incident, nia, samira, ledger):
    ledger.experts.add(let_in := UserFactory())
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)
    incident.accesses.create(user=let_in)

    request = ask_for_help(incident, by=nia)
    for _ in range(2):
        wait(request, 5)

    assert asked(request) == {let_in}


def test_practice_asks_those_who_are_in_it_and_stays_in_the_app(nia, samira, ledger):
    jo = UserFactory()
    incident = IncidentFactory(by=nia, services=[ledger], mode=Mode.PRACTICE)
    join_incident(incident, by=jo)

    request = ask_for_help(incident, by=nia, about="the rows")

    assert asked(request) == {jo}
    assert request.widen_at is None
    assert Nudge.objects.get(kind="help_wanted").stays_in_app


def test_the_same_line_twice_within_a_minute_is_one_request(incident, nia):
    first = ask_for_help(incident, by=nia, about="the rows")

    assert ask_for_help(incident, by=nia, about="the  rows ") == first
    assert ask_for_help(incident, by=nia, about="the customers") != first
    later = first.asked_at + timedelta(minutes=2)
    assert ask_for_help(incident, by=nia, about="the rows", at=later) != first


def test_asking_twice_at_once_is_one_request(race):
    nia, samira, ledger = UserFactory(), UserFactory(), ServiceFactory()
    ledger.experts.add(samira)
    incident = IncidentFactory(by=nia, services=[ledger])

    assert race(3, lambda: ask_for_help(incident, by=nia, about="the rows")) == ["ok"] * 3

    request = incident.help_requests.get()
    assert len(lines(incident)) == 1
    assert Nudge.objects.filter(kind="help_wanted", about_id=request.pk).count() == 1


def test_what_is_over_asks_nobody(nia):
    with pytest.raises(DomainError, match="is over"):
        ask_for_help(IncidentFactory(by=nia, is_over=True), by=nia)


def test_whoever_asks_is_here(incident):
    ines = UserFactory()

    ask_for_help(incident, by=ines)

    assert incident.participations.filter(user=ines).exists()


def test_whoever_takes_it_is_on_the_way_and_here(incident, nia, samira):
    request = ask_for_help(incident, by=nia)

    taken = take_help_request(request, by=samira)

    assert (taken.taken_by, taken.widen_at) == (samira, None)
    assert incident.participations.filter(user=samira).exists()
    assert still_asked(request) == set()
    assert lines(incident)[-1] == ("On the way.", True)
    assert not incident.timeline.filter(kind="joined").exists()
    told = Nudge.objects.get(kind="on_my_way")
    assert (told.recipient, told.about) == (nia, request)


def test_taking_it_twice_is_taking_it_once(incident, nia, samira):
    request = ask_for_help(incident, by=nia)

    take_help_request(request, by=samira)
    take_help_request(request, by=samira)

    assert len(lines(incident)) == 2


def test_nobody_takes_what_they_asked_for(incident, nia):
    request = ask_for_help(incident, by=nia)

    with pytest.raises(DomainError, match="somebody else will come"):
        take_help_request(request, by=nia)


def test_two_who_take_it_at_once_leave_one_and_the_other_knows(race):
    nia, ledger = UserFactory(), ServiceFactory()
    samira, jo = UserFactory(display_name="Samira"), UserFactory(display_name="Jo")
    ledger.experts.add(samira, jo)
    incident = IncidentFactory(by=nia, services=[ledger])
    request = ask_for_help(incident, by=nia)

    outcomes = race(2, [lambda who=who: take_help_request(request, by=who) for who in (samira, jo)])

    assert sorted(outcomes) == ["DomainError", "ok"]
    first, second = (samira, jo) if outcomes[0] == "ok" else (jo, samira)
    request.refresh_from_db()
    assert request.taken_by == first
    assert not incident.participations.filter(user=second).exists()
    with pytest.raises(
        DomainError, match=f"{first} is on the way already. You are welcome to come"
    ):
        take_help_request(request, by=second)
    assert incident.timeline.filter(text="On the way.").count() == 1
    assert Nudge.objects.filter(kind="on_my_way").count() == 1


def test_withdrawing_it_ends_what_others_were_asked(incident, nia, samira):
    request = ask_for_help(incident, by=nia)

    withdraw_help_request(request, by=nia)
    withdraw_help_request(request, by=nia)

    assert still_asked(request) == set()
    assert lines(incident)[1:] == [("No hand needed any more.", False)]
    with pytest.raises(DomainError, match="Thank you for wanting to come"):
        take_help_request(request, by=samira)


def test_whoever_leads_may_withdraw_it_and_others_may_not(incident, nia):
    request, lead = ask_for_help(incident, by=nia), UserFactory()
    hand_over_lead(incident, by=nia, to=lead)

    with pytest.raises(DomainError, match="Whoever asked can say this"):
        withdraw_help_request(request, by=UserFactory())
    assert withdraw_help_request(request, by=lead).ended_at


def test_withdrawing_while_somebody_takes_it_has_one_outcome(race):
    nia, samira, ledger = UserFactory(), UserFactory(display_name="Samira"), ServiceFactory()
    ledger.experts.add(samira)
    incident = IncidentFactory(by=nia, services=[ledger])
    request = ask_for_help(incident, by=nia)

    withdrawn, taken = race(
        2,
        [
            lambda: withdraw_help_request(request, by=nia),
            lambda: take_help_request(request, by=samira),
        ],
    )

    assert sorted([withdrawn, taken]) == ["DomainError", "ok"]
    request.refresh_from_db()
    assert (request.taken_by == samira) == (taken == "ok")
    assert (request.ended_at is not None) == (withdrawn == "ok")
    assert still_asked(request) == set()


def test_an_asker_hears_that_somebody_came_just_before(incident, nia, samira):
    request = ask_for_help(incident, by=nia)
    take_help_request(request, by=samira)

    with pytest.raises(DomainError, match=r"Samira is on the way already\. Let them know"):
        withdraw_help_request(request, by=nia)


def test_what_was_done_together_is_done(incident, nia, samira):
    request = ask_for_help(incident, by=nia)
    with pytest.raises(DomainError, match="Nobody has come"):
        finish_help(request, by=nia)
    take_help_request(request, by=samira)
    with pytest.raises(DomainError, match="work on it together"):
        finish_help(request, by=UserFactory())

    finish_help(request, by=samira)
    finish_help(request, by=nia)

    assert lines(incident)[2:] == [("Done, together.", False)]
    request.refresh_from_db()
    assert request.taken_by == samira
    assert request.ended_at


def test_the_end_of_the_incident_ends_the_asking(incident, nia):
    request = ask_for_help(incident, by=nia)

    resolve_incident(incident, by=nia, summary="")

    request.refresh_from_db()
    assert (bool(request.ended_at), request.widen_at) == (True, None)
    ended = Nudge.objects.get(kind="help_wanted")
    assert (ended.state, ended.ended_because) == (State.DONE, "the incident is over")


def test_two_schedulers_widen_it_once(race):
    nia, ledger = UserFactory(), ServiceFactory()
    ledger.experts.add(UserFactory())
    there = UserFactory()
    join_incident(IncidentFactory(by=nia, services=[ledger], is_over=True), by=there)
    request = ask_for_help(IncidentFactory(by=nia, services=[ledger]), by=nia)
    HelpRequest.objects.filter(pk=request.pk).update(widen_at=timezone.now())

    assert race(3, lambda: widen(request.pk)) == ["ok"] * 3

    request.refresh_from_db()
    assert request.reach == Reach.WAS_IN_SIMILAR
    assert Nudge.objects.filter(kind="help_wanted", recipient=there).count() == 1


def test_widening_while_somebody_takes_it_asks_nobody_in_the_end(race):
    nia, samira, ledger = UserFactory(), UserFactory(), ServiceFactory()
    ledger.experts.add(samira)
    join_incident(IncidentFactory(by=nia, services=[ledger], is_over=True), by=UserFactory())
    request = ask_for_help(IncidentFactory(by=nia, services=[ledger]), by=nia)
    HelpRequest.objects.filter(pk=request.pk).update(widen_at=timezone.now())

    acts = [lambda: widen(request.pk), lambda: take_help_request(request, by=samira)]
    assert race(2, acts) == ["ok", "ok"]

    request.refresh_from_db()
    assert (request.taken_by, request.widen_at) == (samira, None)
    assert still_asked(request) == set()


def test_the_schedule_widens_what_is_due(incident, nia, samira, ledger, work):
    there = UserFactory()
    join_incident(IncidentFactory(by=nia, services=[ledger], is_over=True), by=there)
    request, early = ask_for_help(incident, by=nia), ask_for_help(incident, by=nia, about="rows")
    HelpRequest.objects.filter(pk=request.pk).update(widen_at=timezone.now())

    with work():
        widen_help_requests()

    assert asked(request) == {samira, there}
    assert asked(early) == {samira}


def test_nobody_is_asked_further_once_somebody_came(incident, nia, samira):
    UserFactory()
    request = ask_for_help(incident, by=nia)
    take_help_request(request, by=samira)

    widen(request.pk)

    assert asked(request) == {samira}


def test_a_request_is_seen_by_those_who_see_its_incident(incident, nia):
    request, ines = ask_for_help(incident, by=nia), UserFactory()
    assert request in HelpRequest.objects.visible_to(ines)

    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)

    assert request not in HelpRequest.objects.visible_to(ines)
    assert request in HelpRequest.objects.visible_to(nia)


def test_a_record_tells_nobody(nia):
    declare_incident(by=nia, title="Long ago", mode=Mode.RECORD)

    assert not Nudge.objects.exists()
