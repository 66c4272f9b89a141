from uuid import uuid4

import pytest
from django.utils import timezone

from incidents.domain.filing import declare_incident
from incidents.models import Incident, Mode, ReachOut, ResponseRole, Severity, Status, UndoPath
from nudges.models import Nudge
from people.errors import DomainError
from tests.factories import IncidentFactory, ServiceFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_one_line_is_enough_to_declare():
    nia = UserFactory()

    incident = declare_incident(by=nia, title="Search answers with nothing")

    incident.refresh_from_db()
    assert (incident.title, incident.declared_by) == ("Search answers with nothing", nia)
    assert incident.status == Status.INVESTIGATING
    assert incident.undo_path == UndoPath.UNKNOWN
    assert incident.severity == Severity.UNSET
    assert incident.next_update_at is None
    assert [entry.kind for entry in incident.timeline.all()] == ["opened"]
    assert [(here.user, here.role) for here in incident.participations.all()] == [
        (nia, ResponseRole.RESPONDER)
    ]


def test_declaring_keeps_what_was_said():
    search, mail = ServiceFactory(), ServiceFactory()

    incident = declare_incident(
        by=UserFactory(),
        title="Half the mails are blank",
        undo_path=UndoPath.ROLL_BACK,
        severity=Severity.MAJOR,
        services=[search, mail],
    )

    incident.refresh_from_db()
    assert (incident.undo_path, incident.severity) == ("roll_back", "major")
    assert set(incident.services.all()) == {search, mail}
    assert incident.next_update_at - incident.declared_at == timezone.timedelta(minutes=60)


def test_declaring_thanks_the_filer_and_notes_a_reach_out():
    TechLeadFactory()
    nia = UserFactory()

    incident = IncidentFactory(by=nia)

    assert [(one.kind, one.recipient, one.about) for one in Nudge.objects.all()] == [
        ("thank_you", nia, incident)
    ]
    assert [(one.incident, one.person) for one in ReachOut.objects.all()] == [(incident, nia)]


@pytest.mark.parametrize("mode", [Mode.PRACTICE, Mode.RECORD])
def test_practice_and_records_ask_nobody_for_anything(mode):
    TechLeadFactory()

    incident = IncidentFactory(mode=mode)

    assert incident.is_open == (mode == Mode.PRACTICE)
    assert not Nudge.objects.exclude(recipient=incident.declared_by).exists()
    assert not ReachOut.objects.exists()


def test_practice_thanks_in_the_app_only():
    incident = IncidentFactory(mode=Mode.PRACTICE)

    [thanks] = Nudge.objects.all()
    assert (thanks.kind, thanks.recipient) == ("thank_you", incident.declared_by)
    assert thanks.stays_in_app


def test_a_record_is_over_when_it_was():
    last_week = timezone.now() - timezone.timedelta(days=7)

    incident = IncidentFactory(mode=Mode.RECORD, at=last_week, severity=Severity.CRITICAL)

    assert incident.status == Status.RESOLVED
    assert incident.resolved_at == incident.declared_at == last_week
    assert incident.next_update_at is None


def test_the_same_token_again_is_the_same_incident_unchanged():
    nia, token = UserFactory(), uuid4()
    first = declare_incident(by=nia, title="Checkout is slow", client_token=token)

    again = declare_incident(
        by=nia, title="Checkout is very slow", severity=Severity.MAJOR, client_token=token
    )

    assert (again.pk, again.title, again.severity) == (first.pk, "Checkout is slow", "")
    assert list(Incident.objects.values_list("title", flat=True)) == ["Checkout is slow"]
    assert again.timeline.count() == again.participations.count() == 1


def test_somebody_elses_token_is_another_incident():
    token = uuid4()

    first, second = (IncidentFactory(client_token=token) for _ in range(2))

    assert first != second


def test_a_double_submit_at_once_leaves_one_incident_and_one_thank_you(race):
    nia, token = UserFactory(), uuid4()
    TechLeadFactory()

    outcomes = race(
        8, lambda: declare_incident(by=nia, title="Checkout is slow", client_token=token)
    )

    assert outcomes == ["ok"] * 8
    incident = Incident.objects.get()
    assert incident.timeline.count() == incident.participations.count() == 1
    assert list(Nudge.objects.values_list("kind", flat=True)) == ["thank_you"]
    assert ReachOut.objects.count() == 1


def test_a_record_keeps_when_it_was():
    began = timezone.now() - timezone.timedelta(days=3)
    ended = began + timezone.timedelta(hours=2)

    incident = IncidentFactory(mode=Mode.RECORD, started_at=began, resolved_at=ended)

    incident.refresh_from_db()
    assert incident.started_at == incident.detected_at == incident.declared_at == began
    assert incident.resolved_at == ended
    assert incident.lasted == timezone.timedelta(hours=2)
    assert [
        (entry.kind, entry.text, entry.occurred_at) for entry in incident.timeline.oldest_first()
    ] == [("opened", "It happened.", began), ("resolved", "It was over.", ended)]


def test_a_record_whose_end_alone_is_known_is_put_there():
    ended = timezone.now() - timezone.timedelta(days=3)

    incident = IncidentFactory(mode=Mode.RECORD, resolved_at=ended)

    assert incident.started_at == incident.declared_at == incident.resolved_at == ended


def test_what_happens_now_can_have_begun_before_it_was_filed():
    began = timezone.now() - timezone.timedelta(minutes=40)

    incident = IncidentFactory(started_at=began)

    assert incident.started_at == began
    assert incident.declared_at > began


@pytest.mark.parametrize(
    ("mode", "started", "resolved", "field", "sentence"),
    [
        (Mode.RECORD, +5, None, "started_at", "That time has not come yet."),
        (Mode.RECORD, -60, +5, "resolved_at", "That time has not come yet."),
        (Mode.RECORD, -5, -60, "resolved_at", "It was over after it started. Check both times."),
        (Mode.LIVE, -60, -5, "resolved_at", "Only what is over has a time when it was over."),
        (Mode.RECORD, -60 * 24 * 365 * 200, None, "started_at", "That is too far away."),
    ],
)
def test_times_that_cannot_be_are_refused(mode, started, resolved, field, sentence):
    def moment(minutes):
        return minutes and timezone.now() + timezone.timedelta(minutes=minutes)

    with pytest.raises(DomainError) as refused:
        IncidentFactory(mode=mode, started_at=moment(started), resolved_at=moment(resolved))

    assert sentence in refused.value.message_dict[field][0]
    assert not Incident.objects.exists()


def test_a_restricted_incident_is_seen_by_whoever_is_in_it():
    nia, ines = UserFactory(), TechLeadFactory()

    incident = IncidentFactory(by=nia, is_restricted=True)

    assert list(Incident.objects.visible_to(nia)) == [incident]
    assert not Incident.objects.visible_to(ines).exists()
