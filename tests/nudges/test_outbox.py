"""What is put in the outbox, listed, put off, stopped and ended."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from incidents.models import Incident
from nudges.domain.outbox import end, nudge, snooze, stop
from nudges.domain.saying import say
from nudges.models import Nudge
from nudges.models.nudge import State
from nudges.queries import waiting_for
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}


@pytest.fixture
def incident():
    return IncidentFactory(mode="record")


def listed(user):
    return [one.nudge.kind for one in waiting_for(user).listed]


def only():
    return Nudge.objects.get()


def test_saying_the_same_twice_is_saying_it_once(incident):
    nia, ines = UserFactory(), UserFactory()

    nudge("check_in", about=incident, to=[nia])
    nudge("check_in", about=incident, to=[nia, ines])

    assert [one.recipient for one in Nudge.objects.order_by("pk")] == [nia, ines]


def test_saying_it_again_takes_a_word(incident):
    nia = UserFactory()

    nudge("check_in", about=incident, to=[nia])
    nudge("check_in", about=incident, to=[nia], again="second")

    assert Nudge.objects.count() == 2


def test_a_nudge_is_written_with_what_it_is_about_or_not_at_all():
    @transaction.atomic
    def declare_and_fail():
        IncidentFactory()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        declare_and_fail()

    assert not Nudge.objects.exists()
    assert not Incident.objects.exists()


def test_the_same_nudge_at_once_is_one(race):
    incident, nia = IncidentFactory(mode="record"), UserFactory()

    def say_it():
        with transaction.atomic():
            nudge("check_in", about=incident, to=[nia])

    assert race(6, say_it) == ["ok"] * 6

    assert Nudge.objects.count() == 1


def test_what_is_due_is_listed_and_what_is_not_yet_due_is_not(incident):
    nia = UserFactory(**OFFICE)

    with time_machine.travel(MONDAY, tick=False) as clock:
        nudge("review_waiting", about=incident, to=[nia])
        nudge("check_in", about=incident, to=[nia])
        assert listed_kinds(nia) == ["review_waiting"]

        clock.shift(timedelta(days=1))
        assert listed_kinds(nia) == ["review_waiting", "check_in"]


def listed_kinds(user):
    return list(
        Nudge.objects.visible_to(user).listed().order_by("pk").values_list("kind", flat=True)
    )


def test_a_list_shows_nobody_elses_nudges(incident):
    nudge("update_due", about=incident, to=[UserFactory()])

    assert listed(UserFactory()) == []


def test_the_list_leaves_out_what_is_about_nothing_any_more(incident):
    nia = UserFactory()
    nudge("update_due", about=incident, to=[nia])
    assert listed(nia) == ["update_due"]

    incident.delete()

    assert listed(nia) == []


def test_snoozing_puts_it_off_until_the_next_working_morning(incident):
    nia = UserFactory(**OFFICE)
    friday = MONDAY - timedelta(days=3)
    with time_machine.travel(friday, tick=False) as clock:
        nudge("update_due", about=incident, to=[nia])
        say(only().pk)

        snooze(only(), by=nia)

        assert (only().state, only().due_at) == (State.SNOOZED, MONDAY.replace(hour=9))
        assert listed(nia) == []
        clock.move_to(MONDAY.replace(hour=9, minute=1))
        assert listed(nia) == ["update_due"]
        assert say(only().pk) != set()
        assert only().state == State.SENT


def test_stopping_ends_it_for_good(incident):
    nia = UserFactory()
    nudge("update_due", about=incident, to=[nia])
    say(only().pk)

    stop(only(), by=nia)

    assert (only().state, only().due_at) == (State.STOPPED, None)
    assert only().ended_because == "stopped by its reader"
    assert listed(nia) == []
    nudge("update_due", about=incident, to=[nia])
    assert listed(nia) == []


@pytest.mark.parametrize("verb", [snooze, stop])
def test_what_has_ended_stays_ended(incident, verb):
    nia = UserFactory()
    nudge("update_due", about=incident, to=[nia])
    end("update_due", about=incident, because="an update")

    verb(only(), by=nia)

    assert (only().state, only().ended_because) == (State.DONE, "an update")


@pytest.mark.parametrize("verb", [snooze, stop])
def test_nobody_puts_off_or_stops_somebody_elses(incident, verb):
    nudge("update_due", about=incident, to=[UserFactory()])

    with pytest.raises(Nudge.DoesNotExist):
        verb(only(), by=UserFactory())

    assert only().state == State.WAITING


def test_ending_ends_for_one_person_or_for_all(incident):
    nia, ines = UserFactory(), UserFactory()
    nudge("check_in", about=incident, to=[nia, ines])

    end("check_in", about=incident, to=nia, because="answered")
    assert [one.recipient for one in Nudge.objects.open()] == [ines]

    end("check_in", about=incident, because="reopened")
    assert not Nudge.objects.open().exists()
    assert set(Nudge.objects.values_list("ended_because", "due_at")) == {
        ("answered", None),
        ("reopened", None),
    }


def test_ending_leaves_other_kinds_and_other_things_alone(incident):
    nia, other = UserFactory(), IncidentFactory(mode="record")
    nudge("check_in", about=incident, to=[nia])
    nudge("check_in", about=other, to=[nia])
    nudge("write_up", about=incident, to=[nia])

    end("check_in", about=incident, because="answered")

    assert set(Nudge.objects.open().values_list("kind", "about_id")) == {
        ("check_in", other.pk),
        ("write_up", incident.pk),
    }


def test_what_has_ended_is_never_said(incident):
    nudge("update_due", about=incident, to=[UserFactory()])
    end("update_due", about=incident, because="resolved")

    assert say(only().pk) == set()
    assert only().times_said == 0


def test_a_nudge_can_be_planned_for_a_moment(incident):
    nia, soon = UserFactory(), timezone.now() + timedelta(minutes=25)

    nudge("update_due", about=incident, to=[nia], at=soon)

    assert only().due_at == soon
    assert listed(nia) == []
