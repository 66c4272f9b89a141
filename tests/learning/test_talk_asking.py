"""Whom Goldseam asks for five minutes, in which order, and whom it leaves in peace."""

from datetime import UTC, datetime, time, timedelta

import pytest

from learning.domain.talks.asking import (
    MOST_ASKED,
    ask_for_speakers,
    forget_asking,
    say_not_this_time,
    sessions_to_ask_for,
)
from learning.domain.talks.sessions import cancel_session
from learning.domain.talks.slots import take_slot
from learning.models import Answer, TalkInvitation, TalkSession
from learning.queries.talk_asking import whom_to_ask
from learning.tasks import keep_talks
from nudges.domain.outbox import stop
from nudges.domain.saying import say
from nudges.models import Nudge
from nudges.models.nudge import State
from people.models import Role
from tests.factories import TechLeadFactory, UserFactory, set_up_weekly_talks

pytestmark = pytest.mark.django_db

MONDAY = datetime(2030, 10, 7, 9, 0, tzinfo=UTC)
LONG_AGO = MONDAY.date() - timedelta(days=3000)


@pytest.fixture
def session():
    boss = UserFactory(is_active=False)
    set_up_weekly_talks(by=boss, at=MONDAY, slots=3)
    return TalkSession.objects.soonest_first().first()


def somebody_new(**words):
    return UserFactory(**({"joined_on": MONDAY.date()} | words))


def senior(**words):
    return UserFactory(**({"is_senior": True, "joined_on": LONG_AGO} | words))


def ask(session, at=MONDAY):
    return ask_for_speakers(session.pk, at=at)


def order(session, at=MONDAY):
    return whom_to_ask(session, 10, at=at)


def waiting():
    return list(Nudge.objects.open().filter(kind="talk_slot").order_by("pk"))


def test_seniors_are_asked_first_then_who_was_here_longest_and_new_people_last(session):
    new, old, ines = somebody_new(), UserFactory(joined_on=LONG_AGO), senior()
    lead = TechLeadFactory(is_senior=False, joined_on=MONDAY.date())
    take_slot(session, by=(speaker := senior()), at=MONDAY)

    assert order(session) == [ines, lead, old, new]
    assert speaker not in order(session)


def test_nobody_new_is_asked_before_somebody_experienced_has_signed_up(session):
    new, ines = somebody_new(), senior()

    assert order(session) == [ines]
    take_slot(session, by=new, at=MONDAY)
    other = somebody_new()
    assert other not in order(session)
    take_slot(session, by=ines, at=MONDAY)
    assert order(session) == [other]


def test_where_everybody_is_new_nobody_is_asked(session):
    somebody_new()

    assert ask(session) == []


def test_as_many_are_asked_as_there_are_free_slots(session):
    people = [senior() for _each in range(5)]

    assert ask(session) == people[:3]
    assert ask(session) == []
    assert [one.recipient for one in waiting()] == people[:3]
    assert {one.about.session for one in waiting()} == {session}


def test_many_workers_ask_each_once(race):
    set_up_weekly_talks(by=UserFactory(is_active=False), at=MONDAY, slots=3)
    session = TalkSession.objects.soonest_first().first()
    for _each in range(9):
        senior()

    assert race(4, lambda: ask(session)) == ["ok"] * 4

    assert TalkInvitation.objects.count() == 3
    assert Nudge.objects.filter(kind="talk_slot").count() == 3


def test_who_has_not_answered_in_three_days_is_left_alone_and_others_are_asked(session):
    first = [senior() for _each in range(3)]
    assert ask(session) == first
    later = MONDAY + timedelta(hours=49)
    session.starts_at, session.ends_at = later + timedelta(days=7), later + timedelta(days=8)
    session.save()
    others = [senior() for _each in range(4)]

    assert ask(session, at=later) == []
    assert ask(session, at=later + timedelta(days=2)) == others[:3]


def test_no_session_asks_half_the_company(session):
    for _each in range(30):
        senior()
    session.starts_at, session.ends_at = (MONDAY + timedelta(days=n) for n in (60, 61))
    session.save()

    for days in range(0, 40, 4):
        ask(session, at=MONDAY + timedelta(days=days))

    assert session.invitations.count() == MOST_ASKED
    assert session.invitations.values("person").distinct().count() == MOST_ASKED


