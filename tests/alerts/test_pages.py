"""The pages where admins connect what sends alerts."""

import json
import re

import pytest

from alerts.domain import taking_in
from alerts.domain.receiving import receive
from alerts.domain.rules import MOST_RULES, add_rule
from alerts.models import Received, Rule, Source
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import join_incident
from incidents.models import Incident
from people.models import AuditEntry, Role
from tests.alerts.helpers import a_source, recorded, send
from tests.factories import ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

GIVEN = {
    "name": "Prometheus",
    "format": "alertmanager",
    "otherwise": "open",
    "severity": "alert",
    "most_an_hour": "6",
    "asks_for_help": "on",
}


@pytest.fixture
def admin(client_of):
    return client_of(UserFactory(role=Role.ADMIN))


def fill(source, payload, delivery="1"):
    receive(source, body=json.dumps(payload), delivery=delivery)
    taking_in.take_in(source.pk)


def test_added_source_shows_its_address_once(admin):
    page = admin.post("/alerts/new/add/", GIVEN)

    source = Source.objects.get()
    [token] = set(re.findall(r"alerts_[\w-]{43}", page.text))
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert f"http://localhost:8000/alerts/in/{token}/" in page.text
    assert f"credentials: {token}" in page.text
    assert token not in admin.get(source.get_absolute_url()).text
    assert send(token, {"alerts": []}).status_code == 202


@pytest.mark.parametrize(
    "format", ["generic", "alertmanager", "grafana", "pagerduty", "sentry", "datadog"]
)
def test_each_format_says_what_to_do(admin, format):
    page = admin.post("/alerts/new/add/", GIVEN | {"format": format})

    assert page.status_code == 200
    assert page.text.count("data-copy=") >= 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Give it a name"),
        ({"format": "smoke"}, "Choose one from the list."),
        ({"format": ""}, "Choose what sends them."),
        ({"most_an_hour": "0"}, "At least 1."),
        ({"most_an_hour": "x"}, "Give a whole number"),
    ],
)
def test_what_does_not_fit_is_given_back(admin, wrong, sentence):
    page = admin.post("/alerts/new/add/", GIVEN | wrong)

    assert page.status_code == 422
    assert sentence in page.text
    assert not Source.objects.exists()


def test_name_is_used_once(admin):
    a_source(name="Prometheus")

    page = admin.post("/alerts/new/add/", GIVEN)

    assert page.status_code == 422
    assert "There is a source with this name already." in page.text


def test_source_is_changed_and_noted(admin):
    source, _token = a_source("sentry")
    service = ServiceFactory()

    answer = admin.post(
        f"/alerts/{source.pk}/change/",
        {
            "name": "Sentry",
            "otherwise": "keep",
            "severity": "minor",
            "most_an_hour": "3",
            "service": service.pk,
            "signing_secret": "theirs",
        },
    )

    source.refresh_from_db()
    assert answer.status_code == 302
    assert (source.name, source.otherwise, source.severity, source.most_an_hour) == (
        "Sentry",
        "keep",
        "minor",
        3,
    )
    assert source.signing_secret != "theirs"
    assert AuditEntry.objects.latest("pk").details["changed"] == [
        *("most_an_hour", "name", "otherwise", "service_id", "severity", "signing_secret")
    ]
    assert "theirs" not in admin.get(f"/alerts/{source.pk}/edit/").text


def test_kept_secret_stays_until_it_is_forgotten(admin):
    source, _token = a_source("sentry", signing_secret="theirs")
    known = {"name": "Sentry", "otherwise": "open", "most_an_hour": "3"}

    admin.post(f"/alerts/{source.pk}/change/", known)
    source.refresh_from_db()
    assert source.signing_secret
    admin.post(f"/alerts/{source.pk}/change/", known | {"forgets_secret": "on"})
    source.refresh_from_db()
    assert not source.signing_secret


def test_source_is_switched_rotated_and_deleted(admin):
    source, token = a_source()

    admin.post(f"/alerts/{source.pk}/switch/")
    assert send(token, {"title": "Slow"}).status_code == 403
    admin.post(f"/alerts/{source.pk}/switch/", {"is_on": "on"})
    page = admin.post(f"/alerts/{source.pk}/new-address/make/")
    [new] = set(re.findall(r"alerts_[\w-]{43}", page.text))
    assert send(new, {"title": "Slow"}).status_code == 202
    admin.post(f"/alerts/{source.pk}/delete/")

    assert not Source.objects.exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "alerts.add_source",
        "alerts.switch_source",
        "alerts.switch_source",
        "alerts.rotate_source",
        "alerts.delete_source",
    ]


