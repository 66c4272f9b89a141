"""What tests of messages to browsers share."""

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from typing import Any

import pytest

from nudges.domain.browsers import keep_browser
from nudges.models import Address
from people.models import User
from tests.running.push import Device, PushService, running_push_service


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
