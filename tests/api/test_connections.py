"""Webhooks, sources of alerts and accounts in Slack, through the API."""

import json
from ipaddress import ip_network

import pytest
from django.urls import reverse

from alerts.domain import taking_in
from alerts.domain.receiving import receive
from alerts.models import Rule, Source
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import join_incident
from incidents.models import Incident
from people.models import AuditEntry, KeptAnswer, Role
from slack.models import Account
from tests.alerts.helpers import a_source, recorded, send
from tests.api.test_organisation import V1, speaker
from tests.every_row import every_row
from tests.factories import IncidentFactory, ServiceFactory, UserFactory
from tests.running.web import web_server
from webhooks.domain.endpoints import add_endpoint
from webhooks.models import Endpoint, Message, State

pytestmark = pytest.mark.django_db

HOOK = {"url": "https://93.184.216.34/in", "events": ["incident.declared"], "description": "Wall"}


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def script(script_of, admin):
    return script_of(admin)


@pytest.fixture
def dana(script):
    return speaker(script)


def test_a_webhook_from_its_beginning_to_its_end(dana, admin):
    made = dana("webhooks/", HOOK, status=201)
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    at = f"webhooks/{made['id']}/"
    assert dana(at) == made == dana("webhooks/")["results"][0]
    assert (made["url"], made["is_on"], made["events"]) == (HOOK["url"], True, HOOK["events"])

    changed = dana(f"{at}change/", HOOK | {"events": ["incident.resolved", "incident.declared"]})
    assert changed["events"] == ["incident.declared", "incident.resolved"]
    rotated = dana(f"{at}rotate/", {})
    assert rotated["secret"] not in ("", secret)
    assert rotated["previous_until"]
    off = dana(f"{at}switch-off/", {})
    assert (off["is_on"], off["off_because"]) == (False, "asked")
    dana(f"{at}replay-failed/", {"since": "2026-01-01T00:00:00Z"}, status=409)
    assert dana(f"{at}switch-on/", {})["is_on"] is True
    dana(f"{at}take-out/", {}, status=204)
    dana(at, status=404)
    assert AuditEntry.objects.filter(action="webhooks.added", by=admin).exists()


@pytest.mark.parametrize("path", ["webhooks/", "alert-sources/"])
def test_an_answer_with_a_secret_is_kept_nowhere(script, path):
    given = HOOK if path == "webhooks/" else {"name": "Prometheus", "format": "generic"}
    first = script.post(V1 + path, given, Idempotency_Key="one")
    secret = first.json().get("secret") or first.json()["token"]

    assert first.status_code == 201, first.content
    assert "no-store" in first.headers["Cache-Control"]
    at = f"{V1}{path}{first.json()['id']}/rotate/"
    second = script.post(at, Idempotency_Key="two").json()
    assert second.get("secret", second.get("token")) != secret
    assert not KeptAnswer.objects.exists()
    everything = "\n".join(str(row) for row in every_row())
    assert secret not in everything


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"url": "http://93.184.216.34/"}, 409),
        ({"url": "https://169.254.169.254/latest/"}, 409),
        ({"url": ""}, 400),
        ({"events": []}, 400),
        ({"events": ["everything"]}, 400),
        ({"secret": "whsec_mine"}, 400),
    ],
)
def test_a_webhook_that_may_not_be_is_refused(dana, more, status):
    assert dana("webhooks/", HOOK | more, status=status)["errors"]
    assert not Endpoint.objects.exists()


def test_what_was_sent_is_read_without_its_words_and_sent_again(script, dana, admin, settings):
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]
    with web_server() as server:
        endpoint, _secret = add_endpoint(
            by=admin, url=f"{server.url}/hook", events=["incident.declared"]
        )
        assert dana(f"webhooks/{endpoint.pk}/try-out/", {})["is_taken"] is True
        dana(f"webhooks/{endpoint.pk}/try-out/", {}, status=409)
    incident = IncidentFactory(by=admin, title="Checkout is slow")
    at = f"webhooks/{endpoint.pk}/messages/"
    told, tried = dana(at)["results"]
    assert (told["event"], told["state"]) == ("incident.declared", "waiting")
    assert tried["log"][0]["is_taken"] is True
    assert incident.title not in json.dumps([told, dana(f"{at}{told['id']}/")])
    dana(f"{at}{told['id']}/replay/", {}, status=409)
    Message.objects.filter(pk=told["id"]).update(state=State.FAILED)
    assert dana(f"{at}{told['id']}/replay/", {})["state"] == "waiting"
    Message.objects.filter(pk=told["id"]).update(state=State.FAILED)
    again = {"since": "2020-01-01T00:00:00Z"}
    assert dana(f"webhooks/{endpoint.pk}/replay-failed/", again) == {"messages": 1}
    other, _secret = add_endpoint(by=admin, url=HOOK["url"], events=HOOK["events"])
    dana(f"webhooks/{other.pk}/messages/{told['id']}/", status=404)


