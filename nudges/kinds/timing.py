"""When to say something: moments in the hours of whoever it is said to, and words for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.hours import (
    next_working_morning,
    next_working_time,
    working_morning_before,
    working_morning_near,
)
from people.models import User

Text = str | Promise


@dataclass(frozen=True)
class Timing:
    """A moment that follows from another one, and what people call it."""

    words: Text
    moment: Callable[[User, datetime], datetime]

    def __call__(self, user: User, at: datetime) -> datetime:
        return self.moment(user, at)


at_once = Timing(_("at once"), lambda user, at: at)
next_morning = Timing(_("the next working morning"), next_working_morning)
while_working = Timing(_("at once, or as soon as the working day begins"), next_working_time)


def working_days(days: int) -> Timing:
    """The morning that is so many of the recipient's working days away."""
    return Timing(
        _lazily(
            lambda: ngettext("%(n)d working day later", "%(n)d working days later", days), days
        ),
        lambda user, at: next_working_morning(user, at, days=days),
    )


def working_days_before(days: int) -> Timing:
    """The morning that is so many of the recipient's working days before a given day."""
    return Timing(
        _lazily(
            lambda: ngettext("%(n)d working day before", "%(n)d working days before", days), days
        ),
        lambda user, at: working_morning_before(user, at, days=days),
    )


def minutes_after(minutes: int) -> Timing:
    """So many minutes on the clock later."""
    return Timing(
        _lazily(lambda: ngettext("%(n)d minute later", "%(n)d minutes later", minutes), minutes),
        lambda user, at: at + timedelta(minutes=minutes),
    )


def weeks_after(weeks: int) -> Timing:
    """So many weeks on the clock later."""
    return Timing(
        _lazily(lambda: ngettext("%(n)d week later", "%(n)d weeks later", weeks), weeks),
        lambda user, at: at + timedelta(weeks=weeks),
    )


def morning(days: int) -> Timing:
    """The start of a working day about so many calendar days from a given day."""
    return Timing(_about_a_day(days), lambda user, at: working_morning_near(user, at, days=days))


def _about_a_day(days: int) -> Text:
    if days == 0:
        return _("on the day")
    if days < 0:
        return _lazily(lambda: ngettext("%(n)d day before", "%(n)d days before", -days), -days)
    return _lazily(lambda: ngettext("%(n)d day after", "%(n)d days after", days), days)


def _lazily(words: Callable[[], str], n: int) -> Text:
    """Words with a number in them, in the language of whoever reads them."""
    return lazy(lambda: words() % {"n": n}, str)()


def seniors_first(days: int, *, others: int) -> Timing:
    """The morning that is so many working days away, for seniors sooner than for others."""
    words = _("%(days)d working days later for seniors, %(others)d for others")
    return Timing(
        _lazily(lambda: words % {"days": days, "others": others}, days),
        lambda user, at: next_working_morning(user, at, days=days if user.is_senior else others),
    )


def _on_monday(user: User, at: datetime) -> datetime:
    """The recipient's Monday, or the first working day after it; today where it is Monday."""
    here = at.astimezone(user.zone)
    monday = here.date() + timedelta(days=-here.weekday() % 7)
    midnight = datetime.combine(monday, time.min, tzinfo=user.zone)
    return next_working_time(user, max(at, midnight))


monday_morning = Timing(_("the next Monday morning"), _on_monday)