def test_rules_decide_in_their_order(admin):
    source, _token = a_source()
    for matches, action in (
        ("env=staging", "ignore"),
        ("severity=minor\ntitle=Disk*", "keep"),
        ("", "open"),
    ):
        admin.post(f"/alerts/{source.pk}/rules/add/", {"matches": matches, "action": action})

    fill(source, {"title": "A", "labels": {"env": "Staging"}}, "1")
    fill(source, {"title": "Disk full", "severity": "info"}, "2")
    fill(source, {"title": "Disk full!", "severity": "critical"}, "3")

    assert [row.outcome[0]["what"] for row in Received.objects.order_by("pk")] == [
        "ignored",
        "kept",
        "opened",
    ]


def test_rule_words_the_incident(admin):
    source, _token = a_source(severity="critical")
    service = ServiceFactory()
    rule = {
        "matches": "not cluster=us\nzone!=us",
        "action": "open",
        "severity": "minor",
        "service": service.pk,
        "title": "{alertname} in {cluster}{nothing}",
        "group_by": "cluster, alertname",
    }
    assert admin.post(f"/alerts/{source.pk}/rules/add/", rule).status_code == 302

    for n in range(3):
        labels = {"cluster": "eu", "alertname": "Slow", "host": f"{n}"}
        fill(source, {"title": f"{n}", "labels": labels}, f"{n}")

    incident = Incident.objects.get()
    assert (incident.title, incident.severity) == ("Slow in eu", "minor")
    assert incident.services.get() == service


def test_rule_can_only_add(admin):
    source, _token = a_source()
    service = ServiceFactory()
    rule = {"matches": "", "action": "add", "service": service.pk}
    admin.post(f"/alerts/{source.pk}/rules/add/", rule)

    fill(source, {"title": "A", "key": "a"}, "1")
    assert not Incident.objects.exists()
    from tests.factories import IncidentFactory

    incident = IncidentFactory(services=[service])
    fill(source, {"title": "B", "key": "b"}, "2")

    assert [row.outcome[0]["what"] for row in Received.objects.order_by("pk")] == ["kept", "joined"]
    assert incident.alert_groups.get().fired == 1


@pytest.mark.parametrize(
    "wrong", [{"matches": "severity"}, {"matches": "a=b\n" * 13}, {"group_by": "a,b,c,d,e,f,g,h,i"}]
)
def test_rule_that_cannot_be_read_is_given_back(admin, wrong):
    source, _token = a_source()

    page = admin.post(f"/alerts/{source.pk}/rules/add/", {"action": "open"} | wrong)

    assert page.status_code == 422
    assert not Rule.objects.exists()


def test_rules_are_moved_changed_and_taken_away(admin):
    source, _token = a_source()
    by = UserFactory()
    first, second, third = (add_rule(source, by=by, matches=[["a", "=", f"{n}"]]) for n in range(3))

    admin.post(f"/alerts/{source.pk}/rules/{third.pk}/move/", {"position": "0"})
    admin.post(f"/alerts/{source.pk}/rules/{second.pk}/delete/")
    admin.post(
        f"/alerts/{source.pk}/rules/{first.pk}/change/", {"matches": "b=2", "action": "keep"}
    )

    rules = list(source.rules.all())
    assert [one.pk for one in rules] == [third.pk, first.pk]
    assert [one.position for one in rules] == [0, 1]
    assert (rules[1].says_which, rules[1].action) == ("b=2", "keep")


def test_rules_have_an_end(admin):
    source, _token = a_source()
    for _n in range(MOST_RULES):
        add_rule(source, by=UserFactory(), matches=[])

    page = admin.post(f"/alerts/{source.pk}/rules/add/", {"matches": "", "action": "open"})

    assert page.status_code == 422


def test_rule_of_another_source_is_not_there(admin):
    source, _token = a_source()
    rule = add_rule(source, by=UserFactory(), matches=[])
    other, _token = a_source(name="Other")

    assert admin.get(f"/alerts/{other.pk}/rules/{rule.pk}/").status_code == 404


