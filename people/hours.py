"""Working hours: when it is all right to ask somebody for something.

A working day is one of the person's `workdays` on which they are not away and which is
neither a public holiday of their country nor a day off of the whole organisation, from
`workday_starts` to `workday_ends` in their own time zone. All moments given are aware
datetimes, and all returned are in UTC: Python subtracts two moments of one zone by the clock on
the wall, which is an hour out on the day the clock changes.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from people.holidays import is_holiday
from people.models import User
from people.organisation import the_organisation


def is_working(user: User, at: datetime) -> bool:
    """Whether `at` is in the user's working hours."""
    at, day = at.astimezone(UTC), _day(user, at)
    return _is_workday(user, day) and _opening(user, day) <= at < _closing(user, day)


def next_working_time(user: User, at: datetime) -> datetime:
    """The first working moment at or after `at`."""
    at, day = at.astimezone(UTC), _day(user, at)
    if _is_workday(user, day) and at < _closing(user, day):
        return max(at, _opening(user, day))
    return _opening(user, _next_workday(user, day))


def next_working_morning(user: User, at: datetime, *, days: int = 1) -> datetime:
    """The start of the working day that is `days` working days after the day of `at`."""
    day = _day(user, at)
    for _each in range(days):
        day = _next_workday(user, day)
    return _opening(user, day)


def working_morning_before(user: User, at: datetime, *, days: int) -> datetime:
    """The start of the working day that is `days` working days before the day of `at`."""
    day = _day(user, at)
    for _each in range(days):
        day = _workday_before(user, day)
    return _opening(user, day)


def working_morning_near(user: User, at: datetime, *, days: int) -> datetime:
    """The start of the day that is `days` calendar days from the day of `at`.

    Where nobody works on that day it is a working day before it, or for a day
    that comes after `at` one behind it.
    """
    day = _day(user, at) + timedelta(days=days)
    step = timedelta(days=1 if days > 0 else -1)
    while not _is_workday(user, day):
        day += step
    return _opening(user, day)


def first_working_morning_from(user: User, day: date) -> datetime:
    """The start of the first working day that is not before a day of the user's calendar."""
    return _opening(user, _next_workday(user, day - timedelta(days=1)))


def midday(user: User, day: date) -> datetime:
    """Noon of a day on the user's own calendar."""
    return _moment(user, day, time(12))


def after_working_time(user: User, at: datetime, wait: timedelta) -> datetime:
    """The moment when `wait` of the user's working time has passed since `at`."""
    at = next_working_time(user, at)
    while (left := _closing(user, _day(user, at)) - at) < wait:
        wait -= left
        at = _opening(user, _next_workday(user, _day(user, at)))
    return at + wait


def after_working_days(user: User, at: datetime, days: int) -> datetime:
    """The moment when so many whole days of the user's work have passed since `at`."""
    starts = datetime.combine(date.min, user.workday_starts)
    ends = datetime.combine(date.min, user.workday_ends)
    return after_working_time(user, at, days * (ends - starts))


def _day(user: User, at: datetime) -> date:
    """The day on the user's own calendar."""
    return at.astimezone(user.zone).date()


def _is_workday(user: User, day: date) -> bool:
    if day.weekday() not in user.workdays or day in user.away_days:
        return False
    return not (is_holiday(user.country, day) or the_organisation().is_day_off(day))


def _next_workday(user: User, day: date) -> date:
    # There is one: nobody is away for ever, and no weekday is a holiday all year round.
    following = (day + timedelta(days=n) for n in count(1))
    return next(one for one in following if _is_workday(user, one))


def _workday_before(user: User, day: date) -> date:
    earlier = (day - timedelta(days=n) for n in count(1))
    return next(one for one in earlier if _is_workday(user, one))


def _opening(user: User, day: date) -> datetime:
    return _moment(user, day, user.workday_starts)


def _closing(user: User, day: date) -> datetime:
    return _moment(user, day, user.workday_ends)


def _moment(user: User, day: date, on_the_wall: time) -> datetime:
    return datetime.combine(day, on_the_wall, tzinfo=user.zone).astimezone(UTC)
