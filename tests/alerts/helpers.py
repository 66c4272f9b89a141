"""What the tests of alerts share: recorded payloads, and sources that they come from."""

import json
from pathlib import Path

from django.test import Client

from alerts.domain.sources import add_source
from people.models import Role
from tests.factories import UserFactory

PAYLOADS = Path(__file__).parent / "payloads"


def recorded(name):
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def a_source(format="generic", **words):
    by = words.pop("by", None) or UserFactory(role=Role.ADMIN)
    known = {"name": f"Our {format}", "asks_for_help": False}
    return add_source(by=by, format=format, **(known | words))


def send(token, payload, *, client=None, **headers):
    body = payload if isinstance(payload, (str, bytes)) else json.dumps(payload)
    return (client or Client()).post(
        f"/alerts/in/{token}/", body, content_type="application/json", headers=headers
    )
