"""When messages go out, and what goes together."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from incidents.models import Incident
from nudges.domain import delivery, saying
from nudges.domain.outbox import end, forget_nudges, nudge, snooze
from nudges.domain.planning import BURST, FIRST, MOST_A_DAY
from nudges.domain.snoozing import Until
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def nia(monday):
    return UserFactory(**OFFICE)


def say(user, count=1, *, kind="check_in"):
    """Say so many things to somebody now. Returns their deliveries."""
    for _ in range(count):
        nudge(kind, about=IncidentFactory(mode="record"), to=[user], at=timezone.now())
    for this in Nudge.objects.due().filter(recipient=user, kind=kind).order_by("pk"):
        saying.say(this.pk)
    return Delivery.objects.filter(recipient=user).order_by("pk")


def send_due():
    """Send what is due now. Returns the subjects."""
    mail.outbox.clear()
    delivery.deliver("email")
    return [message.subject for message in mail.outbox]


def test_the_first_of_a_burst_go_one_by_one_and_the_rest_as_one(nia, monday):
    say(nia, FIRST + 3)

    assert len(send_due()) == FIRST
    monday.shift(BURST)
    assert send_due() == ["3 things, in one message"]
    assert {one.state for one in Delivery.objects.all()} == {State.SENT}
    [told] = mail.outbox
    assert told.body.count("http") >= 3
    assert "Why" not in told.body.split("(")[0]


def test_when_the_burst_is_over_they_go_one_by_one_again(nia, monday):
    say(nia, FIRST)
    monday.shift(BURST)

    say(nia)

    assert Delivery.objects.filter(goes_at=MONDAY + BURST, is_bundle=False).count() == 1


def test_what_waited_through_the_night_does_not_come_all_at_once(nia, monday):
    monday.move_to(MONDAY.replace(hour=20))
    say(nia, FIRST + 2)

    monday.move_to(MONDAY.replace(hour=9) + timedelta(days=1))
    assert len(send_due()) == FIRST
    monday.shift(BURST)
    assert send_due() == ["2 things, in one message"]


def test_no_more_than_so_many_messages_a_day(nia, monday):
    for _ in range(MOST_A_DAY):
        say(nia)
        monday.shift(timedelta(minutes=30))
    say(nia, 3)

    assert len(send_due()) == MOST_A_DAY
    monday.move_to(MONDAY.replace(hour=9) + timedelta(days=1))
    assert send_due() == ["3 things, in one message"]


def test_a_day_is_a_day_where_the_reader_is(monday):
    ahead = UserFactory(**OFFICE | {"time_zone": "Pacific/Auckland"})
    morning = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Pacific/Auckland"))
    for n in range(MOST_A_DAY):
        monday.move_to(morning + timedelta(minutes=30 * n))
        say(ahead)

    last = say(ahead).last()

    assert last.goes_at == morning + timedelta(days=1)


def test_a_live_incident_is_neither_held_back_nor_counted(nia, monday):
    say(nia, 20, kind="update_due")
    say(nia)

    assert len(send_due()) == 21


def test_an_invitation_goes_by_itself(nia, monday):
    assert not say(nia, FIRST + 2).filter(nudge__kind="debrief").exists()
    last = say(nia, kind="debrief").get(nudge__kind="debrief")

    assert (last.is_bundle, last.goes_with, last.goes_at) == (False, None, MONDAY)


def test_what_has_ended_is_left_out_of_what_goes_together(nia, monday):
    say(nia, FIRST + 3)
    bundled = Delivery.objects.filter(is_bundle=True).get()
    end("check_in", about=bundled.nudge.about, because="it is done")

    monday.shift(BURST)

    assert "2 things, in one message" in send_due()
    bundled.refresh_from_db()
    assert bundled.state == State.NOT_NEEDED


def test_when_all_of_it_has_ended_nothing_goes(nia, monday):
    say(nia, FIRST + 2)
    send_due()
    for one in Delivery.objects.exclude(state=State.SENT):
        end("check_in", about=one.nudge.about, because="it is done")

    monday.shift(BURST)

    assert send_due() == []
    assert not Delivery.objects.filter(state__in=[State.WAITING, State.WITH_ANOTHER]).exists()


def test_nothing_joins_what_a_worker_has_begun_to_send(nia, monday):
    say(nia, FIRST + 1)
    Delivery.objects.filter(is_bundle=True).update(attempts=1)

    last = say(nia).last()

    assert (last.is_bundle, last.goes_with) == (True, None)


@pytest.mark.django_db(transaction=True)
def test_workers_that_plan_at_once_count_each_other(race):
    nia = UserFactory(
        workday_starts=time(0), workday_ends=time(23, 59, 59), workdays=list(range(7))
    )
    for _ in range(FIRST + 4):
        nudge("check_in", about=IncidentFactory(mode="record"), to=[nia], at=timezone.now())
    due = list(Nudge.objects.due().values_list("pk", flat=True))

    assert race(len(due), [lambda pk=pk: saying.say(pk) for pk in due]) == ["ok"] * len(due)

    messages = Delivery.objects.filter(goes_with=None)
    assert messages.filter(is_bundle=False).count() == FIRST
    assert messages.filter(is_bundle=True).count() == 1


def test_what_goes_with_another_is_told_though_that_is_forgotten(nia, monday):
    *_alone, head, one, other = say(nia, FIRST + 3)
    assert head.is_bundle

    forget_nudges(about=Incident.objects.filter(pk=head.nudge.about_id))

    monday.shift(BURST)
    assert len(send_due()) == FIRST + 1
    assert mail.outbox[-1].subject == "2 things, in one message"
    assert {row.state for row in Delivery.objects.filter(pk__in=[one.pk, other.pk])} == {State.SENT}


def test_what_was_told_together_stays_told_though_the_first_is_forgotten(nia, monday):
    *_alone, head, one, other = say(nia, FIRST + 3)
    monday.shift(BURST)
    send_due()

    forget_nudges(about=Incident.objects.filter(pk=head.nudge.about_id))

    assert {row.state for row in Delivery.objects.filter(pk__in=[one.pk, other.pk])} == {State.SENT}
    assert send_due() == []


def test_what_is_said_again_before_its_message_went_is_told_once(nia, monday):
    nia.away_days = [MONDAY.date()]
    nia.save()
    say(nia)
    this = snooze(Nudge.objects.get(), by=nia, until=Until.LATER)
    monday.move_to(MONDAY.replace(day=24, hour=9) - BURST)
    Nudge.objects.update(due_at=timezone.now())
    saying.say(this.pk)

    monday.move_to(MONDAY.replace(day=24, hour=9))
    assert len(send_due()) == 1
    monday.shift(timedelta(days=1))
    assert send_due() == []


def test_what_is_said_again_is_told_once_among_several_things_too(nia, monday):
    nia.gathers_mail = True
    nia.save()
    say(nia, 2)
    for this in Nudge.objects.all():
        snooze(this, by=nia, until=Until.LATER)
    monday.shift(timedelta(hours=3))
    for this in Nudge.objects.all():
        saying.say(this.pk)

    monday.move_to(MONDAY.replace(day=24, hour=9))
    assert send_due() == ["2 things, in one message"]
    assert Delivery.objects.count() == 2


def test_what_is_said_again_after_its_message_went_is_told_again(nia, monday):
    say(nia)
    send_due()
    this = snooze(Nudge.objects.get(), by=nia, until=Until.LATER)
    monday.shift(timedelta(hours=3))
    saying.say(this.pk)

    assert len(send_due()) == 1


def test_what_interrupts_does_not_wait_for_what_was_to_go_in_the_morning(nia, monday):
    monday.move_to(MONDAY.replace(hour=1))
    nudge("update_due", about=IncidentFactory(mode="record"), to=[nia])
    this = Nudge.objects.get()
    monday.shift(timedelta(hours=1))
    saying.say(this.pk)
    assert send_due() == []

    monday.shift(timedelta(minutes=10))
    saying.say(this.pk)
    assert len(send_due()) == 1
