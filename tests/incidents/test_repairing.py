"""Beginning, planning, ticking and ending a data repair: rules and races."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.repair_progress import report_progress
from incidents.domain.repair_steps import tick_step, untick_step
from incidents.domain.repairing import (
    begin_repair,
    describe_repair,
    stop_repair,
    verify_repair,
)
from incidents.domain.room import join_incident
from incidents.models import Access, Incident, Repair, RepairState, RepairStepName
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

WHAT = "Half an hour of ledger rows point at the wrong account."


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def samira():
    return UserFactory(display_name="Samira Rahimi")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, undo_path="roll_back_and_repair")


@pytest.fixture
def repair(incident, nia):
    return begin_repair(incident, by=nia, what_was_written=WHAT, total=1204)


def lines(incident):
    repairs = incident.timeline.filter(kind="repair").oldest_first()
    return [(one.text, one.is_key_moment) for one in repairs]


def plan(repair, **changes):
    """What the form of the plan sends when only `changes` change."""
    names = ("what_was_written", "how_to_find", "how_to_repair", "total", "run_by", "pairs")
    return {name: getattr(repair, name) for name in names} | changes


def refused(act):
    with pytest.raises(DomainError) as caught:
        act()
    return caught.value


# Begin


def test_one_line_is_enough_to_begin(incident, nia):
    repair = begin_repair(incident, by=nia, what_was_written=WHAT)

    assert (repair.total, repair.done, repair.run_by, repair.pairs) == (None, 0, None, None)
    assert repair.is_going_on
    assert lines(incident) == [(f"Data repair begins: {WHAT}", False)]


def test_how_many_rows_there_are_stands_on_the_timeline(repair, incident):
    assert lines(incident) == [(f"Data repair begins: {WHAT} 1,204 rows affected.", False)]


def test_long_words_are_kept_whole_and_said_shortly(incident, nia):
    repair = begin_repair(incident, by=nia, what_was_written="wrong " * 800)

    assert len(repair.what_was_written) == 4800
    assert len(lines(incident)[0][0]) < 250


def test_a_form_sent_twice_is_one_repair(repair, incident, nia):
    again = begin_repair(incident, by=nia, what_was_written=WHAT, total=1204)

    assert again == repair
    assert len(lines(incident)) == 1


def test_beginning_twice_at_once_is_one_repair(race):
    nia = UserFactory()
    incident = IncidentFactory(by=nia)

    assert race(3, lambda: begin_repair(incident, by=nia, what_was_written=WHAT)) == ["ok"] * 3

    assert incident.repairs.count() == 1
    assert len(lines(incident)) == 1


def test_rows_that_are_found_later_can_be_repaired_too(incident, nia):
    resolve_incident(incident, by=nia, summary="Rolled back.")

    assert begin_repair(incident, by=nia, what_was_written=WHAT).is_going_on


def test_whoever_runs_it_pairs_with_somebody_else(incident, nia):
    error = refused(
        lambda: begin_repair(incident, by=nia, what_was_written=WHAT, run_by=nia, pairs=nia)
    )

    assert "somebody else to pair" in error.message_dict["pairs"][0]
    assert not incident.repairs.exists()


@pytest.mark.parametrize("kind", ["reader", "gone"])
def test_who_cannot_write_cannot_run_it(incident, nia, kind):
    other = UserFactory(role=Role.READER) if kind == "reader" else UserFactory(is_active=False)

    error = refused(lambda: begin_repair(incident, by=nia, what_was_written=WHAT, run_by=other))

    assert "cannot work on a repair" in error.message_dict["run_by"][0]


def test_whoever_takes_part_in_a_restricted_one_must_be_let_in(incident, nia, samira):
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)

    error = refused(lambda: begin_repair(incident, by=nia, what_was_written=WHAT, pairs=samira))
    assert "not let into this incident" in error.message_dict["pairs"][0]

    Access.objects.create(incident=incident, user=samira)
    repair = begin_repair(incident, by=nia, what_was_written=WHAT, pairs=samira)
    assert repair.pairs == samira


# Plan


def test_what_changes_in_the_plan_is_one_line(repair, incident, nia, samira):
    describe_repair(
        repair,
        by=nia,
        **plan(
            repair, how_to_find="`written_at` between 09:02 and 09:31", run_by=nia, pairs=samira
        ),
    )

    repair.refresh_from_db()
    assert (repair.run_by, repair.pairs) == (nia, samira)
    assert lines(incident)[1:] == [
        (
            "Data repair: How the rows are found is described anew. Nia runs it. Samira pairs.",
            False,
        )
    ]


def test_a_plan_that_stays_the_same_leaves_no_line(repair, incident, nia):
    describe_repair(repair, by=nia, **plan(repair))

    assert len(lines(incident)) == 1


def test_there_are_at_least_as_many_rows_as_are_put_right(repair, nia):
    report_progress(repair, by=None, done=812)

    error = refused(lambda: describe_repair(repair, by=nia, **plan(repair, total=800)))

    assert error.message_dict == {
        "total": ["812 rows are put right already, so there are at least as many."]
    }


# Steps


def test_a_step_says_who_when_and_how_many(repair, incident, samira):
    step = tick_step(repair, by=samira, step="dry_run", rows=1204, note="Each has one account.")

    assert (step.ticked_by, step.rows, step.note) == (samira, 1204, "Each has one account.")
    assert lines(incident)[1:] == [
        ("Data repair, dry run: done. 1,204 rows. Each has one account.", False)
    ]


def test_counting_in_the_first_step_says_how_many_there_are(incident, nia):
    repair = begin_repair(incident, by=nia, what_was_written=WHAT)

    tick_step(repair, by=nia, step="scope", rows=1204)

    repair.refresh_from_db()
    assert repair.total == 1204


def test_the_scope_cannot_be_smaller_than_what_is_put_right(repair, nia):
    report_progress(repair, by=nia, done=5)

    error = refused(lambda: tick_step(repair, by=nia, step="scope", rows=4))

    assert list(error.message_dict) == ["rows"]
    assert not repair.steps.exists()


def test_whoever_runs_it_does_not_check_it(repair, incident, nia):
    describe_repair(repair, by=nia, **plan(repair, run_by=nia))

    error = refused(lambda: tick_step(repair, by=nia, step="check"))

    assert error.messages == ["You run this one, so somebody else has the second pair of eyes."]
    assert not repair.steps.exists()


def test_whoever_checked_it_does_not_run_it(repair, nia, samira):
    tick_step(repair, by=samira, step="check")

    error = refused(lambda: tick_step(repair, by=samira, step="run"))
    assert error.messages == ["You had the second pair of eyes, so somebody else runs it."]

    tick_step(repair, by=nia, step="run")
    repair.refresh_from_db()
    assert (repair.run_by, repair.checked_by) == (nia, samira)


def test_whoever_checked_it_cannot_be_named_to_run_it(repair, nia, samira):
    tick_step(repair, by=samira, step="check")

    error = refused(lambda: describe_repair(repair, by=nia, **plan(repair, run_by=samira)))

    assert error.message_dict["run_by"] == [
        "Samira had the second pair of eyes, so somebody else runs it."
    ]


def test_the_database_holds_the_rule_as_well(repair, nia):
    with pytest.raises(IntegrityError), transaction.atomic():
        Repair.objects.filter(pk=repair.pk).update(run_by=nia, checked_by=nia)


def test_one_person_alone_who_checks_and_runs_at_once_does_one_of_them(race):
    nia = UserFactory()
    repair = begin_repair(IncidentFactory(by=nia), by=nia, what_was_written=WHAT)

    outcomes = race(
        2,
        [
            lambda: tick_step(repair, by=nia, step="check"),
            lambda: tick_step(repair, by=nia, step="run"),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert repair.steps.count() == 1


def test_the_order_is_advice(repair, nia):
    for step in ("verify", "run", "copy"):
        tick_step(repair, by=nia, step=step)

    assert repair.steps.count() == 3


def test_a_double_press_ticks_once_and_somebody_else_is_told(repair, incident, nia, samira):
    first = tick_step(repair, by=nia, step="copy")

    assert tick_step(repair, by=nia, step="copy") == first
    error = refused(lambda: tick_step(repair, by=samira, step="copy"))
    assert error.messages == ["Nia has ticked this already."]
    assert len(lines(incident)) == 2


def test_two_people_who_tick_the_same_step_at_once(race):
    nia, samira = UserFactory(), UserFactory()
    repair = begin_repair(IncidentFactory(by=nia), by=nia, what_was_written=WHAT)

    outcomes = race(
        2,
        [
            lambda: tick_step(repair, by=nia, step="check"),
            lambda: tick_step(repair, by=samira, step="check"),
        ],
    )

    repair.refresh_from_db()
    assert sorted(outcomes) == ["DomainError", "ok"]
    assert repair.steps.get().ticked_by == repair.checked_by


def test_a_step_can_be_not_done_after_all(repair, incident, nia, samira):
    tick_step(repair, by=samira, step="check")

    untick_step(repair, by=nia, step="check")
    untick_step(repair, by=nia, step="check")

    repair.refresh_from_db()
    assert repair.checked_by is None
    assert not repair.steps.exists()
    assert lines(incident)[-1] == (
        "Data repair, second pair of eyes: not done after all.",
        False,
    )
    assert len(lines(incident)) == 3


# End


def all_right(repair):
    return report_progress(repair, by=None, done=1204)


def test_a_repair_is_verified_when_every_row_is_right(repair, incident, samira):
    all_right(repair)

    repair = verify_repair(repair, by=samira)

    assert repair.state == RepairState.VERIFIED
    assert (repair.ended_by, repair.steps.get().name) == (samira, RepairStepName.VERIFY)
    assert lines(incident)[-1] == ("Data repair verified: 1,204 of 1,204 rows put right.", True)


def test_it_is_not_verified_before_that(repair, nia):
    report_progress(repair, by=None, done=812)

    error = refused(lambda: verify_repair(repair, by=nia))

    assert error.messages == [
        "812 of 1,204 rows are put right. If the rest stays as it is, stop it with a reason."
    ]


def test_it_is_not_verified_while_nobody_knows_how_many_rows_there_are(incident, nia):
    repair = begin_repair(incident, by=nia, what_was_written=WHAT)

    assert "how many rows there were" in refused(lambda: verify_repair(repair, by=nia)).messages[0]


def test_no_rows_at_all_can_be_verified(incident, nia):
    repair = begin_repair(incident, by=nia, what_was_written=WHAT, total=0)

    assert verify_repair(repair, by=nia).percent == 100


def test_stopping_says_why(repair, incident, nia):
    report_progress(repair, by=None, done=812)

    repair = stop_repair(repair, by=nia, reason="The rest is test data.")

    assert repair.state == RepairState.STOPPED
    assert lines(incident)[-1] == (
        "Data repair stopped at 812 of 1,204 rows. The rest is test data.",
        True,
    )


ENDS = {
    "verified": lambda repair, by: verify_repair(repair, by=by),
    "stopped": lambda repair, by: stop_repair(repair, by=by, reason="Enough."),
}


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("second", ENDS)
def test_whoever_comes_second_is_told_who_was_first(repair, incident, nia, samira, first, second):
    all_right(repair)
    ENDS[first](repair, samira)

    error = refused(lambda: ENDS[second](repair, nia))

    assert error.messages == ["Samira ended it a moment ago."]
    repair.refresh_from_db()
    assert repair.state == first


def test_a_day_later_it_is_no_longer_a_moment_ago(repair, nia, samira):
    stop_repair(repair, by=samira, reason="Enough.", at=timezone.now() - timedelta(days=1))

    error = refused(lambda: stop_repair(repair, by=nia, reason="Enough."))

    assert error.messages == ["Samira has ended it already."]


@pytest.mark.parametrize("end", ENDS)
def test_a_double_press_ends_it_once(repair, incident, nia, end):
    all_right(repair)

    ENDS[end](repair, nia)
    ENDS[end](repair, nia)

    assert len([one for one in lines(incident) if end in one[0]]) == 1


@pytest.mark.parametrize("ends", [("verified", "verified"), ("verified", "stopped")])
def test_ending_twice_at_once_has_one_outcome(race, ends):
    nia, samira = UserFactory(), UserFactory()
    incident = IncidentFactory(by=nia)
    repair = begin_repair(incident, by=nia, what_was_written=WHAT, total=3)
    report_progress(repair, by=None, done=3)

    outcomes = race(
        2,
        [
            lambda: ENDS[ends[0]](repair, nia),
            lambda: ENDS[ends[1]](repair, samira),
        ],
    )

    repair.refresh_from_db()
    assert sorted(outcomes) == ["DomainError", "ok"]
    assert repair.state == ends[outcomes.index("ok")]
    assert repair.ended_by == (nia, samira)[outcomes.index("ok")]
    assert len([text for text, key in lines(incident) if "repair " in text and key]) == 1


def test_ending_while_the_script_reports_leaves_the_numbers_it_ended_with(race):
    nia = UserFactory()
    incident = IncidentFactory(by=nia)
    repair = begin_repair(incident, by=nia, what_was_written=WHAT, total=3)

    outcomes = race(
        2,
        [
            lambda: stop_repair(repair, by=nia, reason="Enough."),
            lambda: report_progress(repair, by=None, done=2),
        ],
    )

    repair.refresh_from_db()
    assert outcomes[0] == "ok"
    assert repair.done == (2 if outcomes[1] == "ok" else 0)
    assert lines(incident)[-1][0] == f"Data repair stopped at {repair.done} of 3 rows. Enough."


@pytest.mark.parametrize(
    "act",
    [
        lambda repair, by: tick_step(repair, by=by, step="scope"),
        lambda repair, by: untick_step(repair, by=by, step="scope"),
        lambda repair, by: describe_repair(repair, by=by, **plan(repair, total=7)),
        lambda repair, by: report_progress(repair, by=by, done=9),
    ],
)
def test_nothing_changes_after_the_end(repair, incident, nia, samira, act):
    stop_repair(repair, by=samira, reason="Enough.")
    before = Repair.objects.filter(pk=repair.pk).values().get(), lines(incident)

    error = refused(lambda: act(repair, nia))

    assert error.messages == ["Samira ended it a moment ago."]
    assert (Repair.objects.filter(pk=repair.pk).values().get(), lines(incident)) == before


def told_of(repair):
    nudges = Nudge.objects.open().filter(kind="repair", about_id=repair.pk)
    return [one.recipient for one in nudges.order_by("pk")]


def test_whoever_somebody_else_puts_down_for_it_is_told_once(incident, nia, samira):
    tom = UserFactory()

    repair = begin_repair(incident, by=nia, what_was_written=WHAT, run_by=nia, pairs=samira)
    assert told_of(repair) == [samira]

    describe_repair(repair, by=samira, **plan(repair, run_by=tom, pairs=samira))
    describe_repair(repair, by=nia, **plan(repair, run_by=tom, total=12))
    assert told_of(repair) == [samira, tom]


def test_whoever_is_not_down_for_it_any_more_is_told_no_longer(incident, nia, samira):
    repair = begin_repair(incident, by=nia, what_was_written=WHAT, pairs=samira)

    describe_repair(repair, by=nia, **plan(repair, pairs=None))
    assert told_of(repair) == []

    repair = begin_repair(incident, by=nia, what_was_written="More rows.", pairs=samira)
    stop_repair(repair, by=nia, reason="None are wrong after all.")
    assert told_of(repair) == []


def test_in_practice_it_stays_in_the_app(nia, samira):
    incident = IncidentFactory(by=nia, mode="practice")
    join_incident(incident, by=samira)

    repair = begin_repair(incident, by=nia, what_was_written=WHAT, pairs=samira)

    [told] = Nudge.objects.filter(kind="repair", about_id=repair.pk)
    assert (told.recipient, told.stays_in_app) == (samira, True)
