from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from people.hours import (
    after_working_time,
    is_working,
    midday,
    next_working_morning,
    next_working_time,
    working_morning_before,
    working_morning_near,
)
from people.models import User

SUNDAY_TO_THURSDAY = [6, 0, 1, 2, 3]
HOUR = timedelta(hours=1)


def works(zone="UTC", starts="09:00", ends="17:30", on=(0, 1, 2, 3, 4)):
    return User(
        time_zone=zone,
        workday_starts=time.fromisoformat(starts),
        workday_ends=time.fromisoformat(ends),
        workdays=list(on),
    )


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text, zone, **more):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), **more)


@pytest.mark.parametrize(
    ("at", "working"),
    [
        ("2026-11-23 08:59:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 17:29:59", True),
        ("2026-11-23 17:30", False),
        ("2026-11-22 12:00", False),
    ],
)
def test_working_hours_begin_at_the_start_and_end_before_the_end(at, working):
    assert is_working(works(), utc(at)) is working


@pytest.mark.parametrize(
    ("zone", "at", "working"),
    [
        ("Asia/Kolkata", "2026-11-23 03:29", False),
        ("Asia/Kolkata", "2026-11-23 03:30", True),
        ("Asia/Kolkata", "2026-11-23 11:59", True),
        ("Asia/Kolkata", "2026-11-23 12:00", False),
        ("Asia/Kathmandu", "2026-11-23 03:15", True),
        ("America/St_Johns", "2026-11-23 12:29", False),
        ("America/St_Johns", "2026-11-23 12:30", True),
        # Their Monday begins on the Sunday of the clock in Greenwich.
        ("Pacific/Auckland", "2026-11-22 20:00", True),
        ("America/Los_Angeles", "2026-11-24 00:00", True),
    ],
)
def test_working_hours_are_in_the_persons_own_zone(zone, at, working):
    assert is_working(works(zone), utc(at)) is working


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "Asia/Kathmandu"])
def test_it_does_not_matter_in_which_zone_a_moment_is_given(zone):
    user, at = works("Asia/Kolkata"), utc("2026-11-20 13:00")

    given = at.astimezone(ZoneInfo(zone))

    assert is_working(user, given) is False
    assert next_working_time(user, given) == utc("2026-11-23 03:30")
    assert next_working_morning(user, given) == utc("2026-11-23 03:30")
    assert after_working_time(user, given, HOUR) == utc("2026-11-23 04:30")


@pytest.mark.parametrize(
    ("at", "next_time"),
    [
        ("2026-11-20 07:00", "2026-11-20 09:00"),
        ("2026-11-20 11:11", "2026-11-20 11:11"),
        ("2026-11-20 17:30", "2026-11-23 09:00"),
        ("2026-11-21 12:00", "2026-11-23 09:00"),
        ("2026-11-22 23:59", "2026-11-23 09:00"),
    ],
)
def test_the_next_working_time_waits_for_the_weekend_to_end(at, next_time):
    assert next_working_time(works(), utc(at)) == utc(next_time)


@pytest.mark.parametrize(
    ("at", "days", "morning"),
    [
        ("2026-11-19 12:00", 1, "2026-11-20 09:00"),
        ("2026-11-19 03:00", 1, "2026-11-20 09:00"),
        ("2026-11-20 12:00", 1, "2026-11-23 09:00"),
        ("2026-11-20 12:00", 2, "2026-11-24 09:00"),
        ("2026-11-20 12:00", 6, "2026-11-30 09:00"),
        ("2026-11-21 12:00", 1, "2026-11-23 09:00"),
        ("2026-11-22 12:00", 1, "2026-11-23 09:00"),
    ],
)
def test_the_next_working_morning_comes_after_the_weekend(at, days, morning):
    assert next_working_morning(works(), utc(at), days=days) == utc(morning)


def test_the_day_that_counts_is_the_persons_own():
    """Late on Thursday in London is Friday in Auckland, so their next morning is Monday's."""
    at = utc("2026-11-19 20:00")

    assert next_working_morning(works("Europe/London"), at) == utc("2026-11-20 09:00")
    assert next_working_morning(works("Pacific/Auckland"), at) == local(
        "2026-11-23 09:00", "Pacific/Auckland"
    )


