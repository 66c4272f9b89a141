"""A clock that jumps, or changes to summer time: nothing is lost or doubled, nor rests for long."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from nudges.domain import delivery, saying
from nudges.domain.outbox import nudge
from nudges.models import Delivery, Nudge, Outlet
from nudges.models.delivery import State
from nudges.tasks import sweep
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
SENDING = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def people(clock):
    """Five people to whom a message is due."""
    people = UserFactory.create_batch(5)
    nudge("update_due", about=IncidentFactory(mode="record"), to=people)
    for this in Nudge.objects.all():
        saying.say(this.pk)
    return people


def each_has_one_mail(people):
    return sorted(message.to[0] for message in mail.outbox) == sorted(one.email for one in people)


@pytest.mark.parametrize("jump", [A_DAY, -A_DAY], ids=["forwards", "back"])
def test_a_clock_that_jumps_while_many_are_sent_doubles_none(clock, people, jump, monkeypatch):
    def send(self, messages):
        if len(mail.outbox) == 1:
            clock.shift(jump)
        mail.outbox.extend(messages)

    monkeypatch.setattr(SENDING, send)
    delivery.deliver("email")
    clock.move_to(NOON)
    delivery.deliver("email")

    assert each_has_one_mail(people)
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


def test_what_was_planned_while_the_clock_was_ahead_comes_once(clock, work):
    [person], about = [UserFactory()], IncidentFactory(mode="record")
    nudge("update_due", about=about, to=[person], at=NOON + timedelta(hours=3))
    clock.shift(A_DAY)
    with work():
        sweep()
    assert each_has_one_mail([person])

    clock.move_to(NOON)
    for _hour in range(3):
        clock.shift(timedelta(hours=1))
        with work():
            sweep()
    assert each_has_one_mail([person])
    assert Nudge.objects.get().times_said == 1


def test_what_rests_while_the_clock_is_ahead_is_tried_when_it_is_put_right(
    clock, people, monkeypatch
):
    def hang_up(self, messages):
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(SENDING, hang_up)
        clock.shift(A_DAY)
        delivery.deliver("email")
    assert Outlet.objects.resting_now() == ["email"]

    clock.move_to(NOON + timedelta(minutes=1))
    delivery.deliver("email")
    # The one that was tried meanwhile is due a day later.
    assert len(mail.outbox) == 4
    clock.shift(A_DAY)
    delivery.deliver("email")

    assert each_has_one_mail(people)


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Lord_Howe", "America/St_Johns"])
@pytest.mark.parametrize("half", ["spring", "autumn"])
def test_a_lease_is_as_long_when_the_clocks_change(zone, half, monkeypatch):
    changes = change_of(ZoneInfo(zone), half)
    with time_machine.travel((changes - timedelta(minutes=5)).astimezone(ZoneInfo(zone))) as clock:
        person = UserFactory(time_zone=zone)
        with timezone.override(zone):
            nudge("update_due", about=IncidentFactory(mode="record"), to=[person])
            saying.say(Nudge.objects.get().pk)
            a_worker_dies(monkeypatch)
            for _minute in range(9):
                clock.shift(timedelta(minutes=1))
                delivery.deliver("email")
                assert mail.outbox == []
            assert Nudge.objects.get().due_at > timezone.now()

            clock.shift(timedelta(minutes=2))
            delivery.deliver("email")
            saying.say(Nudge.objects.get().pk)
    assert each_has_one_mail([person])
    assert Nudge.objects.get().times_said == 2


def change_of(zone, half):
    """The moment when the clocks of a zone change in a half of 2026."""
    first = datetime(2026, 2 if half == "spring" else 8, 1, tzinfo=UTC)
    moments = (first + timedelta(minutes=30 * n) for n in range(48 * 130))
    return next(
        at
        for at in moments
        if at.astimezone(zone).utcoffset()
        != (at - timedelta(minutes=1)).astimezone(zone).utcoffset()
    )


def a_worker_dies(monkeypatch):
    def die(self, messages):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(SENDING, die)
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver("email")
