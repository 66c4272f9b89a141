"""Reports as other teams write them: labels, counted minutes, other marks and languages."""

from datetime import UTC, date, datetime

import pytest

from postmortems.importing.headings import Place, place_of
from tests.postmortems.importing.reports import read

START, END = datetime(2021, 3, 4, 14, 0, tzinfo=UTC), datetime(2021, 3, 4, 15, 30, tzinfo=UTC)


def span(report):
    return report.times.started_at, report.times.ended_at


@pytest.mark.parametrize(
    "said",
    [
        "**Incident Start:** 2021-03-04 14:00 UTC\n\n**Incident End:** 2021-03-04 15:30 UTC",
        "- **Started at**: 14:00 UTC\n- **Resolved at**: 15:30 UTC",
        "| Field | Value |\n|---|---|\n| **Start (UTC)** | 14:00 |\n| End (UTC) | 15:30 |",
        "**Duration**: 90 minutes (14:00-15:30 UTC)",
        "**Duration**: 90 minutes (2:00-3:30 PM UTC)",
        "Duration: 14:00 (start UTC) → 15:30 (end UTC)",
        "    Outage duration: March 4, 2021, 2:00 PM - March 4, 2021, 3:30 PM (UTC)",
        "**Dauer:** 14:00 – 15:30 UTC",
        "When: 14:00 - 15:30 UTC",
        "- Incident time: 2021-03-04T14:00:00Z\n- Date resolved: 2021-03-04 15:30 UTC",
        "Labels were missing from 14:00 to 15:30 UTC.",
        "Between approximately 2021-03-04 14:00 UTC and 2021-03-04 15:30 UTC nothing was printed.",
    ],
)
def test_start_and_end_are_read_where_they_are_said(said):
    assert span(read(f"# Labels\n\n{said}\n")) == (START, END)


def test_settings_above_the_page_say_when_it_was():
    report = read(
        """
        ---
        title: Labels
        detected_at: 2021-03-04T14:10:00Z
        started_at: 2021-03-04T16:00:00+02:00
        resolved_at: 2021-03-04T15:30:00Z
        ---

        # Labels
        """,
        filename="labels.md",
    )

    assert span(report) == (START, END)
    assert report.occurred_on == date(2021, 3, 4)


def test_a_label_beats_what_the_timeline_shows():
    report = read(
        """
        # Labels

        **Duration:** 14:00 - 15:30 UTC

        ## Timeline (UTC)

        - 13:00 The change is merged.
        - 17:00 Everyone goes home.
        """
    )

    assert span(report) == (START, END)


def test_a_timeline_that_leads_up_to_it_gives_way_to_a_sentence_with_a_day():
    report = read(
        """
        # Labels

        On 2021-03-04 between 14:00 and 15:30 UTC no labels came out.

        ## Timeline

        - 2021-03-03 09:00 UTC: The change is merged.
        - 2021-03-04 14:00 UTC: It is deployed.
        - 2021-03-04 17:00 UTC: The next release.
        """
    )

    assert span(report) == (START, END)
    assert len(report.timeline) == 3


def test_several_spans_without_a_day_leave_it_to_the_timeline():
    report = read(
        """
        # Labels

        **Duration:** 21:00 - 23:00 UTC

        **Duration:** 02:00 - 03:00 UTC

        ## Timeline

        - 2021-03-04 14:00 UTC: It begins.
        - 2021-03-04 15:30 UTC: It is over.
        """
    )

    assert span(report) == (START, END)


def test_minutes_counted_from_the_start_become_times():
    report = read(
        """
        # Labels

        - Date: 2021-03-04
        - Duration: 14:00 - 15:30 UTC

        ## Timeline

        - T-1h: The change is merged.
        - T+0: It breaks.
        - T+5m: An alert.
        - T+1h05m: Rolled back.
        - T+90: Over.
        """
    )

    assert [entry.occurred_at.strftime("%H:%M") for entry in report.timeline] == [
        "13:00", "14:00", "14:05", "15:05", "15:30",
    ]  # fmt: skip
    assert report.timeline[2].text == "T+5m: An alert."


def test_minutes_counted_from_nowhere_keep_their_words():
    report = read("# 2021-03-04, Labels\n\n## Timeline\n\n- T+0: It breaks.\n- T+5m: An alert.\n")

    assert [entry.is_exact for entry in report.timeline] == [False, False]


