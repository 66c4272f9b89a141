"""What somebody changes about a report before it is imported, as data of its own.

A correction never touches the file. It says what is given before reading (day, zone, where
headings go) and what is put in the place of what was read, so that what was taken out on
purpose can be told from what was lost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from postmortems.importing.headings import Place
from postmortems.importing.report import Given, Report
from postmortems.importing.zones import Zone

ROWS = (Place.TIMELINE, Place.FACTOR, Place.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class RowCorrection:
    """A row as somebody wrote it anew. `left_out` is on purpose."""

    text: str
    at: datetime | None = None
    kind: str = ""
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Corrections:
    """All that was corrected. Rows are known by their kind and the line they begin in."""

    title: str = ""
    day: date | None = None
    zone: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    places: Mapping[int, Place] = field(default_factory=dict)
    rows: Mapping[tuple[Place, int], RowCorrection] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """What `as_data` wrote."""
        rows = {}
        for key, row in data.get("rows", {}).items():
            place, _, line = key.partition(":")
            at = row.get("at")
            rows[Place(place), int(line)] = RowCorrection(
                **row | {"at": datetime.fromisoformat(at) if at else None}
            )
        return cls(
            title=data.get("title", ""),
            day=date.fromisoformat(data["day"]) if data.get("day") else None,
            zone=data.get("zone", ""),
            started_at=_moment(data.get("started_at")),
            ended_at=_moment(data.get("ended_at")),
            places={int(n): Place(place) for n, place in data.get("places", {}).items()},
            rows=rows,
        )

    def as_data(self) -> dict[str, Any]:
        """As JSON can keep it; what is not corrected is left out."""
        data: dict[str, Any] = {
            "title": self.title,
            "day": self.day.isoformat() if self.day else "",
            "zone": self.zone,
            "started_at": self.started_at.isoformat() if self.started_at else "",
            "ended_at": self.ended_at.isoformat() if self.ended_at else "",
            "places": {str(line): place.value for line, place in self.places.items()},
            "rows": {
                f"{place.value}:{line}": {
                    "text": row.text,
                    "at": row.at.isoformat() if row.at else None,
                    "kind": row.kind,
                    "left_out": row.left_out,
                }
                for (place, line), row in self.rows.items()
            },
        }
        return {name: value for name, value in data.items() if value}

    def given(self) -> Given:
        """What has to be known before the file is read."""
        return Given(self.day, zone_called(self.zone), self.places)

    def apply(self, report: Report) -> Report:
        """The report as it is to be kept. A row that is left out stays, with no words in it."""
        rows = {place: self._rows(report, place) for place in ROWS}
        timeline = list(report.timeline)
        factors = list(report.factors)
        follow_ups = list(report.follow_ups)
        for at, row in rows[Place.TIMELINE]:
            timeline[at] = replace(
                timeline[at],
                text="" if row.left_out else row.text,
                occurred_at=row.at or timeline[at].occurred_at,
            )
        for at, row in rows[Place.FACTOR]:
            text = "" if row.left_out else row.text
            factors[at] = replace(factors[at], text=text, kind=row.kind or factors[at].kind)
        for at, row in rows[Place.FOLLOW_UP]:
            follow_ups[at] = replace(
                follow_ups[at],
                text="" if row.left_out else row.text,
                group="",
                kind=row.kind or follow_ups[at].kind,
            )
        times = report.times
        if self.started_at is not None:
            times = replace(times, started_at=self.started_at, started_is_exact=True)
        if self.ended_at is not None:
            times = replace(times, ended_at=self.ended_at)
        started = times.started_at
        return replace(
            report,
            title=self.title or report.title,
            times=times,
            occurred_on=started.astimezone(report.zone.tzinfo).date()
            if started and self.started_at
            else report.occurred_on,
            timeline=tuple(timeline),
            factors=tuple(factors),
            follow_ups=tuple(follow_ups),
        )

    def _rows(self, report: Report, place: Place) -> Iterator[tuple[int, RowCorrection]]:
        for index, line in report.first_lines(place).items():
            if (row := self.rows.get((place, line))) is not None:
                yield index, row


def zone_called(name: str) -> Zone | None:
    """A zone by its name in the zone database, or as minutes from UTC, "UTC+120"."""
    if name.startswith("UTC") and name[3:].lstrip("+-").isdecimal():
        offset = timedelta(minutes=int(name[3:]))
        if abs(offset) < timedelta(hours=24):
            return Zone(f"UTC{_hours(offset)}", timezone(offset))
    return Zone(name, ZoneInfo(name)) if name in available_timezones() else None


def name_of_zone(zone: Zone, at: datetime | None = None) -> str:
    """What `zone_called` finds a zone by again."""
    if isinstance(zone.tzinfo, ZoneInfo):
        return zone.tzinfo.key
    offset = zone.tzinfo.utcoffset(at) or timedelta()
    return f"UTC{int(offset.total_seconds() // 60):+d}" if offset else "UTC"


def _hours(offset: timedelta) -> str:
    sign = "-" if offset < timedelta() else "+"
    minutes = int(abs(offset).total_seconds() // 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
