"""Start, end and day where a report tells them in sentences, and what a timeline marks."""

from datetime import UTC, date, datetime

import pytest

from tests.postmortems.importing.reports import read


def at(hour, minute=0, day=4):
    return datetime(2021, 3, day, hour, minute, tzinfo=UTC)


def span(report):
    return report.times.started_at, report.times.ended_at


@pytest.mark.parametrize(
    "told",
    [
        "On Thursday, March 4, 2021 between the hours of 1400 and 1530 UTC nothing was printed.",
        "Between **14:00 on March 4, 2021** and **15:30 on March 4, 2021 (UTC)** all was still.",
        "On March 4, 2021 at 14:00 UTC we saw errors.\n\nAt 15:30 UTC all was fully restored.",
        "At 14:00 UTC on March 4th, 2021 we observed gaps. They were resolved at 15:30 UTC.",
        "> On 4 March 2021 at 14:00Z the queue stopped. It was over, and closed, at 15:30Z.",
        "Our printers failed on March 4, 2021 from 14:00 UTC to 15:30 UTC.",
        "The issue began at about 2:00 p.m. UTC and was resolved by 3:30 p.m. UTC.",
    ],
)
def test_start_and_end_are_read_from_sentences(told):
    assert span(read(f"# Labels\n\n{told}\n")) == (at(14), at(15, 30))


@pytest.mark.parametrize(
    "told",
    [
        "At 14:00 UTC we watered the plants.",
        "A new release is scheduled for March 4, 2021 at 14:00 UTC, and errors will be fixed.",
        "At 14:00 UTC a change was pushed, and nobody noticed.",
        "On March 4, 2021 the printers failed.",
    ],
)
def test_a_time_that_is_not_about_how_it_began_is_none(told):
    assert not read(f"# Labels\n\n{told}\n").times.started_is_exact


def test_an_end_before_the_start_belongs_to_something_else():
    told = "Errors began on March 4, 2021 at 14:00 UTC. An older one was fixed at 12:00 UTC."

    assert span(read(f"# Labels\n\n{told}\n"))[0] == at(14)
    assert span(read(f"# Labels\n\n{told}\n"))[1] in {None, at(14)}


def test_how_it_came_about_is_before_the_start_that_a_sentence_names():
    report = read(
        """
        # Labels

        On March 4, 2021 at 14:00 UTC the printers stopped.

        ## Timeline (UTC)

        - 09:00 A release
        - 14:00 The printers stop
        - 15:30 They print
        """
    )

    assert span(report) == (at(14), at(15, 30))


def test_a_dated_sentence_that_spans_the_timeline_tells_of_more():
    report = read(
        """
        # Labels

        On March 4, 2021 nothing was printed from 14:00 UTC to 15:30 UTC.

        ## Timeline (UTC)

        - 14:20 Looked at the queue
        - 15:10 Drained it
        """
    )

    assert span(report) == (at(14), at(15, 30))


def test_what_a_timeline_marks_in_capitals_is_start_and_end():
    report = read(
        """
        # Labels

        ## Timeline (UTC)

        - 13:00 A release
        - 14:00 The printers stop **OUTAGE BEGINS**
        - 15:30 They print again **&lt;END OF
          OUTAGE&gt;**
        - 18:00 Wrote this down
        """
    )

    assert span(report) == (at(14), at(15, 30))


def test_a_time_behind_a_date_that_nobody_can_read_is_not_believed():
    report = read(
        """
        # Labels

        ## Timeline (UTC)

        - 14:00 The printers stop
        - 15:30 They print

        ## Appendix

        Started: Mon, 01 Jan 0001 00:00:00 +0000
        """
    )

    assert span(report) == (at(14), at(15, 30))


def test_settings_say_when_it_was_over():
    report = read(
        """
        ---
        title: Labels stuck
        date: 2021-03-04 14:00:00
        resolvedWhen: 2021-03-04 15:30:00
        ---

        They stood still.
        """,
        filename="labels.md",
    )

    assert span(report) == (at(14), at(15, 30))


def test_a_blog_is_dated_by_what_it_tells_first():
    text = "---\ntitle: Labels\nauthor: Ines\n---\n\nOn March 4th the printers stopped.\n"

    assert read(text, filename="2021-03-09-labels.md").occurred_on == date(2021, 3, 4)
    assert read(text, filename="2020-12-09-labels.md").occurred_on == date(2020, 12, 9)


@pytest.mark.parametrize(
    ("heading", "filename"),
    [
        ("# Labels stuck 3-24-21", "a.md"),
        ("# Labels stuck", "labels-stuck-3-24-21.md"),
        ("# Labels stuck", "Labels-stuck-on-March-24-2021.md"),
        ("# Labels stuck\n\n## Timeline (UTC), 03/24/2021\n\n- 14:05 x", "2021-03-29.md"),
        ("# Labels stuck, March 2021\n\nOn the morning of March 24 they stopped.", "a.md"),
        ("# Labels stuck\n\n**Date**: 24.03.2021", "2021-03-29.md"),
    ],
)
def test_the_day_is_found_in_headings_and_names(heading, filename):
    assert read(heading, filename=filename).occurred_on == date(2021, 3, 24)
