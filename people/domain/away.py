"""Days on which somebody is away: nobody asks them for anything then."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.errors import DomainError
from people.models import User

LONGEST = timedelta(days=366)

Spell = tuple[date, date]
"""The first and the last day of being away."""


@transaction.atomic
def be_away(user: User, *, by: User, first_day: date, last_day: date) -> User:
    """Be away from one day to another, both included. What has passed is forgotten."""
    user, today = _own(user, by), _today(user)
    if last_day < first_day:
        raise DomainError({"last_day": _("The last day comes after the first.")})
    if last_day < today:
        raise DomainError({"last_day": _("This has passed already.")})
    if last_day - today > LONGEST:
        raise DomainError({"last_day": _("Give a day within a year from now.")})
    return _keep(user, {*user.away_days, *_days(max(first_day, today), last_day)}, since=today)


@transaction.atomic
def be_back(user: User, *, by: User, first_day: date, last_day: date) -> User:
    """Not be away on these days after all."""
    user = _own(user, by)
    here = set(_days(first_day, last_day)) if first_day <= last_day else set()
    return _keep(user, set(user.away_days) - here, since=_today(user))


def spells(user: User) -> list[Spell]:
    """When somebody is away from today on, day after day taken together."""
    found: list[Spell] = []
    for day in (one for one in sorted(user.away_days) if one >= _today(user)):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _own(user: User, by: User) -> User:
    if by != user:
        raise DomainError(_("Only the person themselves can say when they are away."))
    return User.objects.select_for_update().get(pk=user.pk)


def _keep(user: User, days: Iterable[date], *, since: date) -> User:
    user.away_days = sorted(day for day in days if day >= since)
    user.save(update_fields=["away_days"])
    return user


def _today(user: User) -> date:
    return timezone.now().astimezone(user.zone).date()


def _days(first: date, last: date) -> Iterable[date]:
    # No longer than may be asked for, whatever a form was made to say.
    length = min(last - first, LONGEST).days
    return (first + timedelta(days=n) for n in range(length + 1))
