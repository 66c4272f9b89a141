"""Timelines as teams write them: under headings, in bullets, in tables, in plain lines."""

from postmortems.importing.headings import Place
from postmortems.importing.report import Report
from tests.postmortems.importing.reports import read


def entries(report: Report) -> list[tuple[str, str]]:
    """Each entry's local time and text; "~" marks one with no time of day."""
    return [
        (f"{entry.occurred_at:%d %H:%M}{'' if entry.is_exact else ' ~'}", entry.text)
        for entry in report.timeline
    ]


def test_headings_with_times():
    report = read("""
        # 2021-03-04, Labels stuck

        ## Timeline

        All times in CET

        ### Mar 4 2021 13:06

        A deploy goes out:

        1. the queue first
        2. then the [printer](https://example.org/1)

        ### 13:35

        The printer stops.

        ```
        14:00 in a log is not an entry
        ```

        ### 13:44 - Rolled back
        Labels come out again.
    """)

    assert entries(report) == [
        (
            "04 13:06",
            "A deploy goes out:\n\n1. the queue first\n"
            "2. then the [printer](https://example.org/1)",
        ),
        ("04 13:35", "The printer stops.\n\n```\n14:00 in a log is not an entry\n```"),
        ("04 13:44", "**Rolled back**\n\nLabels come out again."),
    ]
    assert all(str(entry.occurred_at.tzinfo) == "Europe/Berlin" for entry in report.timeline)
    assert report.texts[Place.WHAT_HAPPENED] == "## Timeline\n\nAll times in CET"
    assert (report.times.started_at, report.times.ended_at) == (
        report.timeline[0].occurred_at,
        report.timeline[2].occurred_at,
    )


def test_headings_that_say_more_than_a_time_keep_their_words():
    report = read("""
        ## Timeline (UTC)

        ### ca. 13:30
        Fewer labels.

        ### 14:00-15:00
        No labels.

        ### 2X:XX (not sure exact time)
        Labels again.

        ### 22:52 (maybe earlier?)
        All well.

        ### 23:10
    """)

    assert entries(report) == [
        ("04 13:30", "**ca. 13:30**\n\nFewer labels."),
        ("04 14:00", "**14:00-15:00**\n\nNo labels."),
        ("04 14:00 ~", "**2X:XX (not sure exact time)**\n\nLabels again."),
        ("04 22:52", "**22:52 (maybe earlier?)**\n\nAll well."),
        ("04 23:10", "**23:10**"),
    ]
    assert report.texts[Place.WHAT_HAPPENED] == ""


def test_a_heading_of_another_level_goes_on_with_the_timeline():
    report = read("""
        ## Timeline

        ### 22:40
        Still stuck.

        ## Mar 5, 08:00
        A better fix.

        ### 09:15
        Deployed.

        ## Conclusion
        Paper matters.
    """)

    assert entries(report) == [
        ("04 22:40", "Still stuck."),
        ("05 08:00", "A better fix."),
        ("05 09:15", "Deployed."),
    ]
    assert report.texts[Place.WHAT_WE_KNOW_NOW] == "## Conclusion\n\nPaper matters."


def test_days_without_times():
    report = read("""
        ## Timeline

        ### 2021-03-02
        The first warning.

        ### 2021-03-04

        #### 10:00
        It happens.

        - not a time
    """)

    assert entries(report) == [
        ("02 00:00 ~", "**2021-03-02**\n\nThe first warning."),
        ("04 10:00", "It happens.\n\n- not a time"),
    ]
    assert report.times.started_at == report.timeline[1].occurred_at
    assert any("1 timeline entry without a time of day" in remark for remark in report.remarks)


def test_bullets_with_times():
    report = read("""
        ## Timeline

        - **16:58 UTC** - The queue grows.

        <img alt="a queue">

        - 17:05: A [deploy](https://example.org/2):
        ```
        a log
        ```
        - somebody makes tea
        - 17:25 UTC (Mar 5) - Restored.

        In all it took a day.
    """)

    assert entries(report) == [
        ("04 16:58", 'The queue grows.\n\n<img alt="a queue">'),
        ("04 17:05", "A [deploy](https://example.org/2):\n```\na log\n```"),
        ("04 17:05 ~", "somebody makes tea"),
        ("05 17:25", "Restored."),
    ]
    assert report.texts[Place.WHAT_HAPPENED] == "## Timeline\n\nIn all it took a day."


