"""Say in sentences what was assumed about time, for whoever runs an import."""

from collections.abc import Iterator, Sequence

from postmortems.importing.clock import Day
from postmortems.importing.moments import Moment
from postmortems.importing.report import counted
from postmortems.importing.zones import Zone


def on_time(
    zone: Zone, day: Day, moments: Sequence[Moment], doubtful: Sequence[int], *, zone_is_named: bool
) -> Iterator[str]:
    if not zone_is_named:
        yield "No time zone is named: times are taken as UTC."
    elif zone.doubt:
        yield f"{zone.written} is read as {zone.tzinfo}; it is {zone.doubt}."
    exact = sum(moment.is_exact for moment in moments)
    if day.date is None and not exact:
        yield "No date is given anywhere."
    elif not day.is_sure and not exact:
        yield f"The day, {day.date}, is from {day.known_from}."
    for moment in moments:
        if moment.next_day:
            yield f"{moment.at:%H:%M} is earlier than the time before it: taken as the next day."
    if vague := len(moments) - exact:
        entries = counted(vague, "timeline entry")
        yield f"{entries} without a time of day: put where the report has them."
    for index in doubtful:
        yield (
            f"{moments[index].at:%Y-%m-%d %H:%M} is far from the rest and out of order: kept as "
            "written, and not used for when it started and ended."
        )