@pytest.mark.parametrize(
    "words",
    [
        {"is_active": False},
        {"role": Role.READER},
        {"workdays": [0, 1, 2]},
        {"workday_starts": time(6), "workday_ends": time(12)},
        {"time_zone": "Pacific/Auckland", "workday_starts": time(9), "workday_ends": time(17)},
    ],
    ids=["left", "reads only", "not on that day", "not at that time", "asleep"],
)
def test_who_is_away_or_not_at_work_then_is_not_asked(session, words):
    senior(**words)

    assert order(session) == []


def test_whoever_said_no_is_not_asked_for_three_months(session):
    ines = senior()
    [asked] = ask(session)
    assert asked == ines

    say_not_this_time(TalkInvitation.objects.get(person=ines), by=ines, at=MONDAY)

    assert waiting() == []
    following = TalkSession.objects.soonest_first()[1]
    assert order(following, at=MONDAY + timedelta(weeks=12)) == []
    assert order(following, at=MONDAY + timedelta(weeks=14)) == [ines]


def test_whoever_was_asked_or_has_spoken_rests_for_a_month(session):
    asked, spoke = senior(), senior()
    take_slot(session, by=spoke, at=MONDAY)
    assert ask(session) == [asked]
    following = TalkSession.objects.soonest_first()[1]

    assert order(following) == []
    # Whoever was never asked comes before whoever was.
    assert order(following, at=session.starts_at + timedelta(weeks=4)) == [spoke, asked]


def test_whoever_stopped_the_question_is_not_asked_again(session):
    ines = senior()
    ask(session)
    [asked] = waiting()
    stop(asked, by=ines)
    assert forget_asking(at=MONDAY + timedelta(weeks=30)) == 0

    following = TalkSession.objects.soonest_first()[1]
    assert order(following, at=MONDAY + timedelta(weeks=30)) == []


def test_the_question_ends_when_every_slot_is_taken(session):
    people = [senior() for _each in range(3)]
    ask(session)
    assert len(waiting()) == 3

    for person in (people[0], senior(), senior()):
        take_slot(session, by=person, at=MONDAY)

    assert waiting() == []
    ended = Nudge.objects.filter(kind="talk_slot").values_list("ended_because", flat=True)
    assert sorted(ended) == ["answered", "filled", "filled"]
    assert TalkInvitation.objects.get(person=people[0]).answer == Answer.TAKEN


def test_calling_off_ends_the_question(session):
    senior()
    ask(session)

    cancel_session(session, by=UserFactory(), at=MONDAY)

    assert waiting() == []
    assert ask(session) == []


def test_it_is_said_at_work_and_once_more_three_working_days_before(session):
    following = TalkSession.objects.soonest_first()[1]
    hours = {"workday_starts": time(10), "workday_ends": time(17), "workdays": list(range(5))}
    senior(**hours)
    sunday = MONDAY - timedelta(days=1)

    ask(following, at=sunday)

    [asked] = waiting()
    assert asked.due_at == MONDAY.replace(hour=10)
    # The session is on a Thursday, and the third working day before it is the Monday.
    again = asked.next_time(asked.due_at)
    assert again == MONDAY.replace(hour=10) + timedelta(weeks=1)
    assert asked.next_time(again) is None


def test_sessions_are_asked_for_from_two_weeks_to_a_day_before():
    set_up_weekly_talks(at=MONDAY)
    first, second = TalkSession.objects.soonest_first()[:2]

    assert sessions_to_ask_for(at=MONDAY) == [first.pk, second.pk]
    assert sessions_to_ask_for(at=first.starts_at - timedelta(hours=23)) == [second.pk]


def test_an_answer_stands(session):
    ines = senior()
    ask(session)
    invitation = TalkInvitation.objects.get(person=ines)
    take_slot(session, by=ines, at=MONDAY)

    assert say_not_this_time(invitation, by=ines).answer == Answer.TAKEN


def test_who_was_asked_is_forgotten_when_nobody_rests_because_of_it(session):
    senior()
    ask(session)

    assert forget_asking(at=MONDAY + timedelta(weeks=13)) == 0
    assert forget_asking(at=MONDAY + timedelta(weeks=16)) == 1
    assert not Nudge.objects.filter(kind="talk_slot").exists()


def test_the_worker_plans_and_asks(work):
    set_up_weekly_talks(by=UserFactory(is_active=False), slots=1)
    TalkSession.objects.all().delete()
    ines = senior()

    with work():
        keep_talks()

    assert TalkSession.objects.exists()
    invitation = TalkInvitation.objects.get()
    assert invitation.person == ines
    nudge = Nudge.objects.get(kind="talk_slot")
    say(nudge.pk)
    nudge.refresh_from_db()
    assert nudge.state in (State.SENT, State.WAITING)
