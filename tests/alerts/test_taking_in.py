"""From what came in to incidents: one a group, counted, bounded, and never resolved by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alerts.domain import noting, receiving, taking_in
from alerts.domain.rules import add_rule
from alerts.models import Alert, AlertStatus, Group, Received, Source
from alerts.tasks import sweep, take_in
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.merging import merge_incident
from incidents.models import HelpRequest, Incident, Kind
from nudges.models import Nudge
from tests.alerts.helpers import a_source, recorded, send
from tests.factories import IncidentFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

FORMATS = ["generic", "alertmanager", "grafana", "pagerduty", "sentry", "datadog"]


def come(source, payload, *, at=None, delivery=""):
    """Keep and read a payload, as the address and the worker do."""
    import json

    count = Received.objects.count()
    receiving.receive(source, body=json.dumps(payload), delivery=delivery or str(count), at=at)
    taking_in.take_in(source.pk)
    return Received.objects.latest("pk")


def alert(key="a", **more):
    return {"key": key, "title": f"Alert {key}"} | more


def later(minutes=4):
    for group in Group.objects.to_note():
        noting.note_if_due(group, at=timezone.now() + timedelta(minutes=minutes))


def notes(incident):
    rows = incident.timeline.filter(kind=Kind.ALERT).oldest_first()
    return [text.replace("\\", "") for text in rows.values_list("text", flat=True)]


@pytest.mark.parametrize("format", FORMATS)
def test_firing_repeated_and_resolved_is_one_incident_that_stays_open(format):
    source, _token = a_source(format)
    firing = recorded(f"{format}_firing")

    come(source, firing)
    come(source, firing)
    come(source, recorded(f"{format}_resolved"))

    incident, kept = Incident.objects.get(), Alert.objects.get()
    assert (kept.status, kept.times_seen) == (AlertStatus.RESOLVED, 2)
    assert (incident.is_open, incident.declared_by) == (True, None)
    later()
    assert notes(incident) == [
        "1 alert is resolved. None of them fires any more. You decide when this is over."
    ]


@pytest.mark.parametrize(
    ("name", "count"), [("alertmanager_grouped", 2), ("grafana_grouped", 2), ("generic_grouped", 3)]
)
def test_grouped_payload_is_one_incident(name, count):
    source, _token = a_source(name.partition("_")[0])

    come(source, recorded(name))

    assert Incident.objects.count() == 1
    assert Alert.objects.filter(group__incident=Incident.objects.get()).count() == count
    assert notes(Incident.objects.get()) == []
    later()
    assert len(notes(Incident.objects.get())) == 1


def test_opened_incident_says_where_it_came_from():
    source, _token = a_source("alertmanager", name="Prometheus [eu]")

    come(source, recorded("alertmanager_firing"))

    incident = Incident.objects.get()
    entry = incident.timeline.get()
    assert (incident.title, incident.severity) == (
        "More than 5% of requests to checkout fail",
        "critical",
    )
    assert entry.author is None
    assert entry.text.startswith(r"Opened by an alert from Prometheus \[eu\]: More than")
    assert entry.text.endswith(
        "](<https://prometheus.example.com/graph?g0.expr=job%3Aerrors%3Arate5m+%3E+0.05&g0.tab=1>)"
    )
    assert not incident.participations.exists()


def test_nobody_is_thanked_or_looked_after_where_nobody_filed():
    source, _token = a_source()

    come(source, alert())

    assert not Nudge.objects.exists()


def test_those_who_know_the_service_are_asked():
    expert = UserFactory()
    service = ServiceFactory(name="Search", slug="search")
    service.experts.add(expert)
    source, _token = a_source(asks_for_help=True)

    come(source, alert(service="search"))

    request = HelpRequest.objects.get()
    assert (request.asked_by, request.incident.services.get()) == (None, service)
    assert Nudge.objects.get().recipient == expert


def test_many_alerts_are_one_note():
    source, _token = a_source()
    add_rule(source, by=UserFactory(), matches=[], group_by=["cluster"])
    come(source, alert("first", labels={"cluster": "eu"}))

    for n in range(12):
        come(source, alert(f"disk_{n}", labels={"cluster": "eu"}))

    assert notes(Incident.objects.get()) == []
    later()
    later()
    assert notes(Incident.objects.get()) == [
        "12 more alerts: Alert disk_0, Alert disk_1, Alert disk_2 …."
    ]


def test_alert_that_fires_on_opens_nothing_when_people_resolved():
    source, _token = a_source()
    come(source, alert())
    resolve_incident(Incident.objects.get(), by=UserFactory(), summary="Fixed.")

    come(source, alert())

    assert Incident.objects.count() == 1


def test_alert_that_fires_anew_opens_another():
    source, _token = a_source()
    come(source, alert())
    resolve_incident(Incident.objects.get(), by=UserFactory(), summary="Fixed.")

    come(source, alert(status="resolved"))
    come(source, alert())

    assert Incident.objects.count() == 2


def test_alert_that_flaps_stays_in_its_incident():
    source, _token = a_source()

    for status in ("firing", "resolved", "firing", "resolved", "firing"):
        come(source, alert(status=status))

    assert Incident.objects.count() == 1


def test_alerts_follow_a_merge():
    source, _token = a_source()
    come(source, alert())
    other = IncidentFactory()
    merge_incident(Incident.objects.exclude(pk=other.pk).get(), by=UserFactory(), into=other)

    come(source, alert(status="resolved"))
    come(source, alert())

    assert Group.objects.get().incident == other
    assert Incident.objects.standing().count() == 1


def test_no_more_incidents_than_a_source_may_open():
    source, _token = a_source(most_an_hour=2)

    for n in range(6):
        come(source, alert(f"{n}"))

    assert Incident.objects.count() == 3
    storm = Incident.objects.get(title="Many alerts at once from Our generic")
    assert Alert.objects.filter(group__incident=storm).count() == 4
    later()
    assert notes(storm) == ["4 more alerts: Alert 2, Alert 3, Alert 4 …."]


def test_no_more_alerts_than_are_read_of_a_payload():
    source, _token = a_source(otherwise="keep")

    row = come(source, [alert(f"{n}") for n in range(105)])

    assert Alert.objects.count() == 100
    assert row.outcome[-1] == {"title": "", "what": "too_many", "count": 5}


def test_alert_not_heard_of_for_a_day_counts_no_more():
    source, _token = a_source()
    come(source, alert())

    taking_in.let_go_quiet(at=timezone.now() + timedelta(hours=25))

    assert Alert.objects.get().status == AlertStatus.QUIET
    taking_in.let_go_quiet(at=timezone.now() + timedelta(days=31))
    assert not Alert.objects.exists()


def test_what_came_is_deleted():
    source, _token = a_source()
    come(source, alert())

    receiving.forget(at=timezone.now() + timedelta(hours=25))
    assert Received.objects.get().body == ""
    receiving.forget(at=timezone.now() + timedelta(days=8))
    assert not Received.objects.exists()


def test_what_a_lost_broker_left_is_found(work):
    source, _token = a_source()
    receiving.receive(source, body='{"title": "Slow"}', delivery="1")

    with work():
        sweep()

    assert Incident.objects.get().title == "Slow"


def test_what_cannot_be_read_is_left_to_an_admin(monkeypatch):
    source, _token = a_source()
    receiving.receive(source, body="{}", delivery="1")
    Received.objects.update(attempts=taking_in.MOST_ATTEMPTS)

    sweep()

    assert Received.objects.get().state == "unreadable"


def test_what_is_broken_stops_nothing_behind_it():
    source, _token = a_source()
    receiving.receive(source, body="not JSON", delivery="broken")

    come(source, alert())

    states = list(Received.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["unreadable", "done"]


@pytest.mark.django_db(transaction=True)
def test_same_alert_twice_at_once_is_one_incident(race):
    source, _token = a_source()
    for n in range(2):
        receiving.receive(source, body='{"key": "a", "title": "Slow"}', delivery=str(n))

    outcomes = race(2, lambda: taking_in.take_in(source.pk))

    assert outcomes == ["ok", "ok"]
    assert Incident.objects.count() == Alert.objects.count() == 1
    assert Alert.objects.get().times_seen == 2


@pytest.mark.django_db(transaction=True)
def test_same_delivery_twice_at_once_is_kept_once(race):
    _source, token = a_source()
    answers = []

    race(4, lambda: answers.append(send(token, {"title": "Slow"}, **{"Idempotency-Key": "1"})))

    assert [one.status_code for one in answers] == [202] * 4
    assert Received.objects.count() == 1


def test_whoever_reads_locks_its_source():
    source, _token = a_source()
    receiving.receive(source, body='{"title": "Slow"}', delivery="1")
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        take_in(source.pk)

    assert any("alerts_source" in q["sql"] and "FOR UPDATE" in q["sql"] for q in queries)
    assert Source.objects.count() == 1
