"""Importing a report: what is stored, once, and all of it."""

from datetime import UTC, datetime
from textwrap import dedent

import pytest

from incidents.models import Incident, Mode
from incidents.models import Status as IncidentStatus
from nudges.models import Nudge
from people.errors import DomainError
from postmortems.domain import importing
from postmortems.domain.importing import AlreadyImported, import_report
from postmortems.importing.parser import parse_report
from postmortems.importing.report import Report
from postmortems.models import FollowUpState, Postmortem, Status
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
REPORT = """\
# 2021-03-04, Labels stuck

## Summary

Labels were stuck for an hour.

## Timeline

All times in CET

### 2021-03-04 10:00

The printer stops.

### 11:05

Paper.

## Contributing factors

- No alert on paper
- The tray holds little

## Action items

### Printer

- [x] Watch the paper. [Issue](https://example.org/1)
- Two trays
"""


def read(text: str = REPORT) -> Report:
    return parse_report(dedent(text), filename="2021-03-04-labels.md")


def bring_in(report: Report, **words) -> importing.Imported:
    words = {"source_name": "reports/labels.md", "digest": "0" * 64, "at": NOW} | words
    return import_report(report, by=UserFactory(), **words)


def test_a_report_becomes_a_past_incident_with_a_published_write_up():
    done = bring_in(read())

    incident = Incident.objects.get()
    assert (incident.title, incident.mode, incident.status) == (
        "Labels stuck", Mode.RECORD, IncidentStatus.RESOLVED,
    )  # fmt: skip
    assert incident.started_at == datetime(2021, 3, 4, 9, 0, tzinfo=UTC)
    assert incident.resolved_at == datetime(2021, 3, 4, 10, 5, tzinfo=UTC)
    assert incident.detected_at == incident.declared_at == incident.started_at
    assert incident.mitigated_at is None
    assert list(incident.timeline.oldest_first().values_list("kind", "text", "occurred_at")) == [
        ("note", "The printer stops.", datetime(2021, 3, 4, 9, 0, tzinfo=UTC)),
        ("note", "Paper.", datetime(2021, 3, 4, 10, 5, tzinfo=UTC)),
        ("write_up", "Brought in from reports/labels.md.", NOW),
    ]

    postmortem = Postmortem.objects.published().get()
    assert list(postmortem.incidents.all()) == [incident]
    assert (postmortem.title, postmortem.published_at) == ("Labels stuck", incident.resolved_at)
    assert postmortem.what_happened == (
        "Labels were stuck for an hour.\n\n## Timeline\n\nAll times in CET"
    )
    assert list(postmortem.factors.values_list("kind", "text")) == [
        ("detection", "No alert on paper"),
        ("design", "The tray holds little"),
    ]
    assert list(postmortem.follow_ups.values_list("what", "kind", "link", "state", "done_at")) == [
        ("Printer: Watch the paper.", "code", "https://example.org/1", "done",
         incident.resolved_at),
        ("Printer: Two trays", "code", "", "open", None),
    ]  # fmt: skip
    assert done.kept.missing == ()
    assert done.assumed == ()


def test_nobody_is_asked_for_anything_and_nobody_is_named(work):
    with work():
        done = bring_in(read())

    assert not Nudge.objects.exists()
    assert done.incident.declared_by is None
    assert not done.incident.participations.exists()
    assert not done.incident.reach_outs.exists()
    assert not done.postmortem.authors.exists()
    assert not done.incident.timeline.filter(kind="note").exclude(author=None).exists()
    assert not done.postmortem.follow_ups.filter(
        state=FollowUpState.OPEN, owner__isnull=False
    ).exists()


def test_the_same_words_are_imported_once_whatever_the_file_is_called():
    first = bring_in(read())

    with pytest.raises(AlreadyImported, match="imported already") as refused:
        bring_in(read(), source_name="elsewhere/copy.md")

    assert refused.value.postmortem == first.postmortem
    assert not refused.value.has_changed
    assert Incident.objects.count() == 1


def test_a_file_that_has_changed_does_not_overwrite_what_is_here():
    bring_in(read())

    with pytest.raises(AlreadyImported, match="changed since") as refused:
        bring_in(read(REPORT.replace("an hour", "a day")), digest="1" * 64)

    assert refused.value.has_changed
    assert "an hour" in Postmortem.objects.get().what_happened


def test_two_imports_at_once_leave_one_incident(race):
    report, by = read(), UserFactory()

    outcomes = race(
        2, lambda: import_report(report, by=by, source_name="a.md", digest="0" * 64, at=NOW)
    )

    assert sorted(outcomes) == ["AlreadyImported", "ok"]
    assert Incident.objects.count() == Postmortem.objects.count() == 1


def test_a_report_that_would_lose_a_word_is_not_imported(monkeypatch):
    stored = importing._stored

    def forgetful(incident, postmortem, report):
        return {
            where: text.replace("printer", "")
            for where, text in stored(incident, postmortem, report).items()
        }

    monkeypatch.setattr(importing, "_stored", forgetful)

    with pytest.raises(DomainError, match="“printer” in line 13 would be lost"):
        bring_in(read())

    assert not Incident.objects.exists()
    assert not Postmortem.objects.exists()


def test_a_report_without_a_timeline_is_of_its_day():
    done = bring_in(read("# 2021-03-04, Labels stuck\n\nAll times in CET.\n\nIt was a long day.\n"))

    assert done.incident.started_at == datetime(2021, 3, 3, 23, 0, tzinfo=UTC)
    assert done.incident.resolved_at == done.incident.started_at
    assert done.assumed == ("No time of day is known: it starts at 00:00 CET.",)


def test_a_report_without_any_date_is_of_the_day_it_is_imported():
    report = parse_report("# Labels stuck\n\n## Timeline\n\n- 10:00 stuck\n", filename="a.md")

    done = bring_in(report)

    assert done.incident.started_at == datetime(2026, 11, 23, tzinfo=UTC)
    assert done.incident.timeline.get(kind="note").occurred_at == done.incident.started_at
    assert done.assumed == ("No day is known: it is put on the day of the import, at 00:00 UTC.",)


def test_moments_outside_the_incident_stay_in_the_timeline():
    report = read("""\
        # Labels stuck

        ## Key events

        - First detected 2021-03-04 10:00
        - Incident declared 2021-03-04 12:30
        - Repaired 2021-03-04 11:30
        - Resolved 2021-03-04 12:00
    """)

    done = bring_in(report)

    incident = done.incident
    assert incident.detected_at == incident.declared_at == incident.started_at
    assert incident.mitigated_at == datetime(2021, 3, 4, 11, 30, tzinfo=UTC)
    assert incident.resolved_at == datetime(2021, 3, 4, 12, 0, tzinfo=UTC)
    assert done.assumed == (
        "When it was declared is not between start and end: only in the timeline.",
    )
    assert incident.timeline.filter(kind="note").count() == 4


def test_a_write_up_is_never_published_in_the_future():
    report = read("# Labels stuck\n\n## Timeline\n\n- 2031-03-04 10:00 stuck\n")

    done = bring_in(report)

    assert done.postmortem.published_at == NOW
    assert done.postmortem.status == Status.PUBLISHED
