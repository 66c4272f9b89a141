from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import (
    add_note,
    hand_over_lead,
    join_incident,
    mark_key_moment,
    post_update,
    take_role,
)
from incidents.models import ResponseRole, Severity
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


def roles(incident):
    return {one.user: one.role for one in incident.participations.all()}


def reminded(incident):
    nudges = Nudge.objects.open().filter(kind="update_due", about_id=incident.pk)
    return {one.recipient: one.due_at for one in nudges}


def test_joining_twice_is_joining_once():
    incident, ines = IncidentFactory(), UserFactory()

    join_incident(incident, by=ines)
    join_incident(incident, by=ines)

    assert roles(incident)[ines] == ResponseRole.RESPONDER
    assert incident.timeline.filter(kind="joined").count() == 1


def test_joining_twice_at_once_is_joining_once(race):
    incident, ines = IncidentFactory(), UserFactory()

    assert race(4, lambda: join_incident(incident, by=ines)) == ["ok"] * 4

    assert incident.participations.filter(user=ines).count() == 1
    assert incident.timeline.filter(kind="joined").count() == 1


def test_handing_over_the_lead_leaves_one_lead_and_keeps_the_other():
    nia, ines = UserFactory(), UserFactory(display_name="Ines Duarte")
    incident = IncidentFactory(by=nia)
    hand_over_lead(incident, by=nia, to=nia)

    hand_over_lead(incident, by=nia, to=ines, note="The rollback is running.")

    assert roles(incident) == {nia: ResponseRole.RESPONDER, ines: ResponseRole.LEAD}
    latest = incident.timeline.newest_first().first()
    assert latest.text == "Ines leads now. The rollback is running."


def test_two_who_take_the_lead_at_once_leave_one_lead(race):
    nia, ines = UserFactory(), UserFactory()
    incident = IncidentFactory(by=nia)

    outcomes = race(
        2,
        [
            lambda: hand_over_lead(incident, by=nia, to=nia),
            lambda: hand_over_lead(incident, by=ines, to=ines),
        ],
    )

    assert outcomes == ["ok", "ok"]
    assert sorted(roles(incident).values()) == [ResponseRole.LEAD, ResponseRole.RESPONDER]
    assert incident.timeline.filter(kind="role").count() == 2


@pytest.mark.parametrize("who", [{"role": Role.READER}, {"is_active": False}])
def test_whoever_cannot_write_cannot_lead(who):
    incident, somebody = IncidentFactory(), UserFactory(**who)

    with pytest.raises(DomainError, match="cannot take this on"):
        hand_over_lead(incident, by=UserFactory(), to=somebody)

    assert ResponseRole.LEAD not in roles(incident).values()


def test_whoever_leads_already_is_not_made_lead_again():
    incident, ines = IncidentFactory(), UserFactory()
    hand_over_lead(incident, by=ines, to=ines)

    with pytest.raises(DomainError, match="leads this incident already"):
        hand_over_lead(incident, by=ines, to=ines)


def test_what_is_over_needs_no_lead():
    incident, ines = IncidentFactory(is_over=True), UserFactory()

    with pytest.raises(DomainError, match="needs no lead"):
        hand_over_lead(incident, by=ines, to=ines)


@pytest.mark.parametrize("role", ResponseRole.values)
def test_anyone_may_say_what_they_do_here(role):
    incident, ines = IncidentFactory(), UserFactory()

    here = take_role(incident, by=ines, role=role)

    assert (here.user, here.role) == (ines, role)
    assert incident.timeline.filter(kind="role").count() == 1


def test_a_note_stands_where_it_happened():
    incident, ines = IncidentFactory(), UserFactory()
    before = incident.declared_at - timedelta(minutes=10)

    entry = add_note(incident, by=ines, text="Latency rose.", occurred_at=before)

    assert incident.timeline.oldest_first().first() == entry
    assert entry.recorded_at > entry.occurred_at
    assert entry.author == ines


def test_a_note_can_be_added_after_the_end():
    incident = IncidentFactory(is_over=True)

    entry = add_note(incident, by=UserFactory(), text="The cache is warm again.")

    assert entry in incident.timeline.all()


def test_a_note_from_the_future_is_refused_beside_its_time():
    incident = IncidentFactory()

    with pytest.raises(DomainError) as refused:
        add_note(
            incident,
            by=UserFactory(),
            text="It worked.",
            occurred_at=timezone.now() + timedelta(minutes=1),
        )

    assert refused.value.message_dict == {"occurred_at": ["That time has not come yet."]}
    assert not incident.timeline.filter(kind="note").exists()


def test_key_moments_are_marked_and_unmarked():
    incident, ines = IncidentFactory(), UserFactory()
    entry = add_note(incident, by=ines, text="The first alert.")

    mark_key_moment(entry, by=ines, is_key_moment=True)
    assert entry in incident.timeline.key_moments()

    mark_key_moment(entry, by=ines, is_key_moment=False)
    assert entry not in incident.timeline.key_moments()


