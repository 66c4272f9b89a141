"""`manage.py load_demo`, and loading at awkward moments."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from demo.load import load
from incidents.models import Incident, ReachOut, TimelineEntry
from people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_if_empty_loads_and_says_how_to_sign_in(capsys):
    call_command("load_demo", if_empty=True)

    said = capsys.readouterr().out
    assert "nia@larkspur.example" in said
    assert "ines@larkspur.example" in said
    assert "dana@larkspur.example" in said
    assert User.objects.filter(email="nia@larkspur.example").exists()


def test_sign_ins_of_a_company_of_its_own_are_nobodys_business(capsys):
    UserFactory()

    call_command("load_demo", sign_ins=True)

    assert capsys.readouterr().out == ""


def test_the_demo_stays_away_from_people_who_are_here():
    UserFactory()

    with pytest.raises(CommandError, match="There are people here already"):
        call_command("load_demo")

    assert User.objects.count() == 1
    assert not Incident.objects.exists()


def test_if_empty_says_nothing_when_it_is_not(capsys):
    UserFactory()

    call_command("load_demo", if_empty=True)

    assert capsys.readouterr().out == ""
    assert User.objects.count() == 1


def test_nothing_is_told_to_redis(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        load()

    assert callbacks == []


@pytest.mark.parametrize(
    "now",
    [
        datetime(2027, 1, 4, 0, 1, tzinfo=UTC),  # a Monday, before anybody is up
        datetime(2028, 2, 29, 23, 58, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # a Sunday; clocks go back in Europe
    ],
)
def test_the_demo_is_fresh_at_any_moment(now):
    with time_machine.travel(now, tick=False):
        load()

        assert not TimelineEntry.objects.filter(occurred_at__gt=now).exists()
        assert Incident.objects.happening().count() == 3


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (datetime(2026, 12, 2, 12, 0, tzinfo=UTC), "adaeze"),  # a Wednesday, at work in Lagos
        (datetime(2026, 11, 30, 5, 30, tzinfo=UTC), "priya"),  # a Monday, at work in India alone
        (datetime(2026, 12, 5, 12, 0, tzinfo=UTC), "adaeze"),  # a Saturday: nobody is at work
    ],
)
def test_the_nearest_who_is_at_work_is_asked_to_write(now, asked):
    with time_machine.travel(now, tick=False):
        load()

    to_mateo = ReachOut.objects.open().get(person__email="mateo@larkspur.example")
    assert to_mateo.asked.email == f"{asked}@larkspur.example"
