"""What readers do with nudges: put off, stop, call done, and take that back."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from learning.queries.talk_asking import stopped_questions
from nudges.domain.outbox import bring_back, end, finish, hush, nudge, snooze, stop
from nudges.domain.saying import say
from nudges.domain.snoozing import Until, choices_of
from nudges.models import Delivery, Nudge
from nudges.models.nudge import State
from nudges.queries import waiting_for
from people.errors import DomainError
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

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


def said(user, kind="anniversary", about=None):
    """A nudge that was said to somebody and waits for them."""
    about = about or PostmortemFactory()
    nudge(kind, about=about, to=[user], at=datetime.now(UTC), again="here")
    this = Nudge.objects.get(recipient=user, dedupe_key__endswith=":here", about_id=about.pk)
    say(this.pk)
    return again(this)


def again(this):
    return Nudge.objects.get(pk=this.pk)


@pytest.mark.parametrize(
    ("now", "until", "at"),
    [
        ("Mon 10:00", Until.LATER, "Mon 13:00"),
        ("Mon 15:00", Until.LATER, "Tue 09:00"),
        ("Mon 05:00", Until.LATER, "Mon 09:00"),
        ("Fri 16:00", Until.LATER, "Mon 09:00"),
        ("Mon 10:00", Until.TOMORROW, "Tue 09:00"),
        ("Fri 10:00", Until.TOMORROW, "Mon 09:00"),
        ("Mon 10:00", Until.NEXT_WEEK, "Mon 09:00"),
        ("Sun 10:00", Until.NEXT_WEEK, "Mon 09:00"),
    ],
)
def test_putting_off_ends_in_working_time(monday, nia, now, until, at):
    monday.move_to(_on(now))
    this = said(nia)

    snooze(this, by=nia, until=until)

    this = again(this)
    assert (this.state, this.due_at.strftime("%a %H:%M")) == (State.SNOOZED, at)
    assert this.due_at > _on(now)


def _on(moment):
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    day, clock = moment.split()
    midnight = MONDAY.replace(hour=0) + timedelta(days=days.index(day))
    return midnight + timedelta(hours=int(clock[:2]), minutes=int(clock[3:]))


def test_next_week_begins_on_the_first_day_that_somebody_works(nia):
    nia.workdays, nia.away_days = [1, 2], [(MONDAY + timedelta(days=8)).date()]

    at = choices_of(nia, MONDAY)[-1].at

    assert at == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)


def test_what_is_offered_is_told_apart(monday, nia):
    def offered(now):
        return [(one.until, one.day) for one in choices_of(nia, _on(now))]

    assert offered("Mon 10:00") == [
        ("later", "Later today"),
        ("tomorrow", "Tomorrow"),
        ("next_week", "Monday 30 Nov"),
    ]
    assert offered("Fri 17:00") == [("next_week", "Monday 30 Nov")]
    assert offered("Thu 16:00") == [("tomorrow", "Tomorrow"), ("next_week", "Monday 30 Nov")]


def test_done_ends_what_nothing_else_ends(nia):
    this = said(nia)

    finish(this, by=nia)

    assert (again(this).state, again(this).due_at) == (State.DONE, None)
    assert waiting_for(nia).listed == []


def test_what_ends_by_itself_is_not_called_done(nia):
    this = said(nia, "update_due", about=IncidentFactory(mode="record"))

    with pytest.raises(DomainError, match="goes by itself"):
        finish(this, by=nia)

    assert again(this).state == State.SENT


@pytest.mark.parametrize("verb", [snooze, stop, finish])
def test_a_press_is_taken_back_as_if_it_had_not_been(monday, nia, verb):
    this = said(nia, "welcome")
    planned = this.due_at
    monday.shift(timedelta(minutes=1))
    verb(this, by=nia)
    assert waiting_for(nia).listed == []

    bring_back(this, by=nia)

    this = again(this)
    assert (this.state, this.due_at, this.ended_because) == (State.SENT, planned, "")
    assert [one.nudge for one in waiting_for(nia).listed] == [this]


@pytest.mark.parametrize("verb", [snooze, stop, finish])
def test_what_has_ended_meanwhile_does_not_come_back(nia, verb):
    write_up = PostmortemFactory()
    this = said(nia, "comment", about=write_up)
    verb(this, by=nia)

    end("comment", about=write_up, because="answered")

    with pytest.raises(DomainError, match="ended meanwhile"):
        bring_back(this, by=nia)
    assert again(this).ended_because == "answered"


def test_what_is_not_theirs_to_see_any_more_does_not_come_back(nia):
    write_up = PostmortemFactory()
    this = stop(said(nia, about=write_up), by=nia)
    hush(about=type(write_up).objects.filter(pk=write_up.pk))
    write_up.incidents.update(is_restricted=True)

    with pytest.raises(DomainError):
        bring_back(this, by=nia)


def test_what_has_had_its_time_does_not_come_back(monday, nia):
    this = stop(said(nia), by=nia)
    monday.shift(timedelta(days=15))

    with pytest.raises(DomainError):
        bring_back(this, by=nia)


def test_what_was_to_come_later_is_brought_here_without_a_message(monday, nia):
    nudge("check_in", about=IncidentFactory(mode="record"), to=[nia])
    this = Nudge.objects.get(recipient=nia, kind="check_in")
    assert waiting_for(nia).listed == []

    bring_back(this, by=nia)

    assert [one.nudge.kind for one in waiting_for(nia).listed] == ["check_in"]
    assert not Delivery.objects.exists()
    monday.shift(timedelta(days=2))
    assert say(this.pk) == set()


def test_stopping_stays_stopping_when_what_it_is_about_ends(nia):
    """So that whoever does not want to be asked again is not, ever."""
    write_up = PostmortemFactory()
    this = said(nia, "talk_slot", about=write_up)
    stop(this, by=nia)

    end("talk_slot", about=write_up, because="the session has begun")

    assert stopped_questions().get() == this


@pytest.mark.parametrize("verb", [finish, bring_back])
def test_nobody_presses_for_somebody_else(nia, verb):
    this = said(nia)

    with pytest.raises(Nudge.DoesNotExist):
        verb(this, by=UserFactory())

    assert again(this).state == State.SENT


@pytest.mark.django_db(transaction=True)
def test_done_and_an_end_at_once_leave_one_of_them(race):
    nia, write_up = UserFactory(), PostmortemFactory()
    this = said(nia, "comment", about=write_up)

    outcomes = race(
        2,
        [
            lambda: finish(this, by=nia),
            lambda: end("comment", about=write_up, because="answered"),
        ],
    )

    assert outcomes == ["ok", "ok"]
    assert again(this).state == State.DONE


# The pages


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def press(client, name, this, place="today", **sent):
    return client.post(f"{reverse(f'nudges:{name}', args=[this.pk])}?from={place}", sent)


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("snooze", {"until": "tomorrow"}, "comes again on 24 Nov 2026, 09:00"),
        ("stop", {}, "is not said again"),
        ("finish", {}, "is done"),
    ],
)
@pytest.mark.parametrize("place", ["today", "nudges"])
def test_a_press_leads_back_and_can_be_taken_back(client, nia, name, sent, says, place):
    this = said(nia)

    page = client.get(press(client, name, this, place, **sent).url)
    assert says in page.text
    assert "autofocus" in page.text

    back = press(client, "bring_back", this, place)
    page = client.get(back.url)
    assert back.url == {"today": "/", "nudges": "/nudges/"}[place]
    assert says not in page.text
    assert again(this).state == State.SENT


def test_what_is_put_off_stands_once_under_coming(client, nia):
    this = said(nia)
    press(client, "snooze", this, "nudges")

    page = client.get("/nudges/")

    assert page.text.count(f'id="coming-{this.pk}"') == 1
    assert page.context["waiting"].undo.nudge == this


def test_taking_back_is_offered_for_a_while(client, nia, monday):
    press(client, "stop", said(nia))
    monday.shift(timedelta(minutes=1))
    page = client.get("/").text
    assert "is not said again" in page
    assert "autofocus" not in page

    monday.shift(timedelta(minutes=10))

    assert "is not said again" not in client.get("/").text


def test_the_live_part_keeps_the_way_back(client, nia):
    press(client, "stop", said(nia))

    for name in ("today_parts", "nudges:live_mine"):
        assert "is not said again" in client.get(reverse(name)).text


def test_what_something_else_ended_is_not_offered_back(client, nia):
    write_up = PostmortemFactory()
    press(client, "stop", said(nia, "comment", about=write_up))

    end("comment", about=write_up, because="answered")

    assert "is not said again" not in client.get("/").text


def test_what_is_refused_is_said(client, nia):
    this = said(nia, "update_due", about=IncidentFactory(mode="record"))

    refused = press(client, "finish", this)

    assert (refused.status_code, again(this).state) == (422, State.SENT)
    assert "goes by itself" in refused.text


def test_a_moment_that_is_not_offered_is_refused(client, nia):
    this = said(nia)

    assert press(client, "snooze", this, until="never").status_code == 422
    assert again(this).state == State.SENT


def test_without_a_moment_it_is_tomorrow(client, nia):
    this = said(nia)

    press(client, "snooze", this)

    assert again(this).due_at == MONDAY.replace(hour=9) + timedelta(days=1)


@pytest.mark.parametrize("name", ["snooze", "stop", "finish", "bring_back"])
def test_somebody_elses_is_not_there(client, client_of, nia, name):
    this = said(nia)

    assert press(client_of(UserFactory()), name, this).status_code == 404
    assert client.get(reverse(f"nudges:{name}", args=[this.pk])).status_code == 405
    assert again(this).state == State.SENT