def test_an_update_says_how_things_are_and_when_more_is_said():
    incident, ines = IncidentFactory(severity=Severity.CRITICAL), UserFactory()
    now = timezone.now()

    update = post_update(
        incident,
        by=ines,
        conditions="Half of checkout is slow.",
        actions="Rolling back.",
        needs="Someone who knows the queue.",
        at=now,
    )

    incident.refresh_from_db()
    assert update.next_update_at == incident.next_update_at == now + timedelta(minutes=30)
    assert update.entry.text == (
        "Half of checkout is slow.\n\nRolling back.\n\nSomeone who knows the queue."
    )
    assert update.entry.kind == "update"


def test_an_update_may_name_its_own_next_time():
    incident, soon = IncidentFactory(), timezone.now() + timedelta(minutes=15)

    update = post_update(
        incident, by=UserFactory(), conditions="Still looking.", next_update_at=soon
    )

    incident.refresh_from_db()
    assert update.next_update_at == incident.next_update_at == soon


def test_the_next_update_is_later_than_this_one():
    incident, now = IncidentFactory(), timezone.now()

    with pytest.raises(DomainError) as refused:
        post_update(incident, by=UserFactory(), conditions="…", at=now, next_update_at=now)

    assert list(refused.value.message_dict) == ["next_update_at"]
    assert not incident.updates.exists()
    assert not incident.timeline.filter(kind="update").exists()


def test_what_is_over_gets_no_update():
    with pytest.raises(DomainError, match="is over"):
        post_update(IncidentFactory(is_over=True), by=UserFactory(), conditions="…")


def test_lead_and_communications_are_reminded_five_minutes_before_an_update():
    lead, speaker, helper = UserFactory(), UserFactory(), UserFactory()
    incident = IncidentFactory(by=helper)
    take_role(incident, by=speaker, role=ResponseRole.COMMUNICATIONS)
    hand_over_lead(incident, by=lead, to=lead)
    soon = timezone.now() + timedelta(minutes=45)

    post_update(incident, by=lead, conditions="Still looking.", next_update_at=soon)

    five_minutes_before = soon - timedelta(minutes=5)
    assert reminded(incident) == {lead: five_minutes_before, speaker: five_minutes_before}


def test_an_update_replaces_the_reminder_for_the_one_before():
    lead = UserFactory()
    incident = IncidentFactory(by=lead, severity=Severity.CRITICAL)
    hand_over_lead(incident, by=lead, to=lead)
    soon = timezone.now() + timedelta(minutes=45)

    post_update(incident, by=lead, conditions="Still looking.", next_update_at=soon)

    assert reminded(incident) == {lead: soon - timedelta(minutes=5)}


def test_the_reminder_goes_with_the_role():
    first, second = UserFactory(), UserFactory()
    incident = IncidentFactory(by=first, severity=Severity.CRITICAL)
    take_role(incident, by=first, role=ResponseRole.LEAD)
    assert list(reminded(incident)) == [first]

    take_role(incident, by=second, role=ResponseRole.LEAD)
    assert list(reminded(incident)) == [second]

    take_role(incident, by=first, role=ResponseRole.COMMUNICATIONS)
    assert set(reminded(incident)) == {first, second}

    take_role(incident, by=second, role=ResponseRole.RESPONDER)
    assert list(reminded(incident)) == [first]


def test_nobody_is_reminded_once_it_is_over():
    lead = UserFactory()
    incident = IncidentFactory(by=lead, severity=Severity.CRITICAL)
    hand_over_lead(incident, by=lead, to=lead)

    resolve_incident(incident, by=lead, summary="")

    assert reminded(incident) == {}


def test_a_role_that_speaks_for_nobody_leaves_the_reminder_as_it_is():
    lead = UserFactory()
    incident = IncidentFactory(by=lead, severity=Severity.CRITICAL)
    take_role(incident, by=lead, role=ResponseRole.LEAD)
    before = Nudge.objects.get(kind="update_due")

    take_role(incident, by=UserFactory(), role=ResponseRole.SCRIBE)

    assert Nudge.objects.get(kind="update_due") == before


def test_a_note_sent_twice_is_one_note():
    incident, nia = IncidentFactory(), UserFactory()

    once = add_note(incident, by=nia, text="The queue grows.")
    again = add_note(incident, by=nia, text="The queue grows.")

    assert once == again
    assert incident.timeline.filter(kind="note").count() == 1


def test_an_update_sent_twice_is_one_update():
    incident, nia = IncidentFactory(), UserFactory()

    once = post_update(incident, by=nia, conditions="Still looking.")
    again = post_update(incident, by=nia, conditions="Still looking.")

    assert once == again
    assert incident.updates.count() == 1


def test_whoever_is_handed_the_lead_is_told_until_it_is_over():
    incident, nia, ines = IncidentFactory(), UserFactory(), UserFactory()

    hand_over_lead(incident, by=nia, to=ines)
    told = Nudge.objects.open().filter(kind="lead", recipient=ines)
    assert told.count() == 1

    resolve_incident(incident, by=nia, summary="")
    assert told.count() == 0


@pytest.mark.parametrize("year", [2, 9998])
def test_a_year_that_pages_could_not_read_is_refused(year):
    incident, nia = IncidentFactory(), UserFactory()
    moment = timezone.now().replace(year=year, month=6, day=1)

    with pytest.raises(DomainError, match="Check the year"):
        add_note(incident, by=nia, text="Seen.", occurred_at=moment)
    with pytest.raises(DomainError, match="Check the year"):
        post_update(incident, by=nia, conditions="Looking.", next_update_at=moment)
