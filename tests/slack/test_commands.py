"""What is typed in Slack is done here, as whoever typed it, and said to them alone."""

import json
from copy import deepcopy

import pytest

from incidents.domain.filing import declare_incident
from incidents.models import HelpRequest, Incident, Update
from people.models import Role
from tests.factories import UserFactory
from tests.slack.conftest import call, interaction, numbers, recorded, say

pytestmark = pytest.mark.django_db

SUBMITTED = json.loads(recorded("view_submission.json"))


def submit(**state):
    payload = deepcopy(SUBMITTED) | {"trigger_id": f"{next(numbers)}.2.3"}
    for block, value in state.items():
        payload["view"]["state"]["values"][block][block]["value"] = value
    return call("/slack/interactions/", interaction(payload))


def test_filing_in_one_line(nia):
    answer = call("/slack/commands/", recorded("command.txt"))

    incident = Incident.objects.get()
    assert (incident.title, incident.declared_by) == ("Card payments fail & nobody knows why", nia)
    said = answer.json()
    assert said["response_type"] == "ephemeral"
    assert f"<http://localhost:8000{incident.get_absolute_url()}|INC-" in said["text"]
    assert "fail &amp; nobody" in said["text"]


def test_same_trigger_again_is_the_same_incident(nia):
    assert say("Card payments fail").json() == say("Card payments fail").json()
    assert Incident.objects.count() == 1
    say("Card payments fail", trigger_id="1.2.3")
    assert Incident.objects.count() == 2


def test_update_and_help(nia):
    incident = declare_incident(by=nia, title="Card payments fail")

    said = say(f"update {incident.reference} Half of them fail\nstill").json()
    assert Update.objects.get().conditions == "Half of them fail\nstill"
    assert said["response_type"] == "ephemeral"
    say(f"help inc-{incident.pk} with the rows")
    assert HelpRequest.objects.get(is_for_company=False).about == "with the rows"


def test_update_without_a_number_is_something_that_broke(nia):
    say("update of the index fails")
    assert Incident.objects.get().title == "update of the index fails"


def test_rules_that_say_no_are_said(nia):
    incident = declare_incident(by=nia, title="Card payments fail")
    assert "behind the number" in say(f"update {incident.reference}").json()["text"]
    assert "300 fit" in say("x" * 301).json()["text"]
    assert not Update.objects.exists()


@pytest.mark.parametrize("verb", ["update", "help"])
def test_restricted_incident_is_as_one_that_is_not_there(nia, verb):
    hidden = declare_incident(by=UserFactory(), title="Xylophonic", is_restricted=True)

    there = say(f"{verb} {hidden.reference} hello").json()["text"]
    nowhere = say(f"{verb} INC-999999 hello").json()["text"]

    assert there.replace(hidden.reference, "INC-999999") == nowhere
    assert not Update.objects.exists()


def test_own_restricted_incident_is_named_to_oneself_alone(nia):
    hidden = declare_incident(by=nia, title="Xylophonic", is_restricted=True)
    said = say(f"update {hidden.reference} hello").json()
    assert said["response_type"] == "ephemeral"


def test_readers_and_those_who_left_do_nothing(nia):
    nia.role = Role.READER
    nia.save()
    assert "only reads" in say("Card payments fail").json()["text"]
    assert submit().json()["view"]["blocks"]
    nia.is_active = False
    nia.save()
    assert "/slack/link/" in say("Card payments fail").json()["text"]
    assert not Incident.objects.exists()


def test_stranger_is_asked_who_they_are(db):
    said = say("Card payments fail").json()
    assert "http://localhost:8000/slack/link/" in said["text"]
    assert not Incident.objects.exists()


def test_nothing_typed_opens_the_form(nia, work, monkeypatch):
    called = []
    monkeypatch.setattr("slack.calling._post", lambda *told: called.append(told) or {"ok": True})
    with work():
        answer = say("")

    assert answer.content == b""
    [(url, sent, headers)] = called
    assert url == "https://slack.com/api/views.open"
    assert sent["view"]["callback_id"] == "declare"
    assert headers == {"Authorization": "Bearer xoxb-of-tests"}


def test_form_that_does_not_open_is_said_to_them_alone(nia, work, monkeypatch):
    called = []
    monkeypatch.setattr("slack.calling._post", lambda *told: called.append(told))
    with work():
        say("")

    url, sent, headers = called[-1]
    assert url.startswith("https://hooks.slack.com/")
    assert (sent["response_type"], headers) == ("ephemeral", {})


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.slack.com.example.org/x",
        "http://hooks.slack.com/x",
        "https://name@hooks.slack.com/x",
        "https://hooks.slack.com:8443/x",
        "https://169.254.169.254/",
        "https://[",
        "",
    ],
)
def test_answers_go_to_slack_and_nowhere_else(nia, work, monkeypatch, address):
    called = []
    monkeypatch.setattr("slack.calling._post", lambda *told: called.append(told))
    with work():
        say("", response_url=address)

    assert len(called) == 1  # the form, and no answer


def test_without_a_token_there_is_no_form(nia, settings):
    settings.SLACK_BOT_TOKEN = ""
    assert "one line is enough" in say("").json()["text"].lower()


def test_form_files_once(nia):
    answer = submit().json()
    assert submit().status_code == 200

    incident = Incident.objects.get()
    assert (incident.title, incident.severity, incident.declared_by) == (
        *("Card payments fail", "major"),
        nia,
    )
    assert answer["response_action"] == "update"


def test_form_says_what_is_wrong(nia):
    answer = submit(title=" ").json()
    assert answer["response_action"] == "errors"
    assert "title" in answer["errors"]
    assert not Incident.objects.exists()


def test_shortcut_opens_the_form(nia, work, monkeypatch):
    called = []
    monkeypatch.setattr("slack.calling._post", lambda *told: called.append(told) or {"ok": True})
    with work():
        answer = call("/slack/interactions/", interaction(json.loads(recorded("shortcut.json"))))

    assert answer.status_code == 200
    assert len(called) == 1
