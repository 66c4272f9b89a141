"""Nudges that are about a day: their moments are counted from a time that is given."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from nudges.domain.outbox import nudge, snooze
from nudges.domain.saying import say
from nudges.kinds import KINDS
from nudges.models import Nudge
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}
# A Wednesday.
DAY = datetime(2026, 12, 16, 12, 0, tzinfo=UTC)
LONG_BEFORE = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


def remind(nia, at):
    with time_machine.travel(at, tick=False):
        nudge("follow_up_due", about=IncidentFactory(), to=[nia], counted_from=DAY)
    return Nudge.objects.filter(kind="follow_up_due").first()


def moments(this):
    """When a nudge is said, from its first time to its last."""
    said = []
    while this.due_at:
        said.append(this.due_at)
        with time_machine.travel(this.due_at + timedelta(seconds=1), tick=False):
            say(this.pk)
        this.refresh_from_db()
    return said


def test_it_is_said_at_each_moment_and_then_no_more():
    said = moments(remind(UserFactory(**OFFICE), LONG_BEFORE))

    assert [one.strftime("%a %d %b %H:%M") for one in said] == [
        "Mon 14 Dec 09:00",
        "Wed 16 Dec 09:00",
        "Wed 23 Dec 09:00",
        "Wed 30 Dec 09:00",
        "Wed 06 Jan 09:00",
        "Wed 13 Jan 09:00",
    ]


def test_moments_that_have_passed_are_left_out():
    said = moments(remind(UserFactory(**OFFICE), DAY + timedelta(days=9)))

    assert [f"{one:%d %b}" for one in said] == ["30 Dec", "06 Jan", "13 Jan"]


def test_nothing_is_written_when_all_moments_have_passed():
    assert remind(UserFactory(**OFFICE), DAY + timedelta(days=29)) is None


def test_putting_it_off_moves_no_other_moment():
    nia = UserFactory(**OFFICE)
    this = remind(nia, LONG_BEFORE)
    with time_machine.travel(this.due_at + timedelta(hours=1), tick=False):
        say(this.pk)
        snooze(this, by=nia)
    this.refresh_from_db()

    said = moments(this)

    assert [f"{one:%d %b}" for one in said][:3] == ["15 Dec", "16 Dec", "23 Dec"]


def test_a_free_day_is_said_before_up_to_the_day_and_behind_after_it():
    nia = UserFactory(**OFFICE)
    saturday = DAY + timedelta(days=3)
    around = [moment(nia, saturday) for moment in KINDS["follow_up_due"].around]

    assert [f"{one:%a %d %b}" for one in around[:3]] == ["Thu 17 Dec", "Fri 18 Dec", "Mon 28 Dec"]


def test_a_kind_without_a_day_is_said_as_ever():
    nia = UserFactory()

    nudge("check_in", about=IncidentFactory(mode="record"), to=[nia])

    assert Nudge.objects.get(recipient=nia).counted_from is None
