"""A month of a small company, as `./dev bench --only year` lives through a year of a larger one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bench.year.hours import Hours
from bench.year.people import PLACES
from bench.year.post import Letter, Saying
from bench.year.promises import PROMISES
from bench.year.report import tell
from bench.year.simulation import live_through
from bench.year.world import Size, World
from people.hours import is_working
from people.models import User

# The clocks of America change in it, then those of Europe, and Adelaide's; Easter is in it too.
MONTH = Size(
    people=20,
    incidents=15,
    begins=datetime(2027, 3, 8, tzinfo=UTC),
    days=28,
    scheduler_away_on=9,
    mail_away_on=16,
    bursts=1,
    looks_every=timedelta(hours=8),
)
MORNING = datetime(2027, 3, 9, 10, 0, tzinfo=UTC)
LETTER = Letter(
    at=MORNING,
    channel="email",
    address=None,
    person=1,
    day=MORNING.date(),
    told=(Saying(1, "check_in", 1, "incident-1", is_by_itself=False),),
    interrupts=False,
    is_in_hours=True,
    is_live=True,
    is_wanted=True,
)


@pytest.mark.django_db(transaction=True)
def test_a_month_keeps_every_promise(capsys):
    world = live_through(MONTH)

    broken = {name: check(world) for name, check in PROMISES.items()}
    assert broken == {name: [] for name in PROMISES}
    # It was a month in which much happened, and was answered.
    watch, letters = world.watch, world.post.letters
    assert {"reach_out", "kind_note", "check_in", "talk_slot"} <= set(watch.acted)
    assert sum(watch.acted.values()) > sum(watch.refused.values())
    assert len({one.became for one in watch.reached_out.values()}) > 1
    assert {one.channel for one in letters} == {"email", "push", "chat"}
    assert any(one.interrupts and not one.is_in_hours for one in letters)
    assert len({one.person for one in letters}) > MONTH.people / 2
    # And it can be told.
    tell(world)
    assert "mails a person and week" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("promise", "letters"),
    [
        ("outside hours", [replace(LETTER, is_in_hours=False)]),
        ("interrupted for nothing live", [replace(LETTER, interrupts=True)]),
        ("doubled", [LETTER, LETTER]),
        (
            "several weeks at once",
            [
                replace(LETTER, told=(Saying(n, "digest", 1, "", is_by_itself=True),))
                for n in (1, 2)
            ],
        ),
        ("turned off, or left", [replace(LETTER, is_wanted=False)]),
        (
            "days with more than the most",
            [replace(LETTER, told=(replace(LETTER.told[0], nudge=n),)) for n in range(9)],
        ),
    ],
)
def test_a_promise_that_is_not_kept_is_seen(promise, letters):
    world = World(MONTH)
    world.post.letters = letters

    assert len(PROMISES[promise](world)) == 1
    assert all(
        PROMISES[name](world) == [] for name in PROMISES if name not in (promise, "left behind")
    )


def test_a_mail_that_came_twice_is_seen():
    world = World(MONTH)
    world.post.message_ids = ["<delivery-1@goldseam>", "<delivery-1@goldseam>"]

    assert PROMISES["doubled"](world) == ["<delivery-1@goldseam> came 2 times"]


@pytest.mark.parametrize(("zone", "country"), PLACES)
def test_working_hours_are_the_same_worked_out_in_two_ways(zone, country):
    person = User(
        time_zone=zone,
        country=country,
        workdays=[0, 1, 3, 4],
        workday_starts=time(9, 30),
        workday_ends=time(17),
        away_days=[date(2027, 5, 3), date(2027, 5, 4)],
    )
    hours = Hours.of(person)
    moments = [datetime(2027, 1, 1, tzinfo=UTC) + n * timedelta(minutes=325) for n in range(1600)]

    assert [at for at in moments if hours.include(at) != is_working(person, at)] == []
    assert 200 < sum(hours.include(at) for at in moments) < 400
