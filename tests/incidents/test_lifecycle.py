from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.lifecycle import (
    change_status,
    reopen_incident,
    resolve_incident,
    set_severity,
    skip_write_up,
    stand_down,
)
from incidents.domain.room import hand_over_lead, join_incident
from incidents.models import Mode, Severity, Status
from nudges.models import Nudge
from people.errors import DomainError
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


def moments(incident):
    return [(one.kind, one.text, one.is_key_moment) for one in incident.timeline.oldest_first()]


def open_nudges(kind):
    return [one.recipient for one in Nudge.objects.open().filter(kind=kind).order_by("pk")]


def test_any_forward_step_may_be_skipped():
    incident, nia = IncidentFactory(), UserFactory()

    incident = change_status(incident, by=nia, status=Status.MONITORING)

    assert incident.status == Status.MONITORING
    assert incident.mitigated_at is not None
    assert moments(incident)[-1] == ("status", "Monitoring.", True)


def test_going_back_keeps_when_it_was_first_mitigated():
    incident, nia = IncidentFactory(), UserFactory()
    first = timezone.now() - timedelta(minutes=20)

    change_status(incident, by=nia, status=Status.MONITORING, at=first)
    change_status(incident, by=nia, status=Status.INVESTIGATING)
    incident = change_status(incident, by=nia, status=Status.MONITORING)

    assert incident.mitigated_at == first


@pytest.mark.parametrize("status", [Status.RESOLVED, Status.STOOD_DOWN, "unheard of"])
def test_status_ends_only_by_resolving_or_standing_down(status):
    incident = IncidentFactory()

    with pytest.raises(DomainError, match="form of its own"):
        change_status(incident, by=UserFactory(), status=status)

    incident.refresh_from_db()
    assert incident.status == Status.INVESTIGATING


def test_the_same_status_again_is_refused():
    incident = IncidentFactory()

    with pytest.raises(DomainError, match="marked as investigating already"):
        change_status(incident, by=UserFactory(), status=Status.INVESTIGATING)

    assert incident.timeline.count() == 1


def test_the_same_status_twice_at_once_leaves_one_entry(race):
    incident, nia = IncidentFactory(), UserFactory()

    outcomes = race(2, lambda: change_status(incident, by=nia, status=Status.MITIGATING))

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert incident.timeline.filter(kind="status").count() == 1


def test_severity_decides_when_the_next_update_is_due():
    incident, nia, now = IncidentFactory(), UserFactory(), timezone.now()

    incident = set_severity(incident, by=nia, severity=Severity.CRITICAL, at=now)
    assert incident.next_update_at == now + timedelta(minutes=30)

    incident = set_severity(incident, by=nia, severity=Severity.MAJOR, at=now)
    assert incident.next_update_at == now + timedelta(minutes=60)

    incident = set_severity(incident, by=nia, severity=Severity.MINOR, at=now)
    assert incident.next_update_at is None
    assert moments(incident)[-1] == ("status", "Severity: Minor.", False)


def test_resolving_thanks_and_checks_in_with_everyone_who_was_there():
    nia, ines = UserFactory(), UserFactory()
    incident = IncidentFactory(by=nia, severity=Severity.MINOR)
    join_incident(incident, by=ines)

    incident = resolve_incident(incident, by=ines, summary="Rolled back to 4.2.")

    assert incident.status == Status.RESOLVED
    assert incident.resolved_at == incident.mitigated_at
    assert incident.next_update_at is None
    assert moments(incident)[-1] == ("resolved", "Rolled back to 4.2.", True)
    assert open_nudges("check_in") == [nia, ines]
    assert open_nudges("write_up") == []


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.MAJOR])
def test_resolving_something_big_proposes_a_write_up_to_its_lead(severity):
    ines = UserFactory()
    incident = IncidentFactory(severity=severity)
    hand_over_lead(incident, by=ines, to=ines)

    resolve_incident(incident, by=ines, summary="")

    assert open_nudges("write_up") == [ines]


