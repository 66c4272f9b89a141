"""Whatever a report looks like, each of its lines goes to one place and no word is lost."""

import pytest

from postmortems.importing.headings import TEXTS
from postmortems.importing.parser import parse_report
from tests.postmortems.importing.reports import (
    assert_nothing_is_lost,
    assert_only_structure_is_taken,
    some_report,
)


@pytest.mark.parametrize("seed", range(400))
def test_every_line_of_any_report_goes_to_one_place(seed):
    report = parse_report(some_report(seed), filename="2021-03-04-labels.md")

    assert_nothing_is_lost(report)
    assert_only_structure_is_taken(report)
    assert report.title.strip()
    assert all(entry.text.strip() for entry in report.timeline)
    assert all(entry.occurred_at for entry in report.timeline)
    assert all(follow_up.text.strip() for follow_up in report.follow_ups)
    assert all(factor.text.strip() for factor in report.factors)


def test_generated_reports_show_every_part_of_a_write_up():
    reports = [parse_report(some_report(seed), filename="report.md") for seed in range(60)]

    assert {place for report in reports for place, text in report.texts.items() if text} == set(
        TEXTS
    )
    assert sum(len(report.timeline) for report in reports) > 100
    assert sum(len(report.follow_ups) for report in reports) > 50
    assert sum(len(report.factors) for report in reports) > 10


def test_the_same_words_twice_are_kept_twice():
    report = parse_report("Queue.\n\n## Impact\n\nQueue.\n\nQueue.\n", filename="a.md")

    assert report.texts["what_happened"].count("Queue") == 1
    assert report.texts["impact"].count("Queue") == 2


@pytest.mark.parametrize(
    "text", ["", "\n", " \n\t\n", "\ufeff", "\x00", "---\n---\n", "#\n", "-\n"]
)
def test_next_to_nothing_is_read_too(text):
    report = parse_report(text, filename="2021-03-04.md")

    assert_nothing_is_lost(report)
    assert report.title == "2021-03-04"
