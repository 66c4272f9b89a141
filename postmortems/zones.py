"""A time zone as calendars want it: with every change of the clock around a moment."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# Far enough for the changes on both sides of a moment.
AROUND = timedelta(days=400)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def time_zone(zone: ZoneInfo, *, around: datetime) -> Timezone:
    """A VTIMEZONE that is right for more than a year before and after a moment.

    It has one observance for each change, told in the offset from before it, as
    RFC 5545 (3.6.5) wants. `icalendar` makes one too, whose clock goes forward an
    hour late.
    """
    known = Timezone()
    known.add("tzid", zone.key)
    first = (around.astimezone(UTC) - AROUND).replace(second=0, microsecond=0)
    known.add_component(_observance(zone, first, offset_from=_offset(zone, first)))
    for change in _changes(zone, first, first + 2 * AROUND):
        known.add_component(_observance(zone, change, offset_from=_offset(zone, change - SECOND)))
    return known


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """Every moment in UTC from which another offset is in force."""
    day = first
    while day < last:
        if _offset(zone, day) != _offset(zone, day + DAY):
            yield _exactly(zone, day, day + DAY)
        day += DAY


def _exactly(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > SECOND:
        middle = before + timedelta(seconds=(after - before) // SECOND // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _observance(
    zone: ZoneInfo, change: datetime, *, offset_from: timedelta
) -> TimezoneDaylight | TimezoneStandard:
    local = change.astimezone(zone)
    one = TimezoneDaylight() if local.dst() else TimezoneStandard()
    one.add("dtstart", (change + offset_from).replace(tzinfo=None))
    one.add("tzoffsetfrom", offset_from)
    one.add("tzoffsetto", _offset(zone, change))
    one.add("tzname", local.tzname() or zone.key)
    return one
