"""What becomes of follow-ups: planned, changed, taken, handed over, done, let go, opened again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
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
from postmortems.models import Check, FollowUp, FollowUpState, Helped
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db

PLAN = {"what": "Alert on lag", "kind": "detection"}
A_MONTH_AGO = timedelta(days=31)


def planned(**more):
    by = UserFactory()
    return add_follow_up(PostmortemFactory(by=by), by=by, **PLAN | more)


def plan_of(follow_up, **more):
    names = ("what", "kind", "owner", "due_on", "link")
    seen = {"seen": last_step(follow_up)}
    return {name: getattr(follow_up, name) for name in names} | seen | more


def steps(follow_up):
    return [(one.kind, one.by, one.note) for one in follow_up.steps.all()]


def test_planning_is_the_first_step():
    nia = UserFactory()

    follow_up = add_follow_up(PostmortemFactory(by=nia), by=nia, **PLAN)

    assert steps(follow_up) == [("planned", nia, "")]


def test_planning_the_same_twice_is_planning_it_once(race):
    nia = UserFactory()
    postmortem = PostmortemFactory(by=nia)

    outcomes = race(2, lambda: add_follow_up(postmortem, by=nia, owner=nia, **PLAN))

    assert outcomes == ["ok", "ok"]
    assert postmortem.follow_ups.get().steps.count() == 1


@pytest.mark.parametrize("day", [date(1, 1, 2), date(9999, 12, 31)])
def test_a_day_that_cannot_be_meant_is_refused(day):
    with pytest.raises(DomainError, match="too far away"):
        planned(due_on=day)


@pytest.mark.parametrize(
    ("who", "says"),
    [({"is_active": False}, "has left"), ({"role": Role.READER}, "only reads here")],
)
def test_somebody_who_cannot_make_it_is_not_given_it(who, says):
    somebody = UserFactory(**who)
    follow_up = planned()

    with pytest.raises(DomainError, match=says):
        planned(owner=somebody)
    with pytest.raises(DomainError, match=says):
        hand_over_follow_up(follow_up, by=UserFactory(), to=somebody)


def test_somebody_who_does_not_see_the_incident_is_not_given_it():
    nia, somebody = UserFactory(), UserFactory()
    incident = restrict_incident(IncidentFactory(by=nia, is_over=True), by=nia)
    follow_up = add_follow_up(PostmortemFactory(by=nia, incident=incident), by=nia, **PLAN)

    with pytest.raises(DomainError, match="does not see this"):
        hand_over_follow_up(follow_up, by=nia, to=somebody)

    assert not Nudge.objects.filter(recipient=somebody).exists()


def test_changing_keeps_what_it_was_before():
    nia, ines = UserFactory(), UserFactory(display_name="Ines Duarte")
    follow_up = planned(due_on=date(2026, 12, 1))

    words = {"what": "Alert on age", "kind": "tooling", "owner": ines, "due_on": date(2026, 12, 8)}
    changed = edit_follow_up(follow_up, by=nia, **plan_of(follow_up, **words))

    assert {name: getattr(changed, name) for name in words} == words
    kind, by, note = steps(changed)[-1]
    assert (kind, by) == ("edited", nia)
    assert note.splitlines() == [
        "What: Alert on age (before: Alert on lag)",
        "Kind: Tooling (before: Detection)",
        "Who: Ines Duarte (before: nobody)",
        "By when: 8 Dec 2026 (before: 1 Dec 2026)",
    ]


def test_changing_nothing_is_no_step():
    follow_up = planned()

    edit_follow_up(follow_up, by=UserFactory(), **plan_of(follow_up))

    assert follow_up.steps.count() == 1


def test_two_who_change_it_at_once_lose_nothing(race):
    follow_up, nia = planned(), UserFactory()
    plans = [plan_of(follow_up, what=what) for what in ("One", "Other")]

    outcomes = race(
        2, [lambda plan=plan: edit_follow_up(follow_up, by=nia, **plan) for plan in plans]
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert follow_up.steps.filter(kind="edited").count() == 1


def test_keeping_it_takes_a_day_that_is_still_to_come():
    follow_up = planned(due_on=timezone.localdate() - timedelta(days=40))
    day = timezone.localdate() + timedelta(days=7)

    with pytest.raises(DomainError, match="still to come"):
        keep_follow_up(follow_up, by=UserFactory(), due_on=timezone.localdate() - timedelta(days=1))
    for _twice in range(2):
        kept = keep_follow_up(follow_up, by=UserFactory(), due_on=day)

    assert kept.due_on == day
    assert [one.kind for one in kept.steps.all()] == ["planned", "kept"]


def test_whoever_takes_what_nobody_has_has_it():
    nia = UserFactory()
    follow_up = planned()

    for _twice in range(2):
        taken = take_follow_up(follow_up, by=nia)

    assert taken.owner == nia
    assert [one.kind for one in taken.steps.all()] == ["planned", "taken"]


def test_what_somebody_had_who_left_can_be_taken():
    gone = UserFactory()
    follow_up = planned(owner=gone)
    gone.is_active = False
    gone.save()
    follow_up.refresh_from_db()
    assert follow_up.keeper is None

    assert take_follow_up(follow_up, by=UserFactory()).keeper is not None


def test_of_two_who_take_it_at_once_one_hears_who_has_it(race):
    follow_up = planned()
    people = [UserFactory(), UserFactory()]

    outcomes = race(2, [lambda one=one: take_follow_up(follow_up, by=one) for one in people])

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert follow_up.steps.filter(kind="taken").count() == 1


def test_handed_to_somebody_here_it_is_open_and_theirs():
    nia, ines = UserFactory(), UserFactory()
    follow_up = planned(owner=nia)

    for _twice in range(2):
        handed = hand_over_follow_up(follow_up, by=nia, to=ines, note="You know it best.")

    assert (handed.owner, handed.state) == (ines, FollowUpState.OPEN)
    assert steps(handed)[1:] == [("handed_over", nia, "You know it best.")]
    assert handed.steps.last().to == ines


def test_handed_over_twice_at_once_it_is_handed_over_once(race):
    follow_up, nia, ines = planned(), UserFactory(), UserFactory()

    race(2, lambda: hand_over_follow_up(follow_up, by=nia, to=ines))

    assert follow_up.steps.filter(kind="handed_over").count() == 1
    assert Nudge.objects.filter(kind="follow_up", recipient=ines).count() == 1


def test_passed_on_to_somewhere_else_it_says_where():
    follow_up = planned()

    passed = pass_on_follow_up(
        follow_up, by=UserFactory(), where="The card vendor", link="https://vendor.example/7"
    )

    assert (passed.state, passed.handed_to) == (FollowUpState.HANDED_OVER, "The card vendor")
    assert passed.link == "https://vendor.example/7"


def test_what_is_handed_over_is_so_to_somewhere():
    follow_up = planned()

    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.filter(pk=follow_up.pk).update(state=FollowUpState.HANDED_OVER)


def test_done_twice_at_once_it_is_done_once(race):
    follow_up, nia = planned(), UserFactory()

    outcomes = race(3, lambda: complete_follow_up(follow_up, by=nia, note="In 4.2"))

    assert outcomes == ["ok"] * 3
    assert follow_up.steps.filter(kind="done", note="In 4.2").count() == 1
    assert Nudge.objects.filter(kind="did_it_help").count() == 1


def test_of_doing_and_letting_go_at_once_one_counts(race):
    follow_up, nia = planned(), UserFactory()

    outcomes = race(
        2,
        [
            lambda: complete_follow_up(follow_up, by=nia),
            lambda: let_go_of_follow_up(follow_up, by=nia, reason="It goes away."),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert follow_up.steps.exclude(kind="planned").count() == 1


VERBS = [
    lambda one, by: edit_follow_up(one, by=by, **plan_of(one, what="Another")),
    lambda one, by: keep_follow_up(one, by=by, due_on=timezone.localdate()),
    lambda one, by: take_follow_up(one, by=by),
    lambda one, by: hand_over_follow_up(one, by=by, to=UserFactory()),
    lambda one, by: pass_on_follow_up(one, by=by, where="The vendor"),
    lambda one, by: complete_follow_up(one, by=by),
    lambda one, by: let_go_of_follow_up(one, by=by, reason="It goes away."),
]


@pytest.mark.parametrize("verb", VERBS)
def test_what_was_let_go_is_changed_no_more(verb):
    nia = UserFactory()
    follow_up = let_go_of_follow_up(planned(), by=nia, reason="The service goes away.")

    with pytest.raises(DomainError, match="not open any more"):
        verb(follow_up, nia)


def test_opened_again_it_is_as_before_and_its_history_stays():
    nia = UserFactory()
    done = complete_follow_up(planned(owner=nia), by=nia, at=timezone.now() - A_MONTH_AGO)
    say_whether_it_helped(done, by=nia, answer=Helped.DID_NOT_HELP, note="It never fired.")

    opened = reopen_follow_up(done, by=nia, reason="The threshold is too high.")

    assert (opened.state, opened.done_at, opened.owner) == (FollowUpState.OPEN, None, nia)
    assert not opened.answers.exists()
    noted = {kind: note for kind, _by, note in steps(opened)}
    assert noted == {
        "planned": "",
        "done": "",
        "did_not_help": "It never fired.",
        "reopened": "The threshold is too high.",
    }


@pytest.mark.parametrize("how", ["let go", "handed over"])
def test_what_is_opened_again_says_no_more_why_it_was_not(how):
    nia = UserFactory()
    follow_up = planned()
    if how == "let go":
        follow_up = let_go_of_follow_up(follow_up, by=nia, reason="It goes away.")
    else:
        follow_up = pass_on_follow_up(follow_up, by=nia, where="The vendor")

    opened = reopen_follow_up(follow_up, by=nia, reason="It stays after all.")

    assert (opened.let_go_because, opened.handed_to) == ("", "")
    with pytest.raises(DomainError, match="open already"):
        reopen_follow_up(opened, by=nia, reason="Again.")


def done_for(days, **more):
    nia = UserFactory()
    at = timezone.now() - timedelta(days=days)
    return complete_follow_up(planned(**more), by=nia, at=at)


@pytest.mark.parametrize(
    ("days", "check"),
    [(30, Check.FIRST), (88, Check.FIRST), (90, Check.SECOND), (400, Check.SECOND)],
)
def test_the_answer_belongs_to_the_check_it_is_time_for(days, check):
    given = say_whether_it_helped(done_for(days), by=UserFactory(), answer=Helped.HELPED)

    assert (given.check_after, given.answer) == (check, Helped.HELPED)


def test_it_is_answered_once_for_each_check():
    nia, done_at = UserFactory(), timezone.now()
    done = complete_follow_up(planned(), by=nia, at=done_at)

    for days, answer in ((31, Helped.NOT_YET), (91, Helped.HELPED)):
        with time_machine.travel(done_at + timedelta(days=days), tick=False):
            say_whether_it_helped(done, by=nia, answer=answer)

    assert [(one.check_after, one.answer) for one in done.answers.all()] == [
        (Check.FIRST, Helped.NOT_YET),
        (Check.SECOND, Helped.HELPED),
    ]


def test_before_a_month_it_is_early_to_say():
    with pytest.raises(DomainError, match="early to say"):
        say_whether_it_helped(done_for(20), by=UserFactory(), answer=Helped.HELPED)
    with pytest.raises(DomainError, match="not done"):
        say_whether_it_helped(planned(), by=UserFactory(), answer=Helped.HELPED)


def test_of_two_who_answer_at_once_one_counts(race):
    done = done_for(31)
    nia, ines = UserFactory(), UserFactory()

    outcomes = race(
        2,
        [
            lambda: say_whether_it_helped(done, by=nia, answer=Helped.HELPED),
            lambda: say_whether_it_helped(done, by=ines, answer=Helped.DID_NOT_HELP),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert done.answers.count() == 1


def test_the_same_answer_sent_twice_is_one(race):
    done, nia = done_for(31), UserFactory()

    outcomes = race(2, lambda: say_whether_it_helped(done, by=nia, answer=Helped.HELPED))

    assert outcomes == ["ok", "ok"]
    assert done.steps.filter(kind="helped").count() == 1