def test_without_a_lead_the_write_up_is_proposed_to_whoever_was_there_first():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, severity=Severity.MAJOR)
    join_incident(incident, by=UserFactory())

    resolve_incident(incident, by=nia, summary="")

    assert open_nudges("write_up") == [nia]


def test_resolving_needs_no_words():
    incident = resolve_incident(IncidentFactory(), by=UserFactory(), summary="")

    assert moments(incident)[-1] == ("resolved", "Resolved.", True)


def test_standing_down_checks_in_and_proposes_no_write_up():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, severity=Severity.CRITICAL)

    incident = stand_down(incident, by=nia, summary="The dashboard was wrong.")

    assert incident.status == Status.STOOD_DOWN
    assert moments(incident)[-1] == ("stood_down", "The dashboard was wrong.", True)
    assert open_nudges("check_in") == [nia]
    assert open_nudges("write_up") == []


def test_practice_is_resolved_without_asking_anybody_outside():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, mode=Mode.PRACTICE, severity=Severity.CRITICAL)

    resolve_incident(incident, by=UserFactory(), summary="")

    assert open_nudges("check_in") == [nia]
    assert open_nudges("write_up") == []
    assert not Nudge.objects.filter(stays_in_app=False).exists()


@pytest.mark.parametrize(
    "verb",
    [
        lambda incident, by: resolve_incident(incident, by=by, summary=""),
        lambda incident, by: stand_down(incident, by=by, summary=""),
        lambda incident, by: change_status(incident, by=by, status=Status.MONITORING),
        lambda incident, by: set_severity(incident, by=by, severity=Severity.MINOR),
    ],
)
def test_what_is_over_stays_as_it_is(verb):
    incident = IncidentFactory(is_over=True)
    before = moments(incident)

    with pytest.raises(DomainError):
        verb(incident, UserFactory())

    incident.refresh_from_db()
    assert incident.status == Status.RESOLVED
    assert moments(incident) == before


def test_resolving_twice_at_once_leaves_one_entry_and_one_round_of_nudges(race):
    incident, ines = IncidentFactory(severity=Severity.MAJOR), UserFactory()

    outcomes = race(2, lambda: resolve_incident(incident, by=ines, summary="Rolled back."))

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert incident.timeline.filter(kind="resolved").count() == 1
    assert Nudge.objects.filter(kind="check_in").count() == 1
    assert Nudge.objects.filter(kind="write_up").count() == 1


def test_reopening_takes_a_reason_and_ends_what_came_after():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, severity=Severity.MAJOR, is_over=True)

    incident = reopen_incident(incident, by=nia, reason="The queue grows again.")

    assert incident.status == Status.INVESTIGATING
    assert incident.resolved_at is None
    assert incident.next_update_at is not None
    assert moments(incident)[-1] == ("reopened", "Reopened. The queue grows again.", True)
    assert open_nudges("check_in") == open_nudges("write_up") == []


def test_resolving_after_reopening_checks_in_once_more():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, is_over=True)
    incident = reopen_incident(incident, by=nia, reason="Not over.")

    resolve_incident(incident, by=nia, summary="Now it is.")

    assert open_nudges("check_in") == [nia]


def test_what_is_open_cannot_be_reopened():
    with pytest.raises(DomainError, match="open already"):
        reopen_incident(IncidentFactory(), by=UserFactory(), reason="…")


def test_a_write_up_is_skipped_with_a_reason_that_stays():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, severity=Severity.MAJOR, is_over=True)

    incident = skip_write_up(incident, by=nia, reason="The same as INC-7.")

    assert incident.write_up_skipped_because == "The same as INC-7."
    assert moments(incident)[-1] == ("write_up", "No write-up this time. The same as INC-7.", False)
    assert open_nudges("write_up") == []


def test_a_write_up_is_not_skipped_while_the_incident_is_open():
    with pytest.raises(DomainError, match="once the incident is over"):
        skip_write_up(IncidentFactory(), by=UserFactory(), reason="Too busy.")
