"""How far a repair is: what is refused, what a retry does, and how little is kept of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from incidents.domain import repair_progress, telling
from incidents.domain.merging import merge_incident
from incidents.domain.repair_progress import report_progress
from incidents.domain.repairing import begin_repair
from incidents.domain.restricting import restrict_incident
from incidents.models import Repair
from people.errors import DomainError
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def repair(nia):
    return begin_repair(
        IncidentFactory(by=nia), by=nia, what_was_written="Wrong accounts.", total=1204
    )


def numbers(repair):
    repair.refresh_from_db()
    return repair.done, repair.total


def read_again(repair):
    return Repair.objects.get(pk=repair.pk)


def reports(repair):
    return [(one.done, one.total, one.reason) for one in repair.reports.all()]


def test_numbers_are_kept_with_when_they_were_said(repair, nia):
    report_progress(repair, by=nia, done=812)

    assert numbers(repair) == (812, 1204)
    assert (repair.percent, repair.progress_at is not None) == (67, True)
    assert reports(repair) == [(812, 1204, "")]


def test_the_total_can_become_known_on_the_way(repair):
    report_progress(repair, by=None, done=10, total=1300)

    assert numbers(repair) == (10, 1300)


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"done": -1}, "done", "There cannot be fewer rows than none."),
        ({"done": 1, "total": -1}, "done", "There cannot be fewer rows than none."),
        ({"done": 1205}, "done", "That is more than there are: 1,204 rows."),
        ({"done": 900, "total": 850}, "done", "That is more than there are: 850 rows."),
        (
            {"done": 811},
            "reason",
            "812 rows were put right before. Say in a line why it is fewer now.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(repair, said, field, sentence):
    report_progress(repair, by=None, done=812)

    with pytest.raises(DomainError) as refused:
        report_progress(repair, by=None, **said)

    assert refused.value.message_dict == {field: [sentence]}
    assert numbers(repair) == (812, 1204)
    assert len(reports(repair)) == 1


def test_going_back_takes_a_reason(repair, nia):
    report_progress(repair, by=nia, done=812)

    report_progress(repair, by=nia, done=700, reason="One batch was taken back.")

    assert numbers(repair) == (700, 1204)
    assert reports(repair)[-1] == (700, 1204, "One batch was taken back.")


def test_the_same_numbers_again_change_nothing(repair, nia):
    report_progress(repair, by=nia, done=812)
    before = Repair.objects.filter(pk=repair.pk).values().get()

    report_progress(repair, by=nia, done=812)
    report_progress(repair, by=nia, done=812, total=1204)

    assert Repair.objects.filter(pk=repair.pk).values().get() == before
    assert len(reports(repair)) == 1


def test_an_older_report_that_arrives_late_is_refused(repair):
    report_progress(repair, by=None, done=600)

    with pytest.raises(DomainError, match="600 rows were put right before"):
        report_progress(repair, by=None, done=500)

    assert numbers(repair) == (600, 1204)


def test_a_sequence_leaves_alone_what_is_not_newer_even_with_a_reason(repair):
    report_progress(repair, by=None, done=600, sequence=1)
    report_progress(repair, by=None, done=300, reason="Taken back.", sequence=2)
    report_progress(repair, by=None, done=400, sequence=3)

    report_progress(repair, by=None, done=300, reason="Taken back.", sequence=2)
    report_progress(repair, by=None, done=600, sequence=1)

    assert numbers(repair) == (400, 1204)


def test_two_scripts_at_once_leave_numbers_that_one_of_them_sent(race):
    nia = UserFactory()
    repair = begin_repair(IncidentFactory(by=nia), by=nia, what_was_written="Wrong.", total=100)

    outcomes = race(
        4,
        [
            lambda: report_progress(repair, by=None, done=40),
            lambda: report_progress(repair, by=None, done=60),
            lambda: report_progress(repair, by=None, done=40),
            lambda: report_progress(repair, by=None, done=60),
        ],
    )

    assert numbers(repair) == (60, 100)
    assert (outcomes[1], outcomes[3]) == ("ok", "ok")
    assert set(outcomes) <= {"ok", "DomainError"}


def test_a_retry_beside_its_original_leaves_one_report(race):
    nia = UserFactory()
    repair = begin_repair(IncidentFactory(by=nia), by=nia, what_was_written="Wrong.", total=100)

    assert race(5, lambda: report_progress(repair, by=None, done=40)) == ["ok"] * 5

    assert reports(repair) == [(40, 100, "")]


# What is kept, and who is told


def test_ten_reports_a_second_leave_few_rows_and_the_last(repair):
    with time_machine.travel(NOON, tick=False) as clock:
        for done in range(1, 601):
            report_progress(repair, by=None, done=done)
            clock.shift(timedelta(milliseconds=100))

    kept = reports(repair)
    assert numbers(repair) == (600, 1204)
    assert kept[-1] == (600, 1204, "")
    assert len(kept) == 6


def test_a_script_that_gives_reasons_all_the_time_leaves_few_rows_too(repair):
    with time_machine.travel(NOON, tick=False) as clock:
        for turn in range(100):
            report_progress(repair, by=None, done=turn % 2, reason="Back and forth.")
            clock.shift(timedelta(milliseconds=100))

    assert len(reports(repair)) == 1


def test_what_people_say_is_always_kept(repair, nia):
    for done in (1, 2, 3):
        report_progress(repair, by=nia, done=done)

    assert [done for done, _total, _reason in reports(repair)] == [1, 2, 3]


@pytest.fixture
def told(monkeypatch):
    """When screens are told, and when they will be: seconds, from the first report on."""
    heard = []
    task = repair_progress.tell_of_repair
    monkeypatch.setattr(
        telling, "publish", lambda channel, event: heard.append((channel, event, "now"))
    )
    monkeypatch.setattr(
        task, "apply_async", lambda args, countdown: heard.append((args, round(countdown, 2)))
    )
    monkeypatch.setattr(repair_progress, "prompt", lambda act: act())
    return heard


def test_screens_are_told_at_most_once_in_two_seconds_and_always_of_the_last(repair, told):
    room = f"incident:{repair.incident_id}"
    with time_machine.travel(NOON, tick=False) as clock:
        for done in range(1, 31):  # for three seconds
            report_progress(repair, by=None, done=done)
            clock.shift(timedelta(milliseconds=100))

    assert told == [
        (room, "repair", "now"),
        ((repair.incident_id,), 2.15),  # planned 0.1 s after the first, for 2 s after it
        ((repair.incident_id,), 2.25),  # and again for 4 s after it, so that the last is told
    ]


def test_what_was_put_off_is_told_by_the_worker(repair, work, monkeypatch):
    told = []
    monkeypatch.setattr(telling, "publish", lambda *words: told.append(words))

    with work():
        report_progress(repair, by=None, done=1)
        report_progress(repair, by=None, done=2)

    assert told == [(f"incident:{repair.incident_id}", "repair")] * 2


def test_of_a_restricted_incident_only_those_who_see_it_are_told(repair, work, monkeypatch):
    nia = repair.incident.declared_by
    restrict_incident(repair.incident, by=nia)
    told = []
    monkeypatch.setattr(telling, "publish", lambda *words: told.append(words))

    with work():
        report_progress(read_again(repair), by=None, done=1)
        report_progress(read_again(repair), by=None, done=2)

    assert told == [(f"user:{nia.pk}", "repair")] * 2


def test_screens_in_a_merged_duplicate_are_told_too(repair, nia, work, monkeypatch):
    duplicate = IncidentFactory(by=nia)
    merge_incident(duplicate, by=nia, into=repair.incident)
    told = []
    monkeypatch.setattr(telling, "publish", lambda *words: told.append(words))

    with work():
        report_progress(read_again(repair), by=None, done=1)

    numbers = (repair.incident_id, duplicate.pk)
    assert told == [(f"incident:{number}", "repair") for number in numbers]


def test_a_slow_script_is_told_at_once(repair, told):
    with time_machine.travel(NOON, tick=False) as clock:
        for done in (1, 2, 3):
            report_progress(repair, by=None, done=done)
            clock.shift(timedelta(seconds=3))

    assert [one[-1] for one in told] == ["now"] * 3


def test_a_hundred_per_cent_is_a_line_of_the_timeline_once(repair):
    for done, reason in ((1204, ""), (1000, "One file was left out."), (1204, "")):
        report_progress(repair, by=None, done=done, reason=reason)

    lines = repair.incident.timeline.filter(kind="repair", is_key_moment=True)
    assert [one.text for one in lines] == ["All of 1,204 rows are put right. Verifying comes next."]
    assert lines[0].author is None


def test_reports_leave_no_line_of_the_timeline(repair):
    before = repair.incident.timeline.count()

    for done in (1, 2, 3):
        report_progress(repair, by=None, done=done)

    assert repair.incident.timeline.count() == before


def test_a_report_takes_the_same_few_queries_however_many_there_were(
    repair, django_assert_max_num_queries
):
    for done in range(1, 30):
        report_progress(repair, by=UserFactory(), done=done)

    with django_assert_max_num_queries(7):
        report_progress(repair, by=None, done=30)
