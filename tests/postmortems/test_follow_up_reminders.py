"""Who is reminded of a follow-up, when, and what ends it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from incidents.models import Mode
from nudges.domain.delivery import deliver
from nudges.domain.saying import due_nudges, say
from nudges.models import Nudge
from nudges.models.nudge import OPEN
from nudges.queries import waiting_for
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.following_up import (
    add_follow_up,
    complete_follow_up,
    edit_follow_up,
    keep_follow_up,
    last_step,
    let_go_of_follow_up,
    reopen_follow_up,
)
from postmortems.domain.handing_over import (
    hand_over_follow_up,
    pass_on_follow_up,
    take_follow_up,
)
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db

OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
# A Wednesday, three weeks on.
DAY = date(2026, 12, 16)
PLAN = {"what": "Alert on lag", "kind": "detection"}


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def nia(clock):
    return UserFactory(**OFFICE)


def plan(by, *, owner, due_on=DAY, incident=None):
    incident = incident or IncidentFactory(by=UserFactory(), is_over=True)
    write_up = PostmortemFactory(by=incident.declared_by, incident=incident)
    return add_follow_up(write_up, by=by, owner=owner, due_on=due_on, **PLAN)


def live_through(clock, days):
    """Let the sweep run every afternoon, and give what mail said, with its day."""
    said = []
    for _day in range(days):
        clock.shift(timedelta(days=1))
        for one in due_nudges():
            say(one)
        mail.outbox.clear()
        deliver("email")
        said += [
            (f"{timezone.now():%d %b}", message.to, message.subject) for message in mail.outbox
        ]
    return said


def of(person, said):
    return [(day, subject) for day, to, subject in said if to == [person.email]]


def is_reminded(person, kind="follow_up_due"):
    return Nudge.objects.filter(recipient=person, kind=kind, state__in=OPEN).exists()


def listed(person):
    return [one.words.title for one in waiting_for(person).listed]


def test_somebody_is_reminded_around_the_day_and_then_asked_whether_it_is_worth_it(clock, nia):
    plan(nia, owner=nia)

    said = live_through(clock, days=90)

    assert of(nia, said) == [
        ("14 Dec", "A follow-up is due on 16 Dec"),
        ("16 Dec", "A follow-up is due on 16 Dec"),
        ("23 Dec", "A follow-up waits for you"),
        ("30 Dec", "A follow-up waits for you"),
        ("06 Jan", "A follow-up waits for you"),
        ("13 Jan", "Is this follow-up still worth doing?"),
    ]
    assert listed(nia) == ["Is this follow-up still worth doing?"]


def test_the_last_question_leads_to_what_can_be_answered(clock, nia, client_of):
    follow_up = plan(nia, owner=nia)
    live_through(clock, days=60)
    [waiting] = waiting_for(nia).listed

    page = client_of(nia).get(waiting.words.link).content.decode()

    for address in ("keep", "hand-over", "let-go"):
        assert f"/follow-ups/{follow_up.pk}/{address}/" in page


def ended_by(verb, follow_up, by):
    other = UserFactory()
    verbs = {
        "done": lambda: complete_follow_up(follow_up, by=by),
        "let go": lambda: let_go_of_follow_up(follow_up, by=by, reason="It goes away."),
        "passed on": lambda: pass_on_follow_up(follow_up, by=by, where="The vendor"),
        "handed over": lambda: hand_over_follow_up(follow_up, by=by, to=other),
    }
    return verbs[verb]()


@pytest.mark.parametrize("verb", ["done", "let go", "passed on", "handed over"])
def test_it_ends_with(verb, clock, nia):
    follow_up = plan(nia, owner=nia)
    live_through(clock, days=22)
    assert listed(nia) == ["A follow-up is due on 16 Dec"]

    ended_by(verb, follow_up, nia)

    assert listed(nia) == []
    assert of(nia, live_through(clock, days=25)) == []


def test_the_new_owner_is_told_at_once_and_then_reminded(clock, nia):
    ines = UserFactory(**OFFICE)
    follow_up = plan(nia, owner=nia)

    hand_over_follow_up(follow_up, by=nia, to=ines, note="You know it best.")

    assert listed(ines) == ["A follow-up is with you now"]
    said = live_through(clock, days=24)
    assert of(nia, said) == []
    assert [subject for _day, subject in of(ines, said)] == [
        "A follow-up is with you now",
        "A follow-up is due on 16 Dec",
        "A follow-up is due on 16 Dec",
    ]


def test_whoever_is_put_down_by_somebody_else_is_told_and_by_themselves_is_not(clock, nia):
    plan(nia, owner=nia)
    assert not is_reminded(nia, "follow_up")

    plan(UserFactory(), owner=nia)
    assert is_reminded(nia, "follow_up")


def test_a_day_that_moves_takes_the_reminders_along_also_back_again(clock, nia):
    follow_up = plan(nia, owner=nia)
    keep_follow_up(follow_up, by=nia, due_on=DAY + timedelta(days=28))
    keep_follow_up(follow_up, by=nia, due_on=DAY)
    later = keep_follow_up(follow_up, by=nia, due_on=DAY + timedelta(days=7))

    assert [day for day, _subject in of(nia, live_through(clock, days=33))] == ["21 Dec", "23 Dec"]
    assert later.due_on == date(2026, 12, 23)


def test_a_changed_plan_reminds_whom_and_when_it_says(clock, nia):
    ines = UserFactory(**OFFICE)
    follow_up = plan(nia, owner=nia)
    changed = {**PLAN, "owner": ines, "due_on": DAY - timedelta(days=7), "link": ""}

    edit_follow_up(follow_up, by=nia, seen=last_step(follow_up), **changed)

    said = live_through(clock, days=20)
    assert of(nia, said) == []
    assert [day for day, _subject in of(ines, said)] == ["24 Nov", "07 Dec", "09 Dec"]


def test_better_words_alone_leave_the_reminders_as_they_are(clock, nia):
    follow_up = plan(nia, owner=nia)
    before = Nudge.objects.get(kind="follow_up_due")
    changed = {"what": "Alert on age", "kind": "tooling", "link": "", "owner": nia, "due_on": DAY}

    edit_follow_up(follow_up, by=nia, seen=last_step(follow_up), **changed)

    assert Nudge.objects.get(kind="follow_up_due", state__in=OPEN) == before


def test_nobody_is_reminded_of_what_nobody_has_or_has_no_day(clock, nia):
    plan(nia, owner=None)
    plan(nia, owner=nia, due_on=None)

    assert not Nudge.objects.filter(kind="follow_up_due").exists()


def test_whoever_takes_it_is_reminded(clock, nia):
    take_follow_up(plan(UserFactory(), owner=None), by=nia)

    assert len(of(nia, live_through(clock, days=24))) == 2


def test_practice_reminds_nobody(clock, nia):
    incident = IncidentFactory(by=nia, is_over=True, mode=Mode.PRACTICE)
    follow_up = plan(UserFactory(), owner=nia, incident=incident)
    complete_follow_up(follow_up, by=nia)

    kinds = {"follow_up", "follow_up_due", "did_it_help"}
    assert not Nudge.objects.filter(kind__in=kinds).exists()


def test_somebody_who_has_left_is_reminded_of_nothing(clock, nia):
    plan(UserFactory(), owner=nia)
    nia.is_active = False
    nia.save()

    assert of(nia, live_through(clock, days=60)) == []


def test_somebody_who_lost_sight_of_it_hears_no_more_of_it(clock, nia):
    incident = IncidentFactory(by=UserFactory(), is_over=True)
    follow_up = plan(nia, owner=nia, incident=incident)
    live_through(clock, days=24)
    assert listed(nia)

    restrict_incident(incident, by=incident.declared_by)

    assert listed(nia) == []
    assert of(nia, live_through(clock, days=30)) == []
    assert follow_up.owner == nia


def test_what_is_opened_again_is_reminded_of_again(clock, nia):
    follow_up = complete_follow_up(plan(nia, owner=nia), by=nia)

    reopen_follow_up(follow_up, by=nia, reason="There is more to it.")

    assert not is_reminded(nia, "did_it_help")
    assert len(of(nia, live_through(clock, days=24))) == 2


# Did it help?


def test_it_is_asked_twice_whether_it_helped(clock, nia):
    complete_follow_up(plan(nia, owner=nia), by=nia)

    said = of(nia, live_through(clock, days=130))

    assert said == [("23 Dec", "Did it help?"), ("22 Feb", "Did it help?")]
    assert listed(nia) == ["Did it help?"]


def test_an_answer_ends_the_question_until_the_next(clock, nia):
    done = complete_follow_up(plan(nia, owner=nia), by=nia)
    live_through(clock, days=31)
    assert listed(nia) == ["Did it help?"]

    say_whether_it_helped(done, by=nia, answer="not_yet")

    assert listed(nia) == []
    assert of(nia, live_through(clock, days=70)) == [("22 Feb", "Did it help?")]
    say_whether_it_helped(done, by=nia, answer="helped")
    assert listed(nia) == []
    assert of(nia, live_through(clock, days=100)) == []


def test_an_answer_in_the_morning_of_the_day_is_an_answer_to_its_question(clock, nia):
    done = complete_follow_up(plan(nia, owner=nia), by=nia)
    clock.move_to(MONDAY + timedelta(days=29, hours=18, minutes=1))  # 09:01, and done at 15:00
    for one in due_nudges():
        say(one)

    say_whether_it_helped(done, by=nia, answer="helped")

    assert of(nia, live_through(clock, days=40)) == []


def test_whoever_did_it_is_asked_when_nobody_has_it(clock, nia):
    ines = UserFactory(**OFFICE)
    complete_follow_up(plan(nia, owner=None), by=ines)

    assert of(ines, live_through(clock, days=32)) == [("23 Dec", "Did it help?")]


def test_only_whoever_had_it_is_asked(clock, nia):
    ines = UserFactory(**OFFICE)
    complete_follow_up(plan(nia, owner=nia), by=ines)

    said = live_through(clock, days=32)

    assert (len(of(nia, said)), of(ines, said)) == (1, [])


def test_done_again_after_it_was_opened_again_it_is_asked_anew(clock, nia):
    done = complete_follow_up(plan(nia, owner=nia, due_on=None), by=nia)
    live_through(clock, days=31)
    say_whether_it_helped(done, by=nia, answer="did_not_help")
    reopen_follow_up(done, by=nia, reason="The threshold is too high.")
    complete_follow_up(done, by=nia)

    assert len(of(nia, live_through(clock, days=35))) == 1
