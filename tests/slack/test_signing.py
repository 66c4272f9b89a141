"""Slack, and nobody else, may call; each request once."""

import time

import pytest

from incidents.models import Incident
from slack.models import Seen
from slack.tasks import forget
from tests.slack.conftest import call, command, interaction, signed

pytestmark = pytest.mark.django_db

PATHS = ["/slack/commands/", "/slack/interactions/"]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_there_where_slack_is_not_set_up(settings, path):
    headers = signed(command())
    settings.SLACK_SIGNING_SECRET = ""
    assert call(path, command(), headers).status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        dict,
        lambda: signed(command(), secret="another"),
        lambda: signed(command(text="another")),
        lambda: signed(command(), at=time.time() - 310),
        lambda: signed(command(), at=time.time() + 360),
        lambda: signed(command()) | {"X-Slack-Signature": "v0=é"},
        lambda: signed(command()) | {"X-Slack-Signature": ""},
        lambda: signed(command()) | {"X-Slack-Request-Timestamp": "now"},
        lambda: signed(command()) | {"X-Slack-Request-Timestamp": "9" * 400},
    ],
)
def test_what_is_not_signed_is_refused(nia, path, headers):
    assert call(path, command(), headers()).status_code == 403
    assert not Incident.objects.exists()


def test_bytes_that_are_no_text_are_refused():
    assert call("/slack/commands/", b"\xff\xfe", signed("")).status_code == 403


def test_same_request_a_second_time_is_refused(nia):
    headers = signed(command())
    assert call("/slack/commands/", command(), headers).status_code == 200
    assert call("/slack/commands/", command(), headers).status_code == 403
    assert Incident.objects.count() == 1


def test_same_request_twice_at_once_is_taken_once(race):
    headers, answers = signed(command()), []

    race(2, lambda: answers.append(call("/slack/commands/", command(), headers).status_code))

    assert sorted(answers) == [200, 403]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/slack/commands/", "text=hello"),
        ("/slack/commands/", command(user_id="U1 or 1=1")),
        ("/slack/commands/", command(trigger_id="")),
        ("/slack/interactions/", "payload="),
        ("/slack/interactions/", "payload=[]"),
        ("/slack/interactions/", "payload=" + "[" * 100_000),
        ("/slack/interactions/", interaction({"type": "view_submission"})),
        ("/slack/interactions/", interaction({"type": "view_submission", "view": {"state": 1}})),
        ("/slack/interactions/", interaction({"type": "shortcut", "user": "nia"})),
    ],
)
def test_what_slack_never_sends_is_refused_kindly(path, body):
    assert call(path, body).status_code == 400


def test_signatures_are_forgotten_once_too_old_to_be_used(settings):
    call("/slack/commands/", command())
    forget()
    assert Seen.objects.count() == 1
    Seen.objects.update(at="2020-01-01T00:00Z")
    forget()
    assert not Seen.objects.exists()
