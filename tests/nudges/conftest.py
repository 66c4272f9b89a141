"""What tests of messages to browsers and chats share."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from nudges.domain.browsers import keep_browser
from nudges.models import Address
from people.models import User
from tests.running.push import Device, PushService, running_push_service
from tests.running.web import web_server


@pytest.fixture
def push_service(settings: Any) -> Iterator[PushService]:
    """A push service on this machine, which this site may call."""
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]
    with running_push_service() as service:
        yield service


@pytest.fixture
def browser_of(push_service: PushService) -> Callable[[User], Address]:
    """Give somebody a browser that takes messages; its `endpoint` and `device` are of the test."""

    def subscribed(user: User) -> Any:
        endpoint, device = push_service.subscribe()
        return subscribe(user, endpoint, device)

    return subscribed


def subscribe(user: User, endpoint: str, device: Device, **more: Any) -> Any:
    fields = {"p256dh": device.p256dh, "auth": device.auth, "label": "Firefox on Linux"} | more
    address = keep_browser(user, by=user, endpoint=endpoint, **fields)
    address.endpoint, address.device = endpoint, device
    return address


@pytest.fixture
def server(settings):
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]
    with web_server() as server:
        yield server


@pytest.fixture
def everywhere(server, monkeypatch):
    """Let every service be this server; what was called stands in `Was` of each call."""
    real = requests.adapters.HTTPAdapter.send

    def send(self, request, **kwargs):
        request.headers["Was"] = request.url
        request.url = f"{server.url}{urlsplit(request.url).path}"
        return real(self, request, **kwargs)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return server
