"""A program that listens, on this machine."""

from ipaddress import ip_network

import pytest
from standardwebhooks import Webhook

from people.models import Role
from tests.factories import UserFactory
from tests.running.web import web_server
from webhooks.domain.endpoints import add_endpoint
from webhooks.events import EVENTS


@pytest.fixture
def receiver(settings):
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]
    with web_server() as server:
        yield server


@pytest.fixture
def admin(db):
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def endpoint(receiver, admin):
    """An endpoint that hears everything; its `secret` is of the test."""
    this, secret = add_endpoint(by=admin, url=f"{receiver.url}/hook", events=EVENTS)
    this.secret = secret
    return this


def heard(receiver, secret):
    """What the receiver got, each checked with the library of Standard Webhooks."""
    return [Webhook(secret).verify(call.body, call.headers) for call in receiver.calls]