@pytest.mark.parametrize(
    ("written", "times"),
    [
        ("- 1430 UTC alert\n- 1502Z quiet", ["14:30", "15:02"]),
        ("- 8.45 UTC alert\n- 9.05 UTC quiet", ["08:45", "09:05"]),
        ("- 14.30 Uhr: Alarm\n- 15:02 Uhr: Ruhe", ["14:30", "15:02"]),
        ("* [14:30] alert\n* [???] a fuse\n* [15:02] quiet", ["14:30", "14:30", "15:02"]),
        ("| # | Time | Event |\n|-|-|-|\n| 1 | 14:30 | alert |\n| 2 | 15:02 | quiet |",
         ["14:30", "15:02"]),
        ("```\n14:30 - alert\n15:02 - quiet\n```", ["14:30", "15:02"]),
        ("```\nTIME    EVENT\n14:30   alert\n15:02   quiet\n```", ["14:30", "15:02"]),
        ("<table>\n<tr><th>Time</th><th>Event</th></tr>\n<tr>\n  <td>14:30</td>\n  <td>an "
         "<b>alert</b></td>\n</tr>\n<tr><td>15:02</td><td>quiet</td></tr>\n</table>",
         ["14:30", "15:02"]),
    ],
)  # fmt: skip
def test_a_timeline_is_read_however_it_looks(written, times):
    report = read(f"# 2021-03-04, Labels\n\n## Timeline\n\n{written}\n")

    assert [entry.occurred_at.strftime("%H:%M") for entry in report.timeline] == times


def test_an_odd_table_of_html_stays_as_it_is():
    table = "<table><tr><td colspan=2>14:05</td><td>x</td></tr></table>"

    assert table in read(f"# Labels\n\n{table}\n").texts[Place.WHAT_HAPPENED]


@pytest.mark.parametrize(
    "marks",
    [
        "= Labels\n\n== Timeline\n\n",
        "# Labels\n\n##Timeline\n\n",
        "Labels\n======\n\nTimeline:\n\n",
    ],
)
def test_other_marks_of_a_heading_are_understood(marks):
    report = read(f"{marks}- 2021-03-04 14:00 It breaks.\n- 14:30 It works.\n")

    assert report.title == "Labels"
    assert len(report.timeline) == 2


def test_equals_signs_in_a_report_of_markdown_are_no_headings():
    report = read("# Labels\n\n== not a heading\n")

    assert "== not a heading" in report.texts[Place.WHAT_HAPPENED]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Root cause and resolution", Place.WHAT_MADE_IT_POSSIBLE),
        ("Corrective and Preventative Measures", Place.FOLLOW_UP),
        ("Root cause: the five whys", Place.WHAT_MADE_IT_POSSIBLE),
        ("📋 Action Items", Place.FOLLOW_UP),
        ("What Went Well? ✅", Place.WHAT_WENT_WELL),
        ("Zeitverlauf", Place.TIMELINE),
        ("Maßnahmen", Place.FOLLOW_UP),
        ("Línea de tiempo", Place.TIMELINE),
        ("Causas contribuyentes", Place.FACTOR),
        ("Chronologie de l’incident", Place.TIMELINE),
        ("Actions correctives", Place.FOLLOW_UP),
        ("Lições aprendidas", Place.WHAT_WE_KNOW_NOW),
        ("Timeline of our office move", None),
    ],
)
def test_headings_are_known_by_other_names_too(heading, place):
    assert place_of(heading) is place


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("**Datum:** 17. Juni 2021", date(2021, 6, 17)),
        ("Fecha: 16 de julio de 2021", date(2021, 7, 16)),
        ("**Date de l'incident :** 4 août 2021", date(2021, 8, 4)),
        ("**Date:** January 14-19, 2021", date(2021, 1, 14)),
        ("| | |\n|-|-|\n| **Date** | March 8, 2021 |", date(2021, 3, 8)),
        ("**Incident Start:** 3/8/2021, 9:42:05 AM", date(2021, 3, 8)),
        ("Date: 08.03.2021", date(2021, 3, 8)),
        ("- Date detected: 2021-03-08 14:05 UTC", date(2021, 3, 8)),
    ],
)
def test_the_day_is_read_as_it_is_written_elsewhere(said, day):
    assert read(f"# Labels\n\n{said}\n", filename="labels.md").occurred_on == day


def test_a_column_of_states_says_what_is_done():
    report = read(
        """
        # 2021-03-04, Labels

        ## Action items

        They are of three kinds:

        - Prevent: it does not come back.
        - Detect: we notice it.

        | Action | Status | Owner |
        |---|---|---|
        | Two trays | ✅ Done | Nia |
        | Buy paper | Open | Ines |
        | Say when paper is low | closed | |
        """
    )

    assert [(one.text.split(" · ")[0], one.is_done) for one in report.follow_ups] == [
        ("Two trays", True), ("Buy paper", False), ("Say when paper is low", True),
    ]  # fmt: skip
    assert "Prevent: it does not come back." in report.texts[Place.WHAT_HAPPENED]