def test_bullets_that_end_in_a_time_and_name_the_moments():
    report = read("""
        ## Key events

        - Fault occurs 2021-03-04 11:45
        - First detected: 2021-03-04 11:50
        - Incident declared 2021-03-04 11:55
        - Repaired 2021-03-04 1215
        - Resolved: 2021-03-04 12:30
    """)

    assert entries(report) == [
        ("04 11:45", "Fault occurs"),
        ("04 11:50", "First detected"),
        ("04 11:55", "Incident declared"),
        ("04 12:15", "Repaired"),
        ("04 12:30", "Resolved"),
    ]
    times = report.times
    moments = [
        times.started_at, times.detected_at, times.declared_at, times.mitigated_at, times.ended_at,
    ]  # fmt: skip
    assert moments == [entry.occurred_at for entry in report.timeline]


def test_tables():
    report = read("""
        ## Timeline

        | Date and Time in CET | Event |
        |:---|---|
        | 2021-03-04 12:00 | Paper runs low |
        | 2021-03-04 --:-- | A guess is made |
        | 2021-03-04 12:30 - 12:50 | Paper is looked for |
        | 12:55 | Paper \\| found | by the lift |
        |  | Nobody noticed when |
    """)

    assert entries(report) == [
        ("04 12:00", "Paper runs low"),
        ("04 12:00 ~", "**2021-03-04 --:--** A guess is made"),
        ("04 12:30", "**2021-03-04 12:30 - 12:50** Paper is looked for"),
        ("04 12:55", "Paper | found · by the lift"),
        ("04 12:55 ~", "Nobody noticed when"),
    ]
    assert str(report.zone) == "CET (Europe/Berlin)"
    assert report.texts[Place.WHAT_HAPPENED] == ""


def test_a_table_with_a_column_for_the_day_and_more_columns():
    report = read("""
        ## Timeline

        | Date | Time | Responder on call | Event |
        |---|---|---|---|
        | 2021-03-03 | 23:50 | Ana | Paper runs out |
        | | 23:55 | Bo | Paper is found |
        | 2021-03-04 | 00:10 | Bo | Labels again |
    """)

    assert entries(report) == [
        ("03 23:50", "Ana · Paper runs out"),
        ("03 23:55", "Bo · Paper is found"),
        ("04 00:10", "Bo · Labels again"),
    ]
    assert "Responder on call" in report.texts[Place.WHAT_HAPPENED]


def test_plain_lines_that_begin_with_a_time():
    report = read("""
        ## Timeline

        13:05 deploy
        13:10 alerts,
        and then silence

        **13:20** Rolled back.

        Everybody breathes out.
    """)

    assert entries(report) == [
        ("04 13:05", "deploy"),
        ("04 13:10", "alerts,\nand then silence"),
        ("04 13:20", "Rolled back.\n\nEverybody breathes out."),
    ]


def test_times_in_a_section_with_another_name():
    report = read("""
        # Labels stuck

        - **Identified**: by a customer
        - **Context**:
          - 2021-03-04 10:00: Labels slow down.
          – 2021-03-04 10:05: Labels stop.
          - Thread: https://example.org/3
          - 2021-03-04 10:30 Labels again.
        - **Impact**: late parcels
    """)

    assert entries(report) == [
        ("04 10:00", "Labels slow down."),
        ("04 10:05", "Labels stop.\n- Thread: https://example.org/3"),
        ("04 10:30", "Labels again."),
    ]
    assert report.texts[Place.WHAT_HAPPENED] == "**Identified**: by a customer"
    assert report.texts[Place.IMPACT] == "late parcels"


def test_one_time_alone_is_no_timeline():
    report = read("""
        ## Summary

        - 10:00: labels stopped
        - nobody knew why
    """)

    assert report.timeline == ()
    assert report.texts[Place.WHAT_HAPPENED] == "- 10:00: labels stopped\n- nobody knew why"


def test_a_phase_goes_to_its_first_entry_and_days_hold_lists():
    report = read("""
        ## Timeline

        ### Phase one

        - 10:00 slow
        - 10:05 slower

        ### March 6, 2021 - The second time

        What was different: the paper.

        - 09:00 slow again
    """)

    assert entries(report) == [
        ("04 10:00", "**Phase one**\n\nslow"),
        ("04 10:05", "slower"),
        ("06 00:00 ~", "**March 6, 2021 - The second time**\n\nWhat was different: the paper."),
        ("06 09:00", "slow again"),
    ]


def test_the_clock_goes_back_at_midnight_and_only_then():
    report = read("""
        ## Timeline

        ### 23:50
        Late.

        ### 00:10
        The next day.

        ### 00:05
        Noted a little out of order.
    """)

    assert [at for at, _ in entries(report)] == ["04 23:50", "05 00:10", "05 00:05"]
    assert "00:10 is earlier than the time before it: taken as the next day." in report.remarks


