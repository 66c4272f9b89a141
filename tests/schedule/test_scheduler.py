"""Any number of schedulers send each thing once, and what nobody sent in time is sent once."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from celery import Celery
from celery.schedules import crontab
from django.db import OperationalError
from django.utils import timezone

from schedule.models import Errand
from schedule.scheduler import OnceScheduler

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SCHEDULE = {
    "sweep": {"task": "often", "schedule": 5},
    "nightly": {"task": "once a day", "schedule": crontab(hour=4, minute=30)},
}


@pytest.fixture
def app():
    app = Celery("clockwork", broker="memory://", set_as_current=False)
    app.conf.update(beat_schedule=SCHEDULE, timezone="UTC")
    return app


@pytest.fixture(autouse=True)
def keeps_its_connection(monkeypatch):
    """The one of a test is in a transaction, and would be closed."""
    monkeypatch.setattr("schedule.scheduler.close_old_connections", lambda: None)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def scheduler(app):
    """Start a scheduler, which notes what it sends instead."""

    def start():
        this = OnceScheduler(app)
        this.sent = []
        this.send_task = lambda name, *args, **options: this.sent.append((name, timezone.now()))
        return this

    return start


def run(clock, schedulers, *, time, step=timedelta(seconds=1)):
    """Let schedulers tick side by side. Returns how often each task was sent in that time."""
    before = {one: len(one.sent) for one in schedulers}
    end = timezone.now() + time
    while timezone.now() < end:
        for one in schedulers:
            while one.tick() == 0:
                pass
        clock.shift(step)
    return Counter(name for one in schedulers for name, _at in one.sent[before[one] :])


def test_one_scheduler_sends_each_thing_when_it_is_due(scheduler, clock):
    assert run(clock, [scheduler()], time=timedelta(minutes=1))["often"] in (11, 12)


def test_two_schedulers_send_each_thing_once(scheduler, clock):
    both = [scheduler(), scheduler()]

    assert run(clock, both, time=timedelta(minutes=1))["often"] in (11, 12)

    clock.move_to(NOON.replace(hour=4, minute=29, second=55) + timedelta(days=1))
    assert run(clock, both, time=timedelta(minutes=2))["once a day"] == 1


def test_the_second_goes_on_when_the_first_has_died(scheduler, clock):
    first, second = scheduler(), scheduler()
    run(clock, [first, second], time=timedelta(seconds=30))

    assert run(clock, [second], time=timedelta(minutes=1))["often"] in (11, 12)


def test_what_was_due_while_none_ran_is_sent_once_by_a_new_one(scheduler, clock):
    run(clock, [scheduler()], time=timedelta(seconds=30))
    clock.shift(timedelta(days=3))

    sent = run(clock, [scheduler(), scheduler()], time=timedelta(seconds=30))

    assert sent["once a day"] == 1
    assert sent["often"] in (6, 7)


def test_a_new_install_waits_for_the_night(scheduler, clock):
    assert run(clock, [scheduler()], time=timedelta(minutes=1))["once a day"] == 0


def test_a_clock_that_was_ahead_and_is_put_right_stops_nothing(scheduler, clock):
    clock.shift(timedelta(days=400))
    this = scheduler()
    run(clock, [this], time=timedelta(seconds=30))
    clock.move_to(NOON)

    both = [this, scheduler()]
    assert run(clock, both, time=timedelta(minutes=1))["often"] in (11, 12, 13)


def test_what_redis_does_not_take_is_sent_when_it_is_back(scheduler, clock):
    this = scheduler()
    clock.move_to(NOON.replace(hour=4, minute=29, second=55) + timedelta(days=1))

    def refuse(*args, **options):
        raise ConnectionError

    noting, this.send_task = this.send_task, refuse
    assert not run(clock, [this], time=timedelta(minutes=2))
    this.send_task = noting

    assert run(clock, [this], time=timedelta(minutes=1))["once a day"] == 1
    assert Errand.objects.get(name="nightly").sent_at > NOON + timedelta(hours=12)


def test_while_postgres_is_away_it_waits(scheduler, clock, monkeypatch):
    this = scheduler()

    def is_away(self, *args, **kwargs):
        raise OperationalError

    with monkeypatch.context() as away:
        away.setattr("django.db.models.query.QuerySet.get", is_away)
        assert not run(clock, [this], time=timedelta(seconds=20))

    assert run(clock, [this], time=timedelta(minutes=1))["often"] in (11, 12, 13)


def test_while_postgres_is_away_it_does_not_even_know_what_was_sent(scheduler, clock, monkeypatch):
    this = scheduler()
    run(clock, [this], time=timedelta(seconds=10))

    def is_away(self):
        raise OperationalError

    with monkeypatch.context() as away:
        away.setattr("django.db.models.query.QuerySet._fetch_all", is_away)
        this.has_failed = True
        assert not run(clock, [this], time=timedelta(seconds=20))

    assert run(clock, [this], time=timedelta(minutes=1))["often"] in (11, 12, 13)


def test_schedulers_that_tick_at_the_same_moment_send_it_once(race, app, clock):
    sent = []

    class Noting(OnceScheduler):
        def send_task(self, name, *args, **options):
            sent.append(name)

    schedulers = [Noting(app) for _ in range(6)]
    clock.shift(timedelta(seconds=6))

    def tick(this):
        while this.tick() == 0:
            pass

    race(6, [lambda this=one: tick(this) for one in schedulers])

    assert sent == ["often"]
