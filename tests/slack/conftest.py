"""Slack, as it calls us: bodies in the shapes of its documents, signed with the secret of tests."""

import json
import time
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from django.test import Client
from slack_sdk.signature import SignatureVerifier

from slack.models import Account
from tests.factories import UserFactory

numbers = count(1)
RECORDED = Path(__file__).parent / "recorded"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
WORKSPACE, SLACK_USER = "T0LARK123", "U2147483697"


@pytest.fixture(autouse=True)
def set_up(settings):
    settings.SLACK_SIGNING_SECRET, settings.SLACK_BOT_TOKEN = SECRET, "xoxb-of-tests"


@pytest.fixture
def nia(db):
    """Somebody who has said which account in Slack is theirs."""
    user = UserFactory(display_name="Nia Okafor")
    Account.objects.create(user=user, workspace=WORKSPACE, slack_user=SLACK_USER)
    return user


def recorded(name):
    return (RECORDED / name).read_text().strip()


def command(**changed):
    return urlencode(dict(parse_qsl(recorded("command.txt"))) | changed)


def interaction(payload):
    return urlencode({"payload": json.dumps(payload)})


def signed(body, *, at=None, secret=SECRET):
    timestamp = str(int(time.time() if at is None else at))
    made = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": made}


def call(path, body, headers=None):
    """As Slack does: a form, with nobody's cookies, and checked for CSRF as in the real site."""
    return Client(enforce_csrf_checks=True).post(
        path,
        body,
        content_type="application/x-www-form-urlencoded",
        headers=signed(body) if headers is None else headers,
    )


def say(text, **changed):
    """Type something; what else is the same is told apart, as by Slack, by what nobody reads."""
    return call("/slack/commands/", command(text=text, channel_id=f"C{next(numbers)}", **changed))
