"""Bring an incident of the past in, with its timeline and write-up, from a report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Incident, Kind, Mode, TimelineEntry
from incidents.models import Status as IncidentStatus
from people.errors import DomainError
from people.models import User
from postmortems.domain.moments import copy_entries
from postmortems.importing.check import Kept, check_words
from postmortems.importing.corrections import Corrections
from postmortems.importing.headings import TEXTS, Place
from postmortems.importing.report import Report
from postmortems.importing.source import Destination
from postmortems.models import (
    ContributingFactor,
    FactorKind,
    FollowUp,
    FollowUpKind,
    FollowUpState,
    FollowUpStep,
    Postmortem,
    Status,
    StepKind,
)

# Any number that nothing else locks: what is not there yet has no row to lock.
_IMPORT_LOCK = 7_265_002
NONE = Corrections()


class AlreadyImported(DomainError):
    """A report is there already, or another one of the same name."""

    def __init__(self, postmortem: Postmortem, *, has_changed: bool) -> None:
        self.postmortem = postmortem
        self.has_changed = has_changed
        super().__init__(
            _("It has changed since it was imported. What is here stays as it is.")
            if has_changed
            else _("It has been imported already.")
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a report.

    `assumed` says what it left open, in sentences, and `changed` what somebody took out
    of it or wrote anew, in the words that the file had.
    """

    incident: Incident
    postmortem: Postmortem
    kept: Kept
    assumed: tuple[str, ...]
    changed: tuple[str, ...] = ()