def test_whoever_works_sunday_to_thursday_has_friday_and_saturday_off():
    user = works("Asia/Jerusalem", on=SUNDAY_TO_THURSDAY)
    sunday = local("2026-11-22 09:00", "Asia/Jerusalem")

    assert is_working(user, sunday)
    assert not is_working(user, local("2026-11-20 12:00", "Asia/Jerusalem"))
    assert next_working_time(user, local("2026-11-19 18:00", "Asia/Jerusalem")) == sunday
    assert next_working_morning(user, local("2026-11-19 12:00", "Asia/Jerusalem")) == sunday
    assert after_working_time(user, local("2026-11-19 17:00", "Asia/Jerusalem"), HOUR) == (
        sunday + HOUR / 2
    )


def test_whoever_works_one_day_a_week_is_asked_on_that_day():
    wednesdays = works(on=[2])

    assert next_working_time(wednesdays, utc("2026-11-25 18:00")) == utc("2026-12-02 09:00")
    assert next_working_morning(wednesdays, utc("2026-11-25 08:00"), days=2) == utc(
        "2026-12-09 09:00"
    )


@pytest.mark.parametrize(
    ("friday", "monday"),
    [
        ("2026-03-27 12:00", "2026-03-30 08:00"),  # forward on Sunday the 29th
        ("2026-10-23 12:00", "2026-10-26 09:00"),  # back on Sunday the 25th
    ],
)
def test_mornings_keep_to_the_clock_on_the_wall_when_it_changes(friday, monday):
    assert next_working_morning(works("Europe/London"), utc(friday)) == utc(monday)
    assert next_working_time(works("Europe/London"), utc(friday) + 8 * HOUR) == utc(monday)


def test_a_morning_that_the_clock_skips_is_an_hour_later_on_the_wall():
    """On 29 March 2026 there is no 01:30 in London."""
    early = works("Europe/London", "01:30", "08:00", on=range(7))

    assert next_working_morning(early, utc("2026-03-28 12:00")) == utc("2026-03-29 01:30")


def test_a_morning_that_comes_twice_begins_with_the_first():
    """On 25 October 2026 it is 01:30 in London twice."""
    early = works("Europe/London", "01:30", "08:00", on=range(7))

    first, second = (local("2026-10-25 01:30", "Europe/London", fold=fold) for fold in (0, 1))

    assert next_working_morning(early, utc("2026-10-24 12:00")) == utc("2026-10-25 00:30")
    assert is_working(early, first)
    assert is_working(early, second)
    assert next_working_time(early, utc("2026-10-25 00:10")) == utc("2026-10-25 00:30")


@pytest.mark.parametrize(
    ("saturday_evening", "third_hour_is_over"),
    [
        ("2026-03-28 20:00", "2026-03-29 03:00"),  # 04:00 on the wall
        ("2026-10-24 20:00", "2026-10-25 02:00"),  # 02:00 on the wall, for the second time
    ],
)
def test_waiting_takes_as_long_as_it_says_while_the_clock_changes(
    saturday_evening, third_hour_is_over
):
    night_shift = works("Europe/London", "00:00", "08:00", on=[6])

    for at in (utc(saturday_evening), local(saturday_evening, "Europe/London")):
        assert after_working_time(night_shift, at, 3 * HOUR) == utc(third_hour_is_over)


@pytest.mark.parametrize(
    ("sunday", "hours_there_are", "last"),
    [("2026-03-29", 7, "2026-03-29 07:00"), ("2026-10-25", 9, "2026-10-25 08:00")],
)
def test_a_day_on_which_the_clock_changes_is_as_long_as_it_is(sunday, hours_there_are, last):
    night_shift = works("Europe/London", "00:00", "08:00", on=[6])
    midnight = local(f"{sunday} 00:00", "Europe/London")

    whole_day = after_working_time(night_shift, midnight, hours_there_are * HOUR)
    and_more = after_working_time(night_shift, midnight, (hours_there_are + 1) * HOUR)

    assert whole_day == utc(last)
    assert and_more == local(f"{sunday} 01:00", "Europe/London") + timedelta(days=7)


