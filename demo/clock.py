"""When things happened, counted back from now, so that the demo is always fresh."""

from datetime import UTC, date, datetime, time, timedelta


def working_day(now: datetime, days: int) -> date:
    """The date `days` working days before now; a negative number is ahead."""
    day = now.astimezone(UTC).date()
    step = timedelta(days=-1 if days > 0 else 1)
    for _each in range(abs(days)):
        day += step
        while day.weekday() >= 5:
            day += step
    return day


def working_moment(now: datetime, days: int, at: str) -> datetime:
    """The moment `at`, as in 14:05 UTC, of the day `days` working days before now."""
    return datetime.combine(working_day(now, days), time.fromisoformat(at), tzinfo=UTC)
