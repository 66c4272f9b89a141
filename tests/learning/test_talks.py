"""Sessions planned week by week, and five minutes of one taken, changed and given back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from learning.domain.talks.reminding import end_what_has_begun
from learning.domain.talks.series import WEEKS_AHEAD, keep_sessions
from learning.domain.talks.sessions import cancel_session, keep_recording, move_session
from learning.domain.talks.slots import (
    describe_talk,
    free_slots_of_those_who_left,
    give_back_slot,
    take_slot,
)
from learning.models import Answer, TalkInvitation, TalkSeries, TalkSession, TalkSlot
from nudges.models import Nudge
from people.errors import DomainError
from tests.factories import TechLeadFactory, UserFactory, set_up_weekly_talks

pytestmark = pytest.mark.django_db

# A Monday. The clock goes back in London on the 27th of October 2030.
MONDAY = datetime(2030, 10, 7, 9, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Duarte")


def somebody_new():
    return UserFactory(joined_on=MONDAY.date())


@pytest.fixture
def tom():
    return UserFactory(display_name="Tom Brandt", joined_on=MONDAY.date())


def first_session(**words):
    set_up_weekly_talks(**({"at": MONDAY} | words))
    return TalkSession.objects.soonest_first().first()


def take(session, by, at=MONDAY, **words):
    return take_slot(session, by=by, at=at, **words)


def open_nudges(kind):
    return list(Nudge.objects.open().filter(kind=kind).order_by("pk"))


def test_the_next_weeks_are_planned_with_their_slots():
    set_up_weekly_talks(at=MONDAY, slots=3, minutes=30, place="The quiet room")

    sessions = TalkSession.objects.soonest_first()
    assert len(sessions) == WEEKS_AHEAD
    assert {session.slots.count() for session in sessions} == {3}
    first = sessions[0]
    assert (first.title, first.place, first.minutes) == (
        "Stuff I broke in prod",
        "The quiet room",
        30,
    )


def test_three_in_the_afternoon_stays_that_when_the_clock_changes():
    set_up_weekly_talks(at=MONDAY)

    starts = [session.starts_at for session in TalkSession.objects.soonest_first()]

    assert [one.astimezone(LONDON).strftime("%a %H:%M") for one in starts] == ["Thu 15:00"] * 6
    assert [one.astimezone(UTC).hour for one in starts] == [14, 14, 14, 15, 15, 15]


def test_planning_again_plans_only_what_is_new():
    set_up_weekly_talks(at=MONDAY)

    assert keep_sessions(at=MONDAY + timedelta(hours=5)) == 0
    assert keep_sessions(at=MONDAY + timedelta(weeks=2)) == 2

    weeks = list(TalkSession.objects.soonest_first().values_list("week", flat=True))
    assert weeks == [MONDAY.date() + timedelta(weeks=n) for n in range(8)]


def test_many_workers_plan_each_week_once(race):
    set_up_weekly_talks(at=MONDAY)
    later = MONDAY + timedelta(weeks=3)

    assert race(4, lambda: keep_sessions(at=later)) == ["ok"] * 4

    assert TalkSession.objects.count() == WEEKS_AHEAD + 3
    assert TalkSlot.objects.count() == (WEEKS_AHEAD + 3) * 4


def test_a_week_whose_time_has_gone_by_has_no_session():
    friday = MONDAY + timedelta(days=4)

    session = first_session(at=friday)

    assert session.week == MONDAY.date() + timedelta(weeks=1)


def test_nothing_is_planned_before_it_is_set_up_or_while_it_is_off():
    assert keep_sessions(at=MONDAY) == 0

    set_up_weekly_talks(at=MONDAY, is_on=False)

    assert keep_sessions(at=MONDAY) == 0
    assert not TalkSession.objects.exists()


def test_slots_have_to_fit():
    with pytest.raises(DomainError, match="7 slots take 35 minutes"):
        set_up_weekly_talks(slots=7, minutes=30)


def test_there_is_one_series():
    set_up_weekly_talks()

    with pytest.raises(IntegrityError), transaction.atomic():
        TalkSeries.objects.create(
            title="More", weekday=1, starts=time(9), time_zone="UTC", minutes=30, slots=2
        )


def test_planned_sessions_follow_the_series_and_their_speakers_hear_of_it(ines):
    session = first_session()
    take(session, ines, title="A comma")
    uid = session.uid

    set_up_weekly_talks(at=MONDAY, weekday=1, starts=time(10), slots=2)

    session.refresh_from_db()
    assert session.starts_at.astimezone(LONDON).strftime("%a %H:%M") == "Tue 10:00"
    assert session.slots.count() == 2
    assert (session.uid, session.sequence) == (uid, 2)
    assert [one.recipient for one in open_nudges("talk_changed")] == [ines]
    [reminder] = open_nudges("talk_tomorrow")
    assert reminder.counted_from == session.starts_at
    assert TalkSession.objects.count() == WEEKS_AHEAD


def test_fewer_slots_take_nobody_theirs_away(ines):
    session = first_session()
    for person in (ines, somebody_new(), somebody_new()):
        take(session, person)

    set_up_weekly_talks(at=MONDAY, slots=1)

    assert session.slots.count() == session.slots.taken().count() == 3


def test_fewer_slots_leave_the_one_that_is_kept_for_somebody_experienced(ines):
    session = first_session()
    for _each in range(3):
        take(session, somebody_new())

    set_up_weekly_talks(at=MONDAY, slots=2)

    assert session.slots.open().count() == 1
    assert take(session, ines).number == 4
    set_up_weekly_talks(at=MONDAY, slots=2)
    assert session.slots.count() == 4


def test_this_week_stays_where_it_is_when_its_new_time_has_gone_by():
    session = first_session()
    wednesday = MONDAY + timedelta(days=2)
    before = session.starts_at

    set_up_weekly_talks(at=wednesday, weekday=0)

    session.refresh_from_db()
    assert session.starts_at == before


def test_turning_it_off_leaves_what_people_signed_up_for(ines):
    session = first_session()
    take(session, ines)

    set_up_weekly_talks(at=MONDAY, is_on=False)

    assert list(TalkSession.objects.planned()) == [session]


def test_somebody_takes_a_slot_and_is_reminded_the_working_day_before(ines):
    session = first_session()

    slot = take(session, ines, title="The comma that cost a day")

    assert (slot.number, slot.speaker, slot.title) == (1, ines, "The comma that cost a day")
    [reminder] = open_nudges("talk_tomorrow")
    assert reminder.recipient == ines
    assert reminder.due_at.date() == session.starts_at.date() - timedelta(days=1)


def test_taking_twice_is_taking_once(ines):
    session = first_session()

    assert take(session, ines) == take(session, ines)
    assert session.slots.taken().count() == 1


def test_of_two_who_take_the_last_slot_one_has_it(race):
    session = first_session(slots=1)
    people = [TechLeadFactory(), TechLeadFactory()]

    outcomes = race(2, [lambda person=person: take(session, person) for person in people])

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert session.slots.taken().count() == 1
    assert Nudge.objects.filter(kind="talk_tomorrow").count() == 1


def test_two_new_people_at_once_leave_the_last_slot_to_somebody_experienced(race):
    session = first_session(slots=2)
    people = [somebody_new(), somebody_new()]

    outcomes = race(2, [lambda person=person: take(session, person) for person in people])

    assert sorted(outcomes) == ["DomainError", "ok"]


def test_a_session_is_never_filled_by_new_people_only(ines, tom):
    session = first_session(slots=2)
    take(session, somebody_new())

    with pytest.raises(DomainError, match="kept for somebody who has been around"):
        take(session, tom)
    take(session, ines)

    assert not session.slots.open().exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda: UserFactory(is_senior=True),
        lambda: TechLeadFactory(is_senior=False),
        lambda: UserFactory(joined_on=MONDAY.date() - timedelta(days=3 * 365)),
    ],
    ids=["senior", "tech lead", "here for three years"],
)
def test_with_somebody_experienced_in_it_new_people_take_the_rest(make, tom):
    session = first_session(slots=2)

    take(session, make())

    assert take(session, tom).number == 2


def test_what_has_begun_or_is_called_off_has_no_slots_to_take(ines, tom):
    session = first_session()

    with pytest.raises(DomainError, match="has begun already"):
        take(session, ines, at=session.starts_at)
    cancel_session(session, by=tom, at=MONDAY)
    with pytest.raises(DomainError, match="called off"):
        take(session, ines)


def test_a_full_session_says_so(ines):
    session = first_session(slots=1)
    take(session, ines)

    with pytest.raises(DomainError, match="Every slot of this session is taken"):
        take(session, TechLeadFactory())


def test_a_talk_is_described_by_its_speaker_only(ines, tom):
    slot = take(first_session(), ines)

    described = describe_talk(slot, by=ines, title="A comma", slides="https://example.org/s")

    assert (described.title, described.slides) == ("A comma", "https://example.org/s")
    with pytest.raises(DomainError, match="not yours any more"):
        describe_talk(slot, by=tom, title="Mine")


def test_a_slot_is_given_back_for_somebody_else(ines, tom):
    session = first_session()
    slot = take(session, ines, title="A comma")

    give_back_slot(slot, by=ines, at=MONDAY)

    slot.refresh_from_db()
    assert (slot.speaker, slot.title, slot.taken_at) == (None, "", None)
    assert open_nudges("talk_tomorrow") == []
    answer = TalkInvitation.objects.get(session=session, person=ines)
    assert answer.answer == Answer.NOT_THIS_TIME
    assert take(session, tom).pk == slot.pk


def test_taking_a_slot_anew_reminds_anew(ines):
    session = first_session()
    give_back_slot(take(session, ines), by=ines, at=MONDAY)

    take(session, ines, at=MONDAY + timedelta(minutes=1))

    assert len(open_nudges("talk_tomorrow")) == 1
    assert TalkInvitation.objects.get(person=ines).answer == Answer.TAKEN


def test_the_slot_of_somebody_who_has_left_is_free_again(ines, tom):
    session = first_session()
    take(session, ines)
    take(session, tom)
    ines.is_active = False
    ines.save()

    free_slots_of_those_who_left(at=MONDAY)

    assert [slot.speaker for slot in session.slots.taken()] == [tom]


def test_what_was_told_is_not_given_back(ines):
    session = first_session()
    slot = take(session, ines)

    with pytest.raises(DomainError, match="has begun already"):
        give_back_slot(slot, by=ines, at=session.ends_at)


def test_a_moved_session_stays_where_somebody_put_it(ines, tom):
    session = first_session()
    take(session, ines)
    friday = session.starts_at + timedelta(days=1)

    moved = move_session(session, by=tom, starts_at=friday, at=MONDAY)
    set_up_weekly_talks(at=MONDAY, weekday=1)

    moved.refresh_from_db()
    assert (moved.starts_at, moved.is_moved, moved.minutes) == (friday, True, 30)
    assert [one.recipient for one in open_nudges("talk_changed")] == [ines]
    with pytest.raises(DomainError, match="gone by"):
        move_session(session, by=tom, starts_at=MONDAY, at=MONDAY)


def test_calling_off_tells_the_speakers_and_keeps_the_week_free(ines, tom):
    session = first_session()
    take(session, ines)
    sequence = TalkSession.objects.get(pk=session.pk).sequence

    cancelled = cancel_session(session, by=tom, at=MONDAY)

    assert cancelled.is_cancelled
    assert cancelled.sequence == sequence + 1
    assert open_nudges("talk_tomorrow") == []
    assert [one.recipient for one in open_nudges("talk_changed")] == [ines]
    assert keep_sessions(at=MONDAY) == 0


def test_a_recording_is_on_the_web(tom):
    session = first_session()

    keep_recording(session, by=tom, recording="https://example.org/v")
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_recording(session, by=tom, recording="javascript:alert(1)")

    session.refresh_from_db()
    assert session.recording == "https://example.org/v"


def test_once_a_session_has_begun_nothing_is_said_of_it_any_more(ines):
    session = first_session()
    take(session, ines)

    end_what_has_begun(at=session.starts_at)

    assert open_nudges("talk_tomorrow") == []
    assert Nudge.objects.get(kind="talk_tomorrow").ended_because == "held"


def test_setting_up_twice_at_once_is_setting_up_once(race):
    assert race(2, lambda: set_up_weekly_talks(at=MONDAY)) == ["ok", "ok"]

    assert TalkSession.objects.count() == WEEKS_AHEAD