def test_a_source_of_alerts_from_its_beginning_to_its_end(dana):
    ServiceFactory(slug="till")
    given = {"name": "Prometheus", "format": "alertmanager", "service": "till", "most_an_hour": 9}
    made = dana("alert-sources/", given, status=201)
    token, address = made.pop("token"), made.pop("address")
    assert address.endswith(f"/alerts/in/{token}/")
    assert made.pop("plain_address").endswith("/alerts/in/")
    assert send(token, recorded("alertmanager_firing")).status_code < 300
    at = f"alert-sources/{made['id']}/"
    assert (made["service"], made["most_an_hour"], made["is_on"]) == ("till", 9, True)

    changed = dana(f"{at}change/", {"name": "Ours", "otherwise": "keep"})
    assert (changed["name"], changed["otherwise"], changed["service"]) == ("Ours", "keep", None)
    dana(f"{at}change/", {"name": "Ours", "signing_secret": "x"}, status=400)
    assert dana(f"{at}rotate/", {})["token"] != token
    assert send(token, recorded("alertmanager_firing")).status_code >= 400
    assert dana(f"{at}switch/", {"is_on": False})["is_on"] is False
    dana("alert-sources/", {"name": "Ours", "format": "generic"}, status=409)
    dana(f"{at}discard/", {}, status=204)
    assert not Source.objects.exists()


def test_a_signing_secret_is_kept_and_never_told(dana):
    given = {"name": "Sentry", "format": "sentry", "signing_secret": "of theirs"}
    made = dana("alert-sources/", given, status=201)
    at = f"alert-sources/{made['id']}/"

    assert made["has_signing_secret"] is True
    assert "of theirs" not in json.dumps([made, dana(at)])
    forgotten = dana(f"{at}change/", {"name": "Sentry", "forgets_secret": True})
    assert forgotten["has_signing_secret"] is False


def test_rules_of_a_source_in_their_order(dana):
    source, _token = a_source()
    at = f"alert-sources/{source.pk}/rules/"
    first = dana(at, {"matches": ["severity=critical", "not env=test"]}, status=201)
    second = dana(at, {"action": "ignore", "group_by": ["cluster", "cluster"]}, status=201)
    assert first["matches"] == ["severity=critical", "not env=test"]
    assert (second["action"], second["group_by"]) == ("ignore", ["cluster"])

    changed = dana(f"{at}{first['id']}/change/", {"matches": ["a=b"], "severity": "major"})
    assert (changed["matches"], changed["severity"]) == (["a=b"], "major")
    assert dana(f"{at}{second['id']}/move/", {"position": 0})["position"] == 0
    assert [one["id"] for one in dana(at)["results"]] == [second["id"], first["id"]]
    dana(at, {"matches": ["nonsense"]}, status=400)
    dana(at, {"matches": ["a=b"] * 13}, status=400)
    dana(f"{at}{first['id']}/discard/", {}, status=204)
    other, _token = a_source("sentry")
    dana(f"alert-sources/{other.pk}/rules/{second['id']}/discard/", {}, status=404)
    assert Rule.objects.get().pk == second["id"]


def test_trying_opens_nothing_and_what_came_is_told(dana):
    source, _token = a_source()
    payload = {"key": "disk", "title": "Disk is nearly full", "status": "firing"}
    at = f"alert-sources/{source.pk}/"
    [trial] = dana(f"{at}try-out/", {"payload": payload})["trials"]
    assert (trial["title"], trial["what"]) == ("Disk is nearly full", "opened")
    assert not Incident.objects.exists()

    receive(source, body=json.dumps(payload), delivery="1")
    taking_in.take_in(source.pk)
    incident = Incident.objects.get()
    [alert] = dana(f"{at}firing/")["results"]
    assert (alert["title"], alert["incident"]) == ("Disk is nearly full", incident.reference)
    [came] = dana(f"{at}received/")["results"]
    assert came["lines"][0]["incident"] == incident.reference
    # Of what is restricted since, neither says where it belongs.
    ines = UserFactory()
    join_incident(incident, by=ines)
    restrict_incident(incident, by=ines)
    assert dana(f"{at}firing/")["results"][0]["incident"] is None
    assert dana(f"{at}received/")["results"][0]["lines"][0]["incident"] is None