@transaction.atomic
def import_report(
    report: Report,
    *,
    by: User,
    source_name: str,
    digest: str,
    corrections: Corrections = NONE,
    as_new: bool = False,
    at: datetime | None = None,
) -> Imported:
    """Make a past incident and a published write-up of a report, all of it or nothing.

    It is over and for the record, so nobody is asked for anything, and nobody is
    named as having filed or written it. The lock makes two imports at once leave
    one of each. What was stored is read again and every word looked for: a report
    that is not all there is not imported. What the `corrections` put in the place of
    something has to be there instead of it.

    A file of a name that is here already is a new write-up only when that is asked
    for with `as_new`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORT_LOCK])
    try:
        refuse_twice(source_name=source_name, digest=digest)
    except AlreadyImported as already:
        if not (as_new and already.has_changed):
            raise
        source_name = _free_name(source_name)
    at = at or timezone.now()
    corrected = corrections.apply(report)
    times = _Times(corrected, at)
    incident = _record(corrected, times, by=by, source_name=source_name, at=at)
    postmortem = _write_up(corrected, incident, source_name=source_name, digest=digest, at=at)
    stored = _stored(incident, postmortem, corrected)
    changed = _on_purpose(report, corrected, stored)
    kept = check_words(report.lines, stored | changed)
    if kept.missing:
        number, word = kept.missing[0]
        raise DomainError(
            _("“%(word)s” in line %(number)s would be lost, so it is not imported.")
            % {"word": word, "number": number}
        )
    return Imported(incident, postmortem, kept, tuple(times.assumed()), tuple(changed.values()))


def _on_purpose(
    report: Report, corrected: Report, stored: dict[Destination, str]
) -> dict[Destination, str]:
    """The words of the file where something else was to be stored, and is."""
    instead = corrected.parts
    return {
        part: text
        for part, text in report.parts.items()
        if instead[part] != text and stored.get(part, "") == instead[part]
    }


def _free_name(source_name: str) -> str:
    """A name that no report here has: its own, or with a number behind it."""
    name, number = source_name, 1
    while Postmortem.objects.filter(source_name=name).exists():
        number += 1
        ending = f" ({number})"
        name = f"{source_name[: 300 - len(ending)]}{ending}"
    return name


def refuse_twice(*, source_name: str, digest: str) -> None:
    """Raise AlreadyImported when these words, or a file of this name, are here.

    A file that came alone through the browser has no folder in its name: the name alone
    is then what is compared.
    """
    if same := Postmortem.objects.filter(source_digest=digest).exclude(source_name="").first():
        raise AlreadyImported(same, has_changed=False)
    folder, _slash, bare = source_name.rpartition("/")
    names = Q(source_name__in={source_name, bare})
    if not folder:
        names |= Q(source_name__endswith=f"/{bare}")
    if named := Postmortem.objects.filter(names).first():
        raise AlreadyImported(named, has_changed=True)


class _Times:
    """The times of an incident, each of which has to be known, as a report leaves them."""

    def __init__(self, report: Report, at: datetime) -> None:
        self._report = report
        told = report.times
        midnight = datetime.combine(
            report.occurred_on or at.astimezone(report.zone.tzinfo), time(), report.zone.tzinfo
        )
        self.started = told.started_at or midnight
        self.resolved = max(told.ended_at or self.started, self.started)
        self.detected = self._within(told.detected_at) or self.started
        self.declared = self._within(told.declared_at) or self.detected
        self.mitigated = self._within(told.mitigated_at)

    def _within(self, moment: datetime | None) -> datetime | None:
        """A time that is between the start and the end; else it stays in the timeline alone."""
        return moment if moment and self.started <= moment <= self.resolved else None

    def assumed(self) -> Iterator[str]:
        told = self._report.times
        where = f"00:00 {self._report.zone.written}"
        if self._report.occurred_on is None:
            yield _("No day is known: it is put on the day of the import, at %s.") % where
        elif not told.started_is_exact:
            yield _("No time of day is known: it starts at %s.") % where
        outside = {
            _("detected"): told.detected_at and not self._within(told.detected_at),
            _("declared"): told.declared_at and not self._within(told.declared_at),
            _("mitigated"): told.mitigated_at and not self._within(told.mitigated_at),
        }
        for name, is_outside in outside.items():
            if is_outside:
                yield _("When it was %s is not between start and end: only in the timeline.") % name


def _record(report: Report, times: _Times, *, by: User, source_name: str, at: datetime) -> Incident:
    incident = Incident.objects.create(
        title=report.title,
        status=IncidentStatus.RESOLVED,
        mode=Mode.RECORD,
        started_at=times.started,
        detected_at=times.detected,
        declared_at=times.declared,
        mitigated_at=times.mitigated,
        resolved_at=times.resolved,
        created_at=at,
    )
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            incident=incident,
            kind=Kind.NOTE,
            text=entry.text,
            occurred_at=entry.occurred_at or times.started,
            recorded_at=at,
        )
        for entry in report.timeline
        if entry.text
    )
    text = _("Brought in from %(name)s.") % {"name": source_name}
    incident.record(Kind.WRITE_UP, text, by=by, at=at)
    return incident


def _write_up(
    report: Report, incident: Incident, *, source_name: str, digest: str, at: datetime
) -> Postmortem:
    """Write it as published when the incident was over: it was, long before it came here."""
    over = min(incident.resolved_at or at, at)
    postmortem = Postmortem.objects.create(
        title=report.title,
        status=Status.PUBLISHED,
        published_at=over,
        created_at=at,
        saved_at=at,
        source_name=source_name,
        source_digest=digest,
        **{place.value: report.texts[place] for place in TEXTS},
    )
    postmortem.incidents.add(incident)
    copy_entries(postmortem, incident.timeline.filter(kind=Kind.NOTE).order_by("pk"))
    ContributingFactor.objects.bulk_create(
        ContributingFactor(
            postmortem=postmortem, kind=factor.kind or FactorKind.DESIGN, text=factor.text
        )
        for factor in report.factors
        if factor.text
    )
    follow_ups = FollowUp.objects.bulk_create(
        FollowUp(
            postmortem=postmortem,
            what=follow_up.what,
            kind=follow_up.kind or FollowUpKind.CODE,
            link=follow_up.link,
            state=FollowUpState.DONE if follow_up.is_done else FollowUpState.OPEN,
            done_at=over if follow_up.is_done else None,
            created_at=at,
        )
        for follow_up in report.follow_ups
        if follow_up.what
    )
    FollowUpStep.objects.bulk_create(
        FollowUpStep(
            follow_up=follow_up,
            kind=StepKind.DONE if follow_up.is_done else StepKind.PLANNED,
            at=follow_up.done_at or at,
        )
        for follow_up in follow_ups
    )
    return postmortem


def _stored(incident: Incident, postmortem: Postmortem, report: Report) -> dict[Destination, str]:
    """What the database now has of a report, by where its lines went."""
    postmortem = Postmortem.objects.get(pk=postmortem.pk)
    stored = {Destination(Place.TITLE): postmortem.title}
    stored |= {Destination(place): getattr(postmortem, place.value) for place in TEXTS}
    rows = {
        Place.TIMELINE: incident.timeline.filter(kind=Kind.NOTE).order_by("pk"),
        Place.FACTOR: postmortem.factors.order_by("pk"),
        Place.FOLLOW_UP: postmortem.follow_ups.order_by("pk"),
    }
    there = {part for part, text in report.parts.items() if text}
    for place, query in rows.items():
        column = "what" if place is Place.FOLLOW_UP else "text"
        parts = sorted((part for part in there if part.place is place), key=lambda part: part.index)
        stored |= zip(parts, query.values_list(column, flat=True), strict=True)
    return stored
