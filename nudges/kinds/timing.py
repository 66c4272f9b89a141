"""When to say something: moments in the hours of whoever it is said to."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from people.hours import (
    next_working_morning,
    next_working_time,
    working_morning_before,
    working_morning_near,
)
from people.models import User

Timing = Callable[[User, datetime], datetime]


def at_once(user: User, at: datetime) -> datetime:
    """Now."""
    return at


def next_morning(user: User, at: datetime) -> datetime:
    """The start of the recipient's next working day."""
    return next_working_morning(user, at)


def while_working(user: User, at: datetime) -> datetime:
    """Now, or as soon as the recipient's next working day begins."""
    return next_working_time(user, at)


def working_days(days: int) -> Timing:
    """The morning that is so many of the recipient's working days away."""
    return lambda user, at: next_working_morning(user, at, days=days)


def after(**wait: float) -> Timing:
    """So much time on the clock later."""
    return lambda user, at: at + timedelta(**wait)


def morning(days: int) -> Timing:
    """The start of a working day about so many calendar days from a given day."""
    return lambda user, at: working_morning_near(user, at, days=days)


def working_days_before(days: int) -> Timing:
    """The morning that is so many of the recipient's working days before a given day."""
    return lambda user, at: working_morning_before(user, at, days=days)


def monday_morning(user: User, at: datetime) -> datetime:
    """The recipient's Monday, or the first working day after it; today where it is Monday."""
    here = at.astimezone(user.zone)
    monday = here.date() + timedelta(days=-here.weekday() % 7)
    midnight = datetime.combine(monday, time.min, tzinfo=user.zone)
    return next_working_time(user, max(at, midnight))


def seniors_first(days: int, *, others: int) -> Timing:
    """The morning that is so many working days away, for seniors sooner than for others."""

    def morning_of(user: User, at: datetime) -> datetime:
        return next_working_morning(user, at, days=days if user.is_senior else others)

    return morning_of