def slack_account(user, name="nia"):
    words = {"workspace": "T1", "workspace_name": "larkspur"}
    return Account.objects.create(user=user, slack_user=f"U{name}", slack_name=name, **words)


def test_somebody_sees_and_unlinks_their_own_account_in_slack(script_of, dana):
    reader, other = UserFactory(role=Role.READER), UserFactory()
    mine, theirs = slack_account(reader), slack_account(other, "jo")
    ask = speaker(script_of(reader))

    assert [one["id"] for one in ask("slack-accounts/")["results"]] == [mine.pk]
    ask(f"slack-accounts/{theirs.pk}/unlink/", {}, status=404)
    ask(f"slack-accounts/{mine.pk}/unlink/", {}, status=204)
    assert [one["slack_name"] for one in dana("slack-accounts/")["results"]] == ["jo"]
    dana(f"slack-accounts/{theirs.pk}/unlink/", {}, status=204)


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_connections_are_for_admins(script_of, client_of, admin, role):
    somebody = UserFactory(role=role)
    ask = speaker(script_of(somebody))
    endpoint, _secret = add_endpoint(by=admin, url=HOOK["url"], events=HOOK["events"])
    source, _token = a_source()
    rule = source.rules.create(position=0)
    hook, alerts = f"webhooks/{endpoint.pk}/", f"alert-sources/{source.pk}/"

    for path in ("webhooks/", hook, f"{hook}messages/", "alert-sources/", f"{alerts}rules/"):
        ask(path, status=403)
    for path in (
        *("webhooks/", f"{hook}change/", f"{hook}rotate/", f"{hook}try-out/", f"{hook}take-out/"),
        *("alert-sources/", f"{alerts}change/", f"{alerts}rotate/", f"{alerts}discard/"),
        *(f"{alerts}rules/", f"{alerts}rules/{rule.pk}/discard/", f"{alerts}try-out/"),
    ):
        ask(path, {}, status=403)
    page = client_of(somebody).post(reverse("webhooks:rotate", args=[endpoint.pk]))
    assert page.status_code == 403


def test_strangers_and_tokens_of_other_rooms_reach_no_connection(client, script_of, admin):
    elsewhere = speaker(script_of(admin, "incidents:write"))
    reads = speaker(script_of(admin, "organisation:read"))

    for path in ("webhooks/", "alert-sources/", "slack-accounts/"):
        assert client.get(V1 + path).status_code == 401
        elsewhere(path, status=403)
        reads(path)
    reads("webhooks/", HOOK, status=403)


@pytest.mark.parametrize("path", ["webhooks/", "alert-sources/", "slack-accounts/"])
def test_three_connections_take_as_many_queries_as_one(queries_of, client_of, admin, path):
    names = iter("abcdef")

    def grow():
        name = next(names)
        add_endpoint(by=admin, url=HOOK["url"], events=HOOK["events"])
        a_source(name=name, service=ServiceFactory())
        slack_account(UserFactory(), name)

    grow()
    client = client_of(admin)
    few = queries_of(client, V1 + path)
    grow()
    grow()

    assert queries_of(client, V1 + path) == few <= 12


def test_whoever_sees_an_incident_sees_its_alerts(script_of):
    nia = UserFactory()
    source, token = a_source()
    send(token, {"key": "disk", "title": "The disk is full"})
    taking_in.take_in(source.pk)
    incident = Incident.objects.get()
    alerts = f"/api/v1/incidents/{incident.reference}/alerts/"

    [shown] = script_of(nia).get(alerts).json()["results"]

    assert (shown["title"], shown["incident"]) == ("The disk is full", incident.reference)
    one = script_of(nia).get(f"{alerts}{shown['id']}/")
    assert one.json()["title"] == "The disk is full"
    ines = UserFactory()
    join_incident(incident, by=ines)
    restrict_incident(incident, by=ines)
    assert script_of(nia).get(alerts).status_code == 404
