"""Working hours: when it is all right to ask somebody for something.

A working day is one of the person's `workdays`, from `workday_starts` to
`workday_ends` in their own time zone. All moments given and returned are aware datetimes.
"""

from datetime import datetime, timedelta

from people.models import User


def _opening(user: User, at: datetime) -> datetime:
    """The start of the working day on which `at` falls, in the user's zone."""
    return datetime.combine(at.astimezone(user.zone), user.workday_starts, tzinfo=user.zone)


def _closing(user: User, at: datetime) -> datetime:
    return datetime.combine(at.astimezone(user.zone), user.workday_ends, tzinfo=user.zone)


def _is_day_off(user: User, at: datetime) -> bool:
    return at.astimezone(user.zone).weekday() not in user.workdays


def is_working(user: User, at: datetime) -> bool:
    """Whether `at` is in the user's working hours."""
    return not _is_day_off(user, at) and _opening(user, at) <= at < _closing(user, at)


def next_working_time(user: User, at: datetime) -> datetime:
    """The first working moment at or after `at`."""
    while not is_working(user, at):
        opening = _opening(user, at)
        if at < opening and not _is_day_off(user, at):
            return opening
        at = _opening(user, opening + timedelta(days=1))
    return at


def next_working_morning(user: User, at: datetime, *, days: int = 1) -> datetime:
    """The start of the working day that is `days` working days after the day of `at`."""
    morning = _opening(user, at)
    while days:
        morning = _opening(user, morning + timedelta(days=1))
        if not _is_day_off(user, morning):
            days -= 1
    return morning


def after_working_time(user: User, at: datetime, wait: timedelta) -> datetime:
    """The moment when `wait` of the user's working time has passed since `at`."""
    at = next_working_time(user, at)
    while (left := _closing(user, at) - at) < wait:
        wait -= left
        at = next_working_time(user, _closing(user, at))
    return at + wait