def test_trying_changes_nothing(admin):
    source, _token = a_source("alertmanager", most_an_hour=1)
    payload = json.dumps(recorded("alertmanager_grouped"))

    page = admin.post(f"/alerts/{source.pk}/try/out/", {"payload": payload})

    assert page.status_code == 200
    assert "opens an incident" in page.text
    assert "added to the incident above" in page.text
    assert not Incident.objects.exists()
    assert not Received.objects.exists()


def test_trying_says_what_comes_true(admin):
    source, _token = a_source("alertmanager")
    payload = recorded("alertmanager_firing")

    fill(source, payload)
    page = admin.post(f"/alerts/{source.pk}/try/out/", {"payload": json.dumps(payload)})

    assert "known already, and counted" in page.text


@pytest.mark.parametrize("payload", ["", "{", "[" * 50_000])
def test_what_is_no_json_is_given_back(admin, payload):
    source, _token = a_source()

    page = admin.post(f"/alerts/{source.pk}/try/out/", {"payload": payload})

    assert page.status_code == 422


def test_page_of_a_source_tells_how_it_does(admin):
    source, _token = a_source()
    fill(source, {"title": "<b>Slow</b>", "link": "https://graphs.example/1"})

    page = admin.get(source.get_absolute_url()).text

    incident = Incident.objects.get()
    assert "1 of 6" in page
    assert "&lt;b&gt;Slow" in page
    assert f'opened <a href="{incident.get_absolute_url()}">' in page
    assert 'href="https://graphs.example/1" rel="noopener noreferrer nofollow"' in page


def test_what_came_is_shown_as_it_came(admin):
    source, _token = a_source()
    fill(source, {"title": "<script>1</script>", "odd": "é"})
    row = Received.objects.get()

    page = admin.get(f"/alerts/{source.pk}/received/{row.pk}/").text

    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert "é" in page


def test_restricted_incident_is_named_to_nobody_else(admin):
    source, _token = a_source()
    fill(source, {"title": "Slow"})
    incident = Incident.objects.get()
    nia = UserFactory()
    join_incident(incident, by=nia)
    restrict_incident(incident, by=nia)

    for page in ("", "received/", "firing/", f"received/{Received.objects.get().pk}/"):
        assert incident.reference not in admin.get(f"/alerts/{source.pk}/{page}").text
    payload = json.dumps({"title": "Slow 2"})
    assert (
        incident.reference
        not in admin.post(f"/alerts/{source.pk}/try/out/", {"payload": payload}).text
    )
    assert admin.get(f"/alerts/of/{incident.reference}/").status_code == 404


def test_room_shows_its_alerts_to_everybody_who_sees_it(client_of):
    source, _token = a_source()
    fill(source, {"title": "Slow", "link": "https://graphs.example/1"})
    incident = Incident.objects.get()
    client = client_of(UserFactory())

    room = client.get(incident.get_absolute_url()).text
    card = client.get(f"/alerts/of/{incident.reference}/", headers={"HX-Request": "true"}).text

    assert f'hx-get="/alerts/of/{incident.reference}/"' in room
    assert "Goldseam" in room
    assert 'href="https://graphs.example/1"' in card
    assert "<html" not in card
    assert "<html" in client.get(f"/alerts/of/{incident.reference}/").text


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_others_keep_no_sources(client_of, role):
    source, _token = a_source()
    rule = add_rule(source, by=UserFactory(), matches=[])
    client = client_of(UserFactory(role=role))

    pages = ["", "new/", f"{source.pk}/", f"{source.pk}/edit/", f"{source.pk}/try/"]
    pages += [f"{source.pk}/received/", f"{source.pk}/firing/", f"{source.pk}/rules/new/"]
    posts = ["new/add/", f"{source.pk}/change/", f"{source.pk}/switch/", f"{source.pk}/delete/"]
    posts += [f"{source.pk}/new-address/make/", f"{source.pk}/rules/add/"]
    posts += [f"{source.pk}/rules/{rule.pk}/delete/", f"{source.pk}/try/out/"]
    assert {client.get(f"/alerts/{page}").status_code for page in pages} == {403}
    assert {client.post(f"/alerts/{page}").status_code for page in posts} == {403}
    assert Source.objects.count() == Rule.objects.count() == 1


def test_strangers_are_sent_to_the_sign_in(client):
    assert client.get("/alerts/").url.startswith("/accounts/login/")
