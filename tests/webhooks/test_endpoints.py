"""Admins keep the addresses that are told what happens here."""

from ipaddress import ip_network

import pytest

from people.errors import DomainError
from people.models import AuditEntry
from tests.every_row import every_row
from webhooks.domain.endpoints import (
    MOST,
    add_endpoint,
    change_endpoint,
    rotate_secret,
    switch_off,
    switch_on,
    take_out,
)
from webhooks.models import Endpoint

pytestmark = pytest.mark.django_db

EVENTS = ["incident.declared"]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "https://name:word@93.184.216.34/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/",
        "https://[::1]/",
        "https://[",
        "https:///nowhere",
        "nonsense",
    ],
)
def test_address_that_may_not_be_called_is_refused(admin, url):
    with pytest.raises(DomainError) as refused:
        add_endpoint(by=admin, url=url, events=EVENTS)

    assert "url" in refused.value.message_dict
    assert not Endpoint.objects.exists()


def test_plain_http_is_for_allowed_addresses_only(admin, settings):
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]

    assert add_endpoint(by=admin, url="http://127.0.0.1:9/", events=EVENTS)


def test_unknown_event_is_refused(admin):
    for events in (["practice.declared"], []):
        with pytest.raises(DomainError):
            add_endpoint(by=admin, url="https://93.184.216.34/", events=events)


def test_secret_is_nowhere_in_the_clear(endpoint, admin):
    secrets = [endpoint.secret, rotate_secret(endpoint, by=admin)]

    rows = [row for _table, row in every_row()]
    assert secrets[0] != secrets[1]
    for secret in secrets:
        assert secret.startswith("whsec_")
        assert not [row for row in rows if secret.removeprefix("whsec_") in row]


def test_there_are_so_many_and_no_more(admin, race):
    Endpoint.objects.bulk_create(
        Endpoint(url="https://93.184.216.34/", events=EVENTS, sealed_secret="-")
        for _ in range(MOST - 1)
    )

    add = lambda: add_endpoint(by=admin, url="https://93.184.216.34/", events=EVENTS)  # noqa: E731
    assert sorted(race(2, add)) == ["DomainError", "ok"]


def test_every_change_is_noted_without_the_address(endpoint, admin):
    endpoint = change_endpoint(
        endpoint, by=admin, url="https://93.184.216.34/path?token=1", events=EVENTS
    )
    rotate_secret(endpoint, by=admin)
    switch_off(endpoint, by=admin)
    switch_off(endpoint, by=admin)
    switch_on(endpoint, by=admin)
    switch_on(endpoint, by=admin)
    take_out(endpoint, by=admin)

    noted = AuditEntry.objects.order_by("pk")
    assert [one.action.removeprefix("webhooks.") for one in noted] == [
        *("added", "changed", "rotated", "switched_off", "switched_on", "taken_out"),
    ]
    assert "token" not in str([one.details for one in noted])
    assert not Endpoint.objects.exists()
