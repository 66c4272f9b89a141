"""The address that senders call: who is let in, how much, and what is kept."""

import hashlib
import hmac
import json
import logging
from base64 import b64encode
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alerts.domain.receiving import has_room
from alerts.domain.sources import rotate_source, switch_source
from alerts.models import Inflow, Received, Source
from alerts.models.received import MOST_AT_ONCE
from incidents.models import Incident
from people.models import AuditEntry, Role
from tests.alerts.helpers import a_source, recorded, send
from tests.every_row import every_row
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SECRET = "a secret that they show"


def signed(body, *, header, prefix=""):
    right = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return {header: prefix + right}


def test_what_comes_is_kept_and_becomes_an_incident(work):
    _source, token = a_source("alertmanager")

    with work():
        answer = send(token, recorded("alertmanager_firing"))

    assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
    assert Received.objects.get().state == "done"
    assert Incident.objects.get().title == "More than 5% of requests to checkout fail"


def test_answer_tells_nobody_of_its_address():
    _source, token = a_source()

    answer = send(token, {"title": "Slow"})

    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "sessionid" not in answer.cookies


def test_secret_may_stand_in_a_header():
    _source, token = a_source()
    pair = b64encode(f"goldseam:{token}".encode()).decode()

    answers = [
        Client()
        .post(
            "/alerts/in/",
            json.dumps({"title": said}),
            content_type="application/json",
            headers={"Authorization": said},
        )
        .status_code
        for said in (f"Bearer {token}", f"bearer {token}", f"Basic {pair}")
    ]

    assert answers == [202, 202, 202]


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer x", "Basic x", "Basic eA==", "Digest a=b"])
def test_other_headers_open_nothing(said):
    a_source()

    answer = Client().post(
        "/alerts/in/", "{}", content_type="text/plain", headers={"Authorization": said}
    )

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["x", "alerts_" + "x" * 43, "x" * 1000, "caf\u00e9"])
def test_unknown_secret_opens_nothing(token):
    a_source()

    assert send(token, {"title": "Slow"}).status_code == 401
    assert not Received.objects.exists()


def test_address_is_only_called():
    _source, token = a_source()

    assert Client().get(f"/alerts/in/{token}/").status_code == 405


def test_secret_is_in_no_row():
    _source, token = a_source("pagerduty", signing_secret=SECRET)
    rows = list(every_row())

    assert len(rows) > 5
    assert [table for table, row in rows if token in row or SECRET in row] == []


def test_secret_of_a_former_key_still_opens(settings):
    _source, token = a_source()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert send(token, {"title": "Slow"}).status_code == 202


def test_new_address_ends_the_one_before():
    source, token = a_source()

    _source, new = rotate_source(source, by=UserFactory(role=Role.ADMIN))

    assert send(token, {"title": "Slow"}).status_code == 401
    assert send(new, {"title": "Slow"}).status_code == 202


def test_source_that_is_off_is_turned_away():
    source, token = a_source()
    switch_source(source, by=UserFactory(role=Role.ADMIN), is_on=False)

    assert send(token, {"title": "Slow"}).status_code == 403


@pytest.mark.parametrize(
    ("format", "headers"),
    [
        ("pagerduty", {"header": "X-PagerDuty-Signature", "prefix": "v1=0000,v1="}),
        ("sentry", {"header": "Sentry-Hook-Signature"}),
    ],
)
def test_only_what_is_signed_is_let_in(format, headers):
    _source, token = a_source(format, signing_secret=SECRET)
    body = json.dumps(recorded(f"{format}_firing")).encode()

    assert send(token, body).status_code == 401
    assert send(token, body + b" ", **signed(body, **headers)).status_code == 401
    assert send(token, body, **{headers["header"]: "v1=caf\u00e9"}).status_code == 401
    assert not Received.objects.exists()
    assert send(token, body, **signed(body, **headers)).status_code == 202


@pytest.mark.parametrize(
    ("format", "body", "headers"),
    [
        ("generic", {"title": "Slow"}, {"Idempotency-Key": "7"}),
        ("generic", {"title": "Slow"}, {"webhook-id": "msg_7"}),
        ("sentry", "sentry_firing", {"Request-ID": "7"}),
        ("pagerduty", "pagerduty_firing", {}),
    ],
)
def test_delivery_sent_again_is_kept_once(format, body, headers):
    _source, token = a_source(format)
    payload = recorded(body) if isinstance(body, str) else body

    answers = [send(token, payload, **headers) for _ in range(2)]

    assert [one.json()["status"] for one in answers] == ["accepted", "accepted before"]
    assert Received.objects.count() == 1


def test_no_more_than_a_source_may_send():
    source, token = a_source()
    Inflow.objects.update(left=2)

    answers = [send(token, {"title": f"{n}"}) for n in range(4)]

    assert [one.status_code for one in answers] == [202, 202, 429, 429]
    assert answers[-1].headers["Retry-After"] == "30"
    assert Inflow.objects.get(source=source).refused == 2


def test_what_a_source_may_send_grows_again_to_its_most():
    source, _token = a_source()
    now = timezone.now()
    Inflow.objects.update(left=0, counted_at=now)

    assert not has_room(source, at=now)
    assert has_room(source, at=now + timedelta(seconds=1.5))
    assert has_room(source, at=now + timedelta(days=1))
    assert Inflow.objects.get().left == MOST_AT_ONCE - 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_each(race):
    source, _token = a_source()
    Inflow.objects.update(left=3)
    found = []

    race(6, lambda: found.append(has_room(source)))

    assert sum(found) == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'"text"', 400),
        (b"7", 400),
        (b"\xff\xfe{}", 400),
        (b"[" * 100_000, 400),
        (b"[" * 60 + b"]" * 60, 400),
        (b'{"a": ' + b"9" * 5000 + b"}", 400),
        (b'{"a": "' + b"x" * 600_000 + b'"}', 413),
        (b'{"title": "\\u0000 \\ud800"}', 202),
        (b'{"title": NaN}', 202),
        (b"[]", 202),
        (b"{}", 202),
    ],
)
def test_odd_body_is_answered(body, status, work):
    _source, token = a_source()

    with work():
        answer = send(token, body)

    assert answer.status_code == status


@given(payload=st.binary(max_size=200) | st.text(max_size=200).map(json.dumps))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_comes_is_below_500(payload):
    Source.objects.all().delete()
    _source, token = a_source()

    assert send(token, payload).status_code < 500


def test_few_queries_keep_a_request():
    _source, token = a_source()

    with CaptureQueriesContext(connection) as queries:
        assert send(token, {"title": "Slow"}).status_code == 202

    assert len(queries) <= 8


def test_nothing_is_logged_of_a_secret(caplog):
    source, token = a_source()
    with caplog.at_level(logging.DEBUG):
        send(token, {"title": "Slow"})
        send(token + "x", {"title": "Slow"})

    ours = [one for one in caplog.records if one.name.partition(".")[0] in {"alerts", "config"}]
    assert [one for one in ours if token in one.getMessage()] == []
    assert AuditEntry.objects.get().details == {"name": source.name, "format": "generic"}
