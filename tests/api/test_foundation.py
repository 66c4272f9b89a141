"""What is the same in every room: who asks, how it says no, pages, versions, once, limits."""

from datetime import timedelta

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident
from people.api.limits import count_one
from people.domain.answers import forget_answers
from people.domain.tokens import make_token
from people.models import KeptAnswer, Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/api/v1/incidents/"


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def script(script_of, nia):
    return script_of(nia)


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, title="Checkout is slow")


def at(incident, verb=""):
    return f"{LIST}{incident.reference}/{verb}"


def said_no(answer, status):
    """A refusal, as RFC 9457 has it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status
    assert {"type", "title", "detail"} <= said.keys()
    return said


# Who asks


def test_a_token_acts_as_its_owner_without_session_and_csrf(script, nia):
    assert script.post(LIST, {"title": "Search is slow"}).status_code == 201
    assert Incident.objects.get().declared_by == nia


def test_who_asks_is_asked_back(incident):
    answer = Client().get(LIST)

    said_no(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("given", ["Bearer gs_x", "Bearer ", "bearer é", "Bearer " + "x" * 9000])
def test_a_token_that_is_no_good_is_refused_also_with_a_session(client_of, nia, given):
    said_no(client_of(nia).get(LIST, headers={"Authorization": given}), 401)


def test_a_token_does_what_its_scopes_say(script_of, nia, incident):
    reads = script_of(nia, "incidents:read")
    writes = script_of(nia, "incidents:write")
    other = script_of(nia, "learning:write")

    assert reads.get(LIST).status_code == 200
    said_no(reads.post(at(incident, "notes/"), {"text": "Hm."}), 403)
    assert writes.get(LIST).status_code == 200
    assert writes.post(at(incident, "notes/"), {"text": "Hm."}).status_code == 201
    said_no(other.get(LIST), 403)


def test_the_scopes_of_a_reader_do_not_make_a_writer(script_of, incident):
    said_no(script_of(UserFactory(role=Role.READER)).post(LIST, {"title": "Slow"}), 403)


def test_own_tokens_are_listed_and_ended_and_never_made(script_of, nia):
    script = script_of(nia, "organisation:write")
    other = UserFactory()
    make_token(other, by=other, name="theirs", scopes=["incidents:read"])

    [mine] = script.get("/api/v1/tokens/").json()["results"]
    assert mine["hint"].startswith("gs_")
    assert "digest" not in mine
    said_no(script.post("/api/v1/tokens/", {"name": "more"}), 405)
    assert script.post(f"/api/v1/tokens/{mine['id']}/revoke/").status_code == 200
    said_no(script.get("/api/v1/tokens/"), 401)


# How it says no


def test_every_refusal_is_a_problem(script, incident, nia):
    said_no(script.get(f"{LIST}INC-404404/"), 404)
    said_no(script.get("/api/v1/nowhere/"), 404)
    assert "slash" in said_no(script.get(LIST.rstrip("/")), 404)["detail"]
    said_no(script.client.delete(at(incident)), 405)
    said_no(script.get(LIST, Accept="text/html"), 406)
    said_no(script.client.post(LIST, {"title": "Slow"}), 415)
    said = said_no(script.post(LIST, {}), 400)
    assert said["errors"] == {"title": ["One line about what is going on is enough."]}
    said = said_no(script.post(LIST, {"title": "x", "declared_by": 1}), 400)
    assert list(said["errors"]) == ["declared_by"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff",
        b'{"title": "\\u0000"}',
        b'{"title": "\\ud800"}',
        b'{"title": NaN}',
        b'{"title": ' + b"9" * 9000 + b"}",
        b'{"title": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"title": ' + b"[" * 30 + b"]" * 30 + b"}",
        b"[]",
        b"7",
        b'{"services": {"a": 1}, "title": "x"}',
    ],
    ids=lambda body: str(body[:20]),
)
def test_what_makes_no_sense_is_refused(script, body):
    said_no(script.client.post(LIST, body, "application/json"), 400)
    assert not Incident.objects.exists()


def test_what_is_too_long_is_refused(script):
    body = b'{"title": "' + b"x" * (2 * 1024 * 1024) + b'"}'

    said_no(script.client.post(LIST, body, "application/json"), 413)


# Pages


def test_a_list_comes_in_pages(script, nia):
    for n in range(5):
        IncidentFactory(by=nia, title=f"Number {n}")

    titles, following = [], f"{LIST}?limit=2"
    while following:
        page = script.get(following).json()
        titles += [one["title"] for one in page["results"]]
        following = page["next"]

    assert titles == [f"Number {n}" for n in reversed(range(5))]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "cursor=x", "cursor=%00"])
def test_a_page_that_makes_no_sense_is_refused(script, query):
    said = said_no(script.get(f"{LIST}?{query}"), 400)

    assert list(said["errors"]) == [query.partition("=")[0]]


# Versions


def test_what_a_reader_has_is_not_sent_again(script, incident):
    first = script.get(at(incident))
    again = script.get(at(incident), If_None_Match=first["ETag"])
    other = script.get(at(incident), If_None_Match='"else"')

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert other.status_code == 200


def test_what_was_decided_on_an_older_version_is_refused(script, incident):
    known = script.get(at(incident))["ETag"]

    first = script.post(at(incident, "status/"), {"status": "mitigating"}, If_Match=known)
    late = script.post(at(incident, "status/"), {"status": "monitoring"}, If_Match=known)
    then = script.post(at(incident, "status/"), {"status": "monitoring"}, If_Match=first["ETag"])

    assert first.status_code == 200
    said_no(late, 412)
    assert then.json()["status"] == "monitoring"
    assert script.get(at(incident))["ETag"] == then["ETag"]


def test_of_two_who_read_the_same_version_one_writes(race, script_of):
    nia = UserFactory()
    incident, script = IncidentFactory(by=nia), script_of(nia)
    known, statuses = script.get(at(incident))["ETag"], []

    def change(to):
        answer = script.post(at(incident, "status/"), {"status": to}, If_Match=known)
        statuses.append(answer.status_code)

    race(2, [lambda: change("mitigating"), lambda: change("monitoring")])

    assert sorted(statuses) == [200, 412]


# Once


def test_the_same_request_with_a_key_is_done_once(script, nia):
    filed = {"title": "Search is slow"}
    first = script.post(LIST, filed, Idempotency_Key="one")
    again = script.post(LIST, filed, Idempotency_Key="one")
    other = script.post(LIST, filed, Idempotency_Key="two")

    assert first.json() == again.json() != other.json()
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first["ETag"], again["Idempotent-Replayed"]) == (again["ETag"], "true")
    assert Incident.objects.count() == 2


def test_a_key_is_for_one_request_and_one_account(script, script_of):
    script.post(LIST, {"title": "Search is slow"}, Idempotency_Key="one")

    said_no(script.post(LIST, {"title": "Else"}, Idempotency_Key="one"), 422)
    theirs = script_of(UserFactory()).post(LIST, {"title": "Else"}, Idempotency_Key="one")
    assert theirs.status_code == 201


def test_what_came_to_nothing_may_be_tried_again_with_its_key(script):
    said_no(script.post(LIST, {}, Idempotency_Key="one"), 400)

    assert script.post(LIST, {"title": "Slow"}, Idempotency_Key="one").status_code == 201


@pytest.mark.parametrize("key", [" ", "x" * 201, "\x07"])
def test_a_key_that_makes_no_sense_is_refused(script, key):
    said_no(script.post(LIST, {"title": "Slow"}, Idempotency_Key=key), 400)


def test_sent_twice_at_once_with_a_key_is_one_thing(race, script_of):
    script, references = script_of(UserFactory()), []

    def file():
        answer = script.post(LIST, {"title": "Slow"}, Idempotency_Key="one")
        references.append(answer.json()["reference"])

    assert race(4, file) == ["ok"] * 4
    assert Incident.objects.count() == 1
    assert len(references) == 4
    assert len(set(references)) == 1


def test_an_answer_is_not_given_again_to_whoever_may_not_see_the_thing(script_of, nia, incident):
    script = script_of(UserFactory())
    note = {"text": "The queue is long."}
    assert script.post(at(incident, "notes/"), note, Idempotency_Key="one").status_code == 201
    Incident.objects.update(is_restricted=True)

    said_no(script.post(at(incident, "notes/"), note, Idempotency_Key="one"), 404)


def test_answers_are_kept_for_a_day(script):
    script.post(LIST, {"title": "Slow"}, Idempotency_Key="one")
    assert forget_answers() == 0
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(hours=25))

    assert script.post(LIST, {"title": "Slow"}, Idempotency_Key="one").status_code == 201
    assert Incident.objects.count() == 2
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert forget_answers() == 1


# Limits


def test_how_many_requests_are_left_is_said_and_kept_to(script, settings):
    settings.API_REQUESTS_A_MINUTE = 3

    answers = [script.get(LIST) for _ in range(5)]

    assert [one.status_code for one in answers[:3]] == [200, 200, 200]
    assert answers[0]["RateLimit-Policy"] == '"account";q=3;w=60'
    assert answers[0]["RateLimit"].startswith('"account";r=2;t=')
    said_no(answers[-1], 429)
    assert 1 <= int(answers[-1]["Retry-After"]) <= 61


def test_a_new_minute_counts_anew(nia):
    assert [count_one(nia.pk, minute=7) for _ in range(3)] == [1, 2, 3]
    assert count_one(nia.pk, minute=8) == 1


def test_requests_at_once_are_each_counted(race):
    nia = UserFactory()

    race(4, lambda: count_one(nia.pk, minute=7))

    assert count_one(nia.pk, minute=7) == 5


# What it says of itself


def test_the_schema_is_json_and_yaml(client):
    schema = reverse("api:schema")

    as_json = client.get(schema, headers={"Accept": "application/json"}).json()
    as_yaml = yaml.safe_load(client.get(schema).content)

    assert as_json == as_yaml
    assert as_json["openapi"].startswith("3.1")
    filing = as_json["paths"][LIST]["post"]
    assert {"201", "400", "401", "403", "409", "422", "429"} <= filing["responses"].keys()
    assert "token" in as_json["components"]["securitySchemes"]


def test_the_page_of_the_api_lists_every_verb(client):
    page = client.get("/api/").content.decode()

    assert f"POST {LIST}{{number}}/resolve/" in page
    assert "incidents:write" in page


def test_an_answer_takes_few_queries(script, incident, django_assert_max_num_queries):
    script.get(at(incident))  # notes the hour of use

    with django_assert_max_num_queries(6):
        script.get(at(incident))