def test_zones_beside_times_count_more_than_the_one_for_all():
    report = read("""
        ## Timeline

        All times in PST

        - 10:00 here
        - 18:30 UTC elsewhere
    """)

    here, elsewhere = report.timeline
    assert (elsewhere.occurred_at - here.occurred_at).total_seconds() == 30 * 60


def test_the_zone_of_most_times_is_the_zone_of_all():
    report = read("""
        ## Timeline

        - 10:00 PST one
        - 10:05 two
        - 10:10 PST three
    """)

    assert str(report.zone) == "PST (America/Los_Angeles)"
    assert str(report.timeline[1].occurred_at.tzinfo) == "America/Los_Angeles"


def test_no_zone_is_said_to_be_utc():
    report = read("## Timeline\n\n- 10:00 one\n")

    assert "No time zone is named: times are taken as UTC." in report.remarks
    assert not report.zone_is_named


def test_the_day_comes_from_the_title_or_the_file_or_the_text():
    timeline = "\n## Timeline\n\n- 10:00 one\n"

    titled = read("# 2021-03-02, Labels\n" + timeline)
    filed = read("# Labels\n" + timeline)
    labelled = read("# Labels\n\n**Date:** March 6, 2021\n" + timeline, "labels.md")
    told = read("# Labels\n\nOn 7 March 2021 it began.\n" + timeline, "labels.md")
    vague = read("# Labels\n" + timeline, "PM2020-003.md")
    never = read("# Labels\n" + timeline, "labels.md")

    days = [str(report.occurred_on) for report in (titled, filed, labelled, told, vague, never)]
    assert days == [
        "2021-03-02", "2021-03-04", "2021-03-06", "2021-03-07", "2020-01-01", "None",
    ]  # fmt: skip
    assert never.timeline[0].occurred_at is None
    assert "No date is given anywhere." in never.remarks


def test_a_title_about_another_day_stays_in_the_text():
    report = read("""
        # 2020-12-24, Labels stuck

        ## Timeline

        ### 2021-03-04 10:00
        Labels stuck.
    """)

    assert report.title == "Labels stuck"
    assert str(report.occurred_on) == "2021-03-04"
    assert report.texts[Place.WHAT_HAPPENED] == "## 2020-12-24, Labels stuck"
    assert any("names another time" in remark for remark in report.remarks)


def test_what_came_before_the_day_is_told_and_is_not_the_start():
    report = read("""
        # 2021-03-04, Labels stuck

        ## Timeline

        - 2021-02-20 10:00: the change is announced
        - 2021-03-04 09:00: the change is made
        - 2021-03-04 11:00: the change is undone
    """)

    assert report.times.started_at == report.timeline[1].occurred_at


def test_a_slip_in_a_year_is_kept_and_not_believed():
    report = read("""
        # 2021-03-04, Labels stuck

        ## Timeline

        - 2021-03-04 09:00: slow
        - 2020-03-04 09:10: stuck
        - 20211-03-04 09:20: well
    """)

    assert [f"{entry.occurred_at:%Y-%m-%d %H:%M}" for entry in report.timeline] == [
        "2021-03-04 09:00",
        "2020-03-04 09:10",
        "2021-03-04 09:20",
    ]
    assert report.timeline[2].text == "20211-03-04 09:20: well"
    assert report.times.started_at == report.timeline[0].occurred_at
    assert any("2020-03-04 09:10 is far from the rest" in remark for remark in report.remarks)


def test_days_alone_make_entries_of_a_timeline():
    report = read(
        """
        # Labels

        ## Timeline

        **March 4, 2021** - The printers stop
        - and nobody knows

        **March 5th, 2021** Somebody tells us

        03-26-2021 - They print

        On March 27, 2021, we met.
        """
    )

    assert [(entry.occurred_at.day, entry.is_exact) for entry in report.timeline] == [
        (4, False), (5, False), (26, False),
    ]  # fmt: skip
    assert report.timeline[0].text.endswith("- and nobody knows")


def test_a_log_may_begin_below_a_line_of_prose():
    report = read(
        """
        # Labels

        The printers stood still, as it went on:
        14:05 - The queue is full
        14:20 - Drained it
        14:30 - They print

        At 16:00, we met. At 16:30, we wrote this.
        """
    )

    assert [entry.text for entry in report.timeline] == [
        "The queue is full", "Drained it", "They print",
    ]  # fmt: skip
