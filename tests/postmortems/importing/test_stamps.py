from datetime import date, time

import pytest

from postmortems.importing.dates import date_at_end, full_date_in
from postmortems.importing.stamps import read_stamp, read_stamp_at_end

NEAR = date(2018, 2, 20)


@pytest.mark.parametrize(
    ("text", "day", "clock", "rest"),
    [
        ("13:35", None, time(13, 35), ""),
        ("13:35:10 the queue", None, time(13, 35, 10), "the queue"),
        ("Sep 27 2017 13:06", date(2017, 9, 27), time(13, 6), ""),
        ("27 September 2017, 13:06", date(2017, 9, 27), time(13, 6), ""),
        ("Friday 29 November 2019", date(2019, 11, 29), None, ""),
        ("November 24th, 2025 9 AM: it began", date(2025, 11, 24), time(9, 0), "it began"),
        ("2017-10-17 07:42", date(2017, 10, 17), time(7, 42), ""),
        ("2017-10-17T07:42 - queue", date(2017, 10, 17), time(7, 42), "queue"),
        ("2017/10/17 at 07:42", date(2017, 10, 17), time(7, 42), ""),
        ("2025-01-14 1600", date(2025, 1, 14), time(16, 0), ""),
        ("2024-04-15 14.43", date(2024, 4, 15), time(14, 43), ""),
        ("2018-01-17 17:14pm", date(2018, 1, 17), time(17, 14), ""),
        ("12:05am – midnight snack", None, time(0, 5), "midnight snack"),
        ("07:30am - First report", None, time(7, 30), "First report"),
        ("13h35: queue", None, time(13, 35), "queue"),
        ("**16:58 UTC** - Writer", None, time(16, 58), "Writer"),
        ("**16:58:** Writer", None, time(16, 58), "Writer"),
        ("`16:58` **Writer** stops", None, time(16, 58), "**Writer** stops"),
        ("10:21 **Incident is declared**.", None, time(10, 21), "**Incident is declared**."),
        ("(16:58) Writer", None, time(16, 58), "Writer"),
        ("2018-01-15", date(2018, 1, 15), None, ""),
        ("Feb 21, 13:00", date(2018, 2, 21), time(13, 0), ""),
        ("19. April, 11:00", date(2018, 4, 19), time(11, 0), ""),
        ("28th of February", date(2018, 2, 28), None, ""),
        ("Dec 31, 23:59", date(2017, 12, 31), time(23, 59), ""),
        ("22:30 UTC (Oct 29) - reported", date(2017, 10, 29), time(22, 30), "reported"),
        ("24/12/17 18:00", date(2017, 12, 24), time(18, 0), ""),
        ("03/02/2018", date(2018, 3, 2), None, ""),
        ("Feb 05, 2018: published", date(2018, 2, 5), None, "published"),
        ("Feb 05, 1430: began", date(2018, 2, 5), time(14, 30), "began"),
        ("2018-02-05/11:34: told", date(2018, 2, 5), time(11, 34), "told"),
        ("18:30, Feb 5, 2018", date(2018, 2, 5), time(18, 30), ""),
        ("12:45 PM PST Monday Feb 5th: began", date(2018, 2, 5), time(12, 45), "began"),
        ("18:30 on February 5, 2018 (UTC): began", date(2018, 2, 5), time(18, 30), "began"),
        ("10:00 May 5 nodes went", None, time(10, 0), "May 5 nodes went"),
        ("• 16:58: Writer", None, time(16, 58), "Writer"),
    ],
)
def test_what_people_write_before_an_event(text, day, clock, rest):
    stamp = read_stamp(text, near=NEAR)

    assert stamp is not None
    assert (stamp.date, stamp.time, text[stamp.end :]) == (day, clock, rest)
    assert stamp.plain


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("~13:30-13:45", time(13, 30)),
        ("ca. 18:30", time(18, 30)),
        ("2018-07-08 ca. 18:30", time(18, 30)),
        ("around 9pm", time(21, 0)),
        ("17:00-18:00", time(17, 0)),
        ("8:20 - 8:24", time(8, 20)),
        ("10:00 to 11:00", time(10, 0)),
        ("12:26-12:??", time(12, 26)),
        ("10:45~", time(10, 45)),
        ("10:30am-ish we saw", time(10, 30)),
        ("Monday 13:05 queue", time(13, 5)),
        ("[14:59 UTC](https://example.org) queue", time(14, 59)),
        ("**13:05 the whole line is bold**", time(13, 5)),
        ("22018-03-18 09:36", time(9, 36)),
    ],
)
def test_a_stamp_that_says_more_than_a_time_keeps_its_words(text, clock):
    stamp = read_stamp(text, near=NEAR)

    assert stamp is not None
    assert stamp.time == clock
    assert not stamp.plain


@pytest.mark.parametrize(
    "text",
    [
        "", "504", "2 pods died", "30min outage", "10% of requests", "3:1 ratio", "1.13 to 1.14",
        "2X:XX (not sure)", "HH:mm", "25:00", "13:75", "v2.3.4 is out", "2019 was a long year",
        "may the queue be with you", "2018-13-40", "99999-01-01 10:00", "12:30abc", "1234:56",
    ],
)  # fmt: skip
def test_what_is_no_time_is_not_read_as_one(text):
    assert read_stamp(text, near=NEAR) is None


def test_a_day_and_a_month_that_could_be_either_are_not_guessed():
    assert read_stamp("03/02/2018", near=None) is None


def test_a_date_without_a_year_needs_another_date_near_it():
    assert read_stamp("Feb 21", near=None) is None


def test_a_bare_minus_is_a_range_and_a_plus_is_an_offset():
    ranged = read_stamp("10:00-11:00", near=None)
    offset = read_stamp("10:00+02:00 queue", near=None)
    iso = read_stamp("2018-02-20T10:00-08:00 queue", near=None)

    assert ranged is not None
    assert (ranged.zone, ranged.plain) == (None, False)
    assert offset is not None
    assert str(offset.zone) == "+02:00"
    assert iso is not None
    assert str(iso.zone) == "-08:00"


@pytest.mark.parametrize(
    ("text", "words", "plain"),
    [
        ("First detected 2020-02-12 11:45", "First detected", True),
        ("Resolved: 2020-02-12 12:07 UTC.", "Resolved", True),
        ("Repaired 2025-01-14 1600", "Repaired", True),
        ("First detected 2023-01-04 (time to be found out)", "First detected", False),
    ],
)
def test_a_stamp_at_the_end_of_a_line(text, words, plain):
    found = read_stamp_at_end(text, near=NEAR)

    assert found is not None
    at, stamp = found
    assert (text[:at], stamp.plain) == (words, plain)


def test_no_stamp_at_the_end_of_a_line():
    assert read_stamp_at_end("Resolved in the end", near=NEAR) is None


def test_dates_in_prose():
    assert full_date_in("It began on 3 March 2021, we think") == date(2021, 3, 3)
    assert full_date_in("release 10.2021-03-04x") is None
    assert date_at_end("Queue stuck - March 3, 2021") == (14, date(2021, 3, 3))
    assert date_at_end("On March 3, 2021 the queue was stuck") is None
