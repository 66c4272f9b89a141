"""The times of an incident put right: on the page, in order, with their history."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.domain.correcting import correct_times
from incidents.domain.lifecycle import change_status, reopen_incident, resolve_incident, stand_down
from incidents.models import Incident, TimeChange
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

DECLARED = datetime(2026, 3, 9, 9, 16, 30, tzinfo=UTC)


def at(hour, minute, second=0):
    return datetime(2026, 3, 9, hour, minute, second, tzinfo=UTC)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", time_zone="Asia/Tokyo")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, at=DECLARED)


@pytest.fixture
def over(incident, nia):
    return resolve_incident(incident, by=nia, summary="Rolled back.", at=at(10, 2, 40))


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def line(incident):
    return incident.timeline.filter(kind="times").newest_first().first().text


def test_each_correction_is_kept_and_is_a_line_of_the_timeline(incident, nia):
    correct_times(incident, by=nia, started_at=at(9, 2), detected_at=at(9, 12))

    incident.refresh_from_db()
    assert (incident.started_at, incident.detected_at) == (at(9, 2), at(9, 12))
    changes = {
        one.moment: (one.before, one.after, one.corrected_by) for one in incident.time_changes.all()
    }
    assert changes == {
        "started_at": (DECLARED, at(9, 2), nia),
        "detected_at": (DECLARED, at(9, 12), nia),
    }
    assert line(incident) == (
        "Started: 09:02 instead of 09:16 UTC, 9 Mar 2026. "
        "Detected: 09:12 instead of 09:16 UTC, 9 Mar 2026."
    )
    assert incident.timeline.get(kind="opened").occurred_at == DECLARED


def test_another_day_is_said_in_full(incident, nia):
    correct_times(incident, by=nia, started_at=datetime(2026, 3, 8, 23, 50, tzinfo=UTC))

    assert line(incident) == "Started: 8 Mar 2026, 23:50 instead of 9 Mar 2026, 09:16 UTC."


def test_a_time_that_was_not_known_is_given_and_taken_back(incident, nia):
    correct_times(incident, by=nia, mitigated_at=at(9, 40))
    assert line(incident) == "Mitigated: 9 Mar 2026, 09:40 UTC."

    correct_times(incident, by=nia, mitigated_at=None)
    assert line(incident) == "Mitigated: not known, in place of 9 Mar 2026, 09:40 UTC."


def test_the_same_correction_sent_twice_is_one(incident, nia):
    for _ in range(2):
        correct_times(incident, by=nia, seen=0, started_at=at(9, 2))

    assert incident.time_changes.count() == incident.timeline.filter(kind="times").count() == 1


@pytest.mark.parametrize(
    ("times", "field", "sentence"),
    [
        ({"started_at": at(9, 30)}, "started_at", "started before it was detected"),
        ({"detected_at": at(9, 2)}, "detected_at", "started before it was detected"),
        ({"detected_at": at(9, 30)}, "detected_at", "detected before it was declared"),
        ({"mitigated_at": at(9, 1)}, "mitigated_at", "started before it was mitigated"),
        ({"mitigated_at": at(11, 0)}, "mitigated_at", "mitigated before it was resolved"),
        ({"resolved_at": at(9, 1)}, "resolved_at", "started before it was resolved"),
        ({"resolved_at": None}, "resolved_at", "Reopen it if it is not"),
        ({"started_at": None}, "started_at", "Every incident has this time"),
        (
            {"started_at": datetime(1800, 1, 1, tzinfo=UTC)},
            "started_at",
            "Check the year",
        ),
    ],
)
def test_what_cannot_be_is_refused(over, nia, times, field, sentence):
    with pytest.raises(DomainError) as refused:
        correct_times(over, by=nia, **times)

    assert sentence in " ".join(refused.value.message_dict[field])
    assert not TimeChange.objects.exists()
    assert not over.timeline.filter(kind="times").exists()


def test_what_has_not_come_is_refused(over, nia):
    soon = timezone.now() + timedelta(minutes=2)

    with pytest.raises(DomainError) as refused:
        correct_times(over, by=nia, resolved_at=soon)

    assert refused.value.message_dict == {"resolved_at": ["That time has not come yet."]}


def test_what_is_not_over_has_no_end(incident, nia):
    with pytest.raises(DomainError, match="not over yet"):
        correct_times(incident, by=nia, resolved_at=at(10, 0))


def test_in_the_same_minute_seconds_stand_in_their_order(incident, nia):
    correct_times(incident, by=nia, detected_at=at(9, 16))

    incident.refresh_from_db()
    assert incident.started_at == DECLARED == incident.detected_at
    assert not incident.time_changes.exists()


def test_what_was_written_down_afterwards_can_have_ended_before(nia):
    record = IncidentFactory(by=nia, mode="record")

    record = correct_times(
        record,
        by=nia,
        started_at=at(9, 0),
        detected_at=at(9, 5),
        mitigated_at=at(9, 30),
        resolved_at=at(10, 0),
    )

    assert record.lasted == timedelta(hours=1)


def test_a_duplicates_times_are_not_put_into_the_other(incident, nia):
    other = IncidentFactory(by=nia)
    resolve_incident(incident, by=nia, summary="")
    Incident.objects.filter(pk=incident.pk).update(merged_into=other)

    with pytest.raises(DomainError, match=f"merged into {other.reference}"):
        correct_times(incident, by=nia, started_at=at(9, 0))


def test_two_who_correct_the_same_time_at_once_are_told(race):
    nia, ines = UserFactory(), UserFactory()
    incident = IncidentFactory(by=nia, at=DECLARED)

    outcomes = race(
        3,
        [
            lambda: correct_times(incident, by=nia, seen=0, started_at=at(9, 2)),
            lambda: correct_times(incident, by=ines, seen=0, started_at=at(9, 4)),
            lambda: correct_times(incident, by=ines, seen=0, mitigated_at=at(9, 30)),
        ],
    )

    assert sorted(outcomes[:2]) == ["DomainError", "ok"]
    assert outcomes[2] == "ok"
    assert incident.time_changes.count() == incident.timeline.filter(kind="times").count() == 2


def page(incident):
    return reverse("incidents:times", args=[incident.pk])


def post(client, incident, opened, **typed):
    """Send the form as it was `opened`, with what was typed into it."""
    form = opened.context["form"]
    data = {"seen": form.initial["seen"]}
    for field in form.visible_fields():
        data[field.name] = data[field.html_initial_name] = (
            field.field.widget.format_value(field.value()) or ""
        )
    return client.post(reverse("incidents:correct_times", args=[incident.pk]), data | typed)


def test_a_time_is_typed_in_the_readers_zone_and_the_rest_keeps_its_seconds(client, over):
    response = post(client, over, client.get(page(over)), started_at="2026-03-09T18:02")

    assert response.url == page(over)
    over.refresh_from_db()
    assert over.started_at == at(9, 2)
    assert (over.detected_at, over.resolved_at) == (DECLARED, at(10, 2, 40))
    [change] = over.time_changes.all()
    assert change.moment == "started_at"


def test_the_page_shows_the_history_of_times_and_statuses(client, incident, nia):
    change_status(incident, by=nia, status="monitoring")
    correct_times(incident, by=nia, started_at=at(9, 2))
    stand_down(incident, by=nia, summary="A dashboard was wrong. Thank you all.")
    reopen_incident(incident, by=nia, reason="It was not.")

    html = client.get(page(incident)).content.decode()
    history = html.partition("history-title")[2]

    for said in (
        "Monitoring.",
        "A dashboard was wrong.",
        "Reopened. It was not.",
        "Incident opened",
    ):
        assert said in history
    assert re.search(r"Started:\s*<ins>\s*<time[^>]*>9 Mar 2026, 18:02 JST", history)
    assert re.search(r"<del>\s*<time[^>]*>9 Mar 2026, 18:16 JST", history)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"started_at": "2026-03-09T20:00"}, "started_at", "It started before it was detected."),
        ({"started_at": "soon"}, "started_at", "Give a day and a time"),
        ({"started_at": ""}, "started_at", "Every incident has this time."),
        ({"detected_at": "9999-01-01T00:00"}, "detected_at", "Check the year"),
        ({"resolved_at": ""}, "resolved_at", "Reopen it if it is not."),
        ({"mitigated_at": "2026-03-09T23:00"}, "mitigated_at", "mitigated before it was resolved"),
        ({"started_at": "2026-03-09T18:01\x00"}, "started_at", "Give a day and a time"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_kept(client, over, typed, field, sentence):
    response = post(client, over, client.get(page(over)), **typed)

    assert response.status_code == 422
    html = response.content.decode()
    beside = re.search(rf'id="id_{field}_error">(.*?)</div>', html, re.DOTALL)
    assert sentence in beside[1]
    assert response.context["form"][field].value() == typed[field]
    assert not TimeChange.objects.exists()


def test_what_somebody_else_corrected_meanwhile_is_shown_first(client, over):
    opened = client.get(page(over))
    correct_times(over, by=UserFactory(), started_at=at(9, 4))

    response = post(client, over, opened, started_at="2026-03-09T18:02")

    assert response.status_code == 422
    html = response.content.decode()
    assert "Somebody else corrected this meanwhile." in html
    assert 'value="2026-03-09T18:02"' in html
    assert 'id="theirs-started_at" type="datetime-local" value="2026-03-09T18:04"' in html

    form = response.context["form"]
    assert client.post(response.request["PATH_INFO"], form.data).status_code == 302
    over.refresh_from_db()
    assert over.started_at == at(9, 2)


def test_an_end_typed_while_it_was_reopened_is_given_back(client, over, nia):
    opened = client.get(page(over))
    reopen_incident(over, by=nia, reason="It came back.")

    response = post(client, over, opened, resolved_at="2026-03-09T19:30")

    assert response.status_code == 422
    assert "It is not over yet." in response.content.decode()
    assert "2026-03-09T19:30" in response.content.decode()


def test_who_may(client, client_of, incident):
    verb = reverse("incidents:correct_times", args=[incident.pk])
    reader = client_of(UserFactory(role=Role.READER))

    assert reader.get(page(incident)).status_code == 200
    assert "Keep these times" not in reader.get(page(incident)).content.decode()
    assert reader.post(verb, {"started_at": ""}).status_code == 403
    assert Client().get(page(incident)).status_code == 302
    assert Client().post(verb).url.startswith("/accounts/login/")
    assert client.get(verb).status_code == 405
    Incident.objects.update(is_restricted=True)
    assert client_of(UserFactory()).get(page(incident)).status_code == 404
    assert client_of(UserFactory()).post(verb).status_code == 404


def test_the_history_is_read_in_two_queries_however_long(incident, nia, django_assert_num_queries):
    from incidents.queries.history import history_of

    correct_times(incident, by=nia, started_at=at(9, 2))
    for number in range(3):
        correct_times(incident, by=nia, started_at=at(9, 3 + number))
    with django_assert_num_queries(2):
        found = history_of(incident)
        assert [str(one.by) for one in found] == ["Nia"] * 5


def test_the_room_shows_the_times_with_their_zone(client, over):
    html = client.get(over.get_absolute_url()).content.decode()

    aside = html.partition('id="times"')[2]
    assert "9 Mar 2026, 18:16 JST" in aside
    assert "9 Mar 2026, 19:02 JST" in aside
