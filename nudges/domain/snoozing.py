"""Until when a nudge can be put off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.hours import first_working_morning_from, next_working_morning, next_working_time
from people.models import User

A_WHILE = timedelta(hours=3)


class Until(models.TextChoices):
    LATER = "later"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"


@dataclass(frozen=True)
class Choice:
    """A moment until which somebody can put something off, and what they call its day."""

    until: Until
    at: datetime
    day: str


def moment_of(until: Until, reader: User, now: datetime) -> datetime:
    """When what is put off comes again: always in the reader's working time."""
    if until == Until.LATER:
        return next_working_time(reader, now + A_WHILE)
    if until == Until.NEXT_WEEK:
        today = now.astimezone(reader.zone).date()
        return first_working_morning_from(reader, today + timedelta(days=7 - today.weekday()))
    return next_working_morning(reader, now)


def choices_of(reader: User, now: datetime) -> list[Choice]:
    """What to offer: each moment once, in the order in which they come."""
    moments = {moment_of(until, reader, now): until for until in Until}
    return [Choice(moments[at], at, _day(reader, at, now)) for at in sorted(moments)]


def _day(reader: User, at: datetime, now: datetime) -> str:
    there, today = at.astimezone(reader.zone), now.astimezone(reader.zone).date()
    if there.date() == today:
        return _("Later today")
    if there.date() == today + timedelta(days=1):
        return _("Tomorrow")
    return date_format(there, "l j M")