@pytest.mark.parametrize(
    ("at", "wait", "then"),
    [
        ("2026-11-23 10:00", 30, "2026-11-23 10:30"),
        ("2026-11-23 07:00", 30, "2026-11-23 09:30"),
        ("2026-11-23 17:10", 30, "2026-11-24 09:10"),
        ("2026-11-23 17:00", 30, "2026-11-23 17:30"),
        ("2026-11-20 17:10", 30, "2026-11-23 09:10"),
        ("2026-11-20 17:10", 20 + 510 + 5, "2026-11-24 09:05"),
        ("2026-11-21 12:00", 0, "2026-11-23 09:00"),
    ],
)
def test_only_working_time_counts_as_waiting(at, wait, then):
    assert after_working_time(works(), utc(at), timedelta(minutes=wait)) == utc(then)


@pytest.mark.parametrize(
    ("days", "morning"),
    [
        (0, "2026-12-18 09:00"),
        (-2, "2026-12-18 09:00"),
        (-4, "2026-12-16 09:00"),
        (1, "2026-12-21 09:00"),
        (7, "2026-12-28 09:00"),
    ],
)
def test_a_day_on_which_nobody_works_is_said_before_or_for_a_later_one_behind(days, morning):
    sunday = utc("2026-12-20 12:00")

    assert working_morning_near(works(), sunday, days=days) == utc(morning)


def test_midday_is_noon_where_somebody_is():
    assert midday(works("Pacific/Auckland"), date(2026, 12, 20)) == utc("2026-12-19 23:00")


@pytest.mark.parametrize(
    ("at", "days", "morning"),
    [
        ("2026-11-26 15:00", 1, "2026-11-25 09:00"),
        ("2026-11-26 15:00", 3, "2026-11-23 09:00"),
        ("2026-11-25 15:00", 3, "2026-11-20 09:00"),
        ("2026-11-22 15:00", 1, "2026-11-20 09:00"),
        ("2026-11-23 15:00", 6, "2026-11-13 09:00"),
    ],
)
def test_so_many_working_days_before_a_day_weekends_do_not_count(at, days, morning):
    assert working_morning_before(works(), utc(at), days=days) == utc(morning)


# Public holidays, and days away.


def test_nobody_works_on_a_public_holiday_of_their_country():
    in_kenya, elsewhere = works("Africa/Nairobi"), works("Africa/Nairobi")
    in_kenya.country = "KE"
    jamhuri = local("2025-12-12 10:00", "Africa/Nairobi")

    assert not is_working(in_kenya, jamhuri)
    assert is_working(elsewhere, jamhuri)
    assert next_working_morning(in_kenya, local("2025-12-11 10:00", "Africa/Nairobi")) == local(
        "2025-12-15 09:00", "Africa/Nairobi"
    )


def test_a_holiday_is_a_day_on_the_wall_where_they_are():
    in_japan = works("Asia/Tokyo")
    in_japan.country = "JP"

    # 11 February has not begun in London, and is Foundation Day in Tokyo.
    assert not is_working(in_japan, utc("2026-02-11 00:30"))
    assert is_working(in_japan, utc("2026-02-10 00:30"))


def test_whoever_is_away_is_asked_when_they_are_back():
    away = works()
    away.away_days = [date(2026, 7, 1) + timedelta(days=n) for n in range(45)]

    assert not is_working(away, utc("2026-07-06 10:00"))
    assert next_working_time(away, utc("2026-07-06 10:00")) == utc("2026-08-17 09:00")
    assert working_morning_before(away, utc("2026-08-10 10:00"), days=1) == utc("2026-06-30 09:00")


def test_working_time_passes_over_days_away_and_holidays():
    person = works("Europe/Berlin")
    person.country, person.away_days = "DE", [date(2026, 12, 24)]
    at = local("2026-12-23 17:00", "Europe/Berlin")

    # Half an hour on the 23rd, away on the 24th, two holidays and a weekend after.
    assert after_working_time(person, at, HOUR) == local("2026-12-28 09:30", "Europe/Berlin")
