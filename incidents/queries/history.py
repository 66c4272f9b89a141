"""What was said before: the versions of an entry, and the times and statuses of an incident."""

from dataclasses import dataclass
from datetime import datetime

from incidents.models import Incident, Kind, Moment, TimeChange, TimelineEntry
from people.compare import Piece, compare
from people.models import User

VERSIONS_PAGE = 20
MOST_CHANGES = 200
STATUS = (Kind.OPENED, Kind.STATUS, Kind.RESOLVED, Kind.STOOD_DOWN, Kind.REOPENED)


@dataclass(frozen=True)
class Version:
    """What an entry said from one moment on, beside what it said before."""

    number: int
    said_at: datetime
    said_by: User | None
    occurred_at: datetime
    before: datetime | None
    """When it was thought to have happened until then, where that differs."""
    pieces: list[Piece]
    withdrawn_at: datetime | None
    withdrawn_by: User | None
    was_brought_back: bool


@dataclass(frozen=True)
class _Said:
    """One state of an entry's words, and who put the next in its place."""

    number: int
    text: str
    occurred_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: User | None
    replaced_at: datetime | None
    replaced_by: User | None


def versions_of(
    entry: TimelineEntry, *, before: int | None = None
) -> tuple[list[Version], int | None]:
    """A page of the versions of an entry, newest first, and the number the next page is before.

    Each is compared with the one before it, which is therefore read too.
    """
    earlier = entry.versions.select_related("replaced_by", "withdrawn_by").order_by("-number")
    if before is not None:
        earlier = earlier.filter(number__lt=before)
    said = [
        _Said(
            one.number,
            one.text,
            one.occurred_at,
            one.withdrawn_at,
            one.withdrawn_by,
            one.replaced_at,
            one.replaced_by,
        )
        for one in earlier[: VERSIONS_PAGE + 1]
    ]
    if before is None or before > entry.revision:
        said.insert(0, _now(entry))
    shown = [
        _version(entry, this, said[place + 1] if place + 1 < len(said) else None)
        for place, this in enumerate(said[:VERSIONS_PAGE])
    ]
    return shown, said[VERSIONS_PAGE - 1].number if len(said) > VERSIONS_PAGE else None


def _now(entry: TimelineEntry) -> _Said:
    return _Said(
        entry.revision,
        entry.text,
        entry.occurred_at,
        entry.withdrawn_at,
        entry.withdrawn_by,
        None,
        None,
    )


def _version(entry: TimelineEntry, this: _Said, last: _Said | None) -> Version:
    was_brought_back = bool(last and last.withdrawn_at)
    moved = last and last.occurred_at != this.occurred_at
    return Version(
        number=this.number,
        said_at=(last and last.replaced_at) or entry.recorded_at,
        said_by=last.replaced_by if last else entry.author,
        occurred_at=this.occurred_at,
        before=last.occurred_at if last and moved else None,
        pieces=compare(last.text, this.text) if last else [Piece("equal", this.text)],
        withdrawn_at=this.withdrawn_at,
        withdrawn_by=this.withdrawn_by,
        was_brought_back=was_brought_back,
    )


@dataclass(frozen=True)
class Change:
    """One line of the history of an incident's times and statuses: a correction or an entry."""

    at: datetime
    by: User | None
    correction: TimeChange | None = None
    entry: TimelineEntry | None = None

    @property
    def moment(self) -> str:
        return str(Moment(self.correction.moment).label) if self.correction else ""


def history_of(incident: Incident) -> list[Change]:
    """The corrections of an incident's times and the changes of its status, newest first."""
    corrections = incident.time_changes.select_related("corrected_by")[:MOST_CHANGES]
    entries = incident.timeline.filter(kind__in=STATUS).newest_first().select_related("author")
    changes = [Change(one.corrected_at, one.corrected_by, correction=one) for one in corrections]
    changes += [Change(one.occurred_at, one.author, entry=one) for one in entries[:MOST_CHANGES]]
    return sorted(changes, key=lambda one: one.at, reverse=True)[:MOST_CHANGES]


def newest_correction(history: list[Change]) -> int:
    """The number of the newest correction in a history; 0 when there is none."""
    return max((one.correction.pk for one in history if one.correction), default=0)
