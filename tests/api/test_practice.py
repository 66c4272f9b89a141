"""Scenarios made and played through the API."""

from uuid import uuid4

import pytest

from incidents.domain.restricting import restrict_incident
from learning.domain.practising import start_run
from learning.domain.scenarios import add_clue
from learning.models import Run, Scenario
from people.models import Role
from tests.factories import IncidentFactory, PostmortemFactory, ScenarioFactory, UserFactory

pytestmark = pytest.mark.django_db

SCENARIOS = "/api/v1/scenarios/"
PRACTICE = "/api/v1/practice/"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia")


@pytest.fixture
def jo():
    return UserFactory(display_name="Jo")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, title="Paying fails", mode="record")


@pytest.fixture
def write_up(nia, incident):
    return PostmortemFactory(incident=incident, by=nia, is_published=True)


@pytest.fixture
def scenario(nia, write_up):
    return ScenarioFactory(by=nia, source=write_up)


def at(thing, verb=""):
    return f"{SCENARIOS if isinstance(thing, Scenario) else PRACTICE}{thing.pk}/{verb}"


def test_a_scenario_is_made_changed_and_made_ready(script_of, nia, jo, write_up):
    script = script_of(nia)
    made = script.post(SCENARIOS, {"write_up": write_up.pk})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    this = Scenario.objects.get()
    words = {"title": "Nobody can pay", "known_at_start": "Two customers wrote."}
    assert script.post(at(this, "change/"), words).status_code == 428
    etag = script.get(at(this))["ETag"]
    assert script.post(at(this, "change/"), words, If_Match=etag).json()["title"] == words["title"]
    assert script.post(at(this, "change/"), words, If_Match=etag).status_code == 412
    assert script_of(jo).get(at(this)).status_code == 404
    assert [one["id"] for one in script.get(f"{SCENARIOS}drafts/").json()["results"]] == [this.pk]
    script.post(at(this, "take-moments/"))
    this.clues.all().delete()
    assert script.post(at(this, "make-ready/")).status_code == 409
    clue = script.post(at(this, "clues/"), {"text": "A release.", "topics": ["Deploy"]}).json()
    assert clue["topics"] == ["deploy"]
    assert script.post(at(this, "clues/"), {"text": "Nowhere."}).status_code == 409
    assert script.post(at(this, "make-ready/")).json()["state"] == "ready"
    assert script_of(jo).get(at(this)).status_code == 200
    assert script.post(at(this, "drop/")).status_code == 409
    assert script.post(at(this, "put-aside/")).json()["state"] == "draft"
    assert script.post(at(this, "drop/")).status_code == 204


def test_clues_are_put_right_moved_and_taken_out_by_their_maker(script_of, nia, jo, scenario):
    script, here = script_of(nia), at(scenario, "clues/")
    add_clue(scenario, by=nia, text="Errors.", topics=["logs"])
    first, second = (one["id"] for one in script.get(here).json()["results"])
    words = {"text": "Errors in every log.", "topics": ["logs"], "after_minutes": 5}
    assert script.post(f"{here}{second}/change/", words).status_code == 428
    etag = script.get(f"{here}{second}/")["ETag"]
    changed = script.post(f"{here}{second}/change/", words, If_Match=etag).json()
    assert (changed["text"], changed["after_minutes"]) == (words["text"], 5)
    script.post(f"{here}{second}/move/", {"is_up": True})
    assert [one["id"] for one in script.get(here).json()["results"]] == [second, first]
    other = script_of(jo)
    refused = [
        other.get(here),
        other.get(f"{here}{first}/"),
        other.post(here, words),
        other.post(f"{here}{first}/remove/"),
        other.post(at(scenario, "put-aside/")),
    ]
    assert [one.status_code for one in refused] == [403] * len(refused)
    assert script.post(f"{here}{first}/remove/").status_code == 204
    assert script.post(f"{here}{second}/remove/").status_code == 409


def test_a_scenario_is_played_and_compared(script_of, nia, jo, scenario):
    script, token = script_of(jo), str(uuid4())
    run = script.post(at(scenario, "start/"), {"client_token": token}).json()
    assert script.post(at(scenario, "start/"), {"client_token": token}).json()["id"] == run["id"]
    this = Run.objects.get()
    assert script.post(at(this, "look/"), {"words": "dashboard"}).json()["seen"] == []
    seen = script.post(at(this, "look/"), {"words": "the last deploy"}).json()["seen"]
    assert [one["text"] for one in seen] == ["A release at 11:08."]
    other = script_of(nia)
    watched = other.get(at(this)).json()
    assert (watched["is_player"], watched["seen"], watched["looks"]) == (False, [], [])
    assert other.post(at(this, "hint/")).status_code == 409
    joined = other.post(at(this, "join/")).json()
    assert (joined["is_player"], len(joined["seen"])) == (True, 1)
    assert {one["name"] for one in joined["people"]} == {"Nia", "Jo"}
    assert other.post(at(this, "hint/")).json()["looks"][-1]["is_hint"]
    assert other.get(at(this, "compare/")).status_code == 404
    in_room = f"{PRACTICE}in/{this.incident.reference}/"
    assert [one["id"] for one in other.get(in_room).json()["results"]] == [this.pk]
    assert [one["id"] for one in other.get(f"{PRACTICE}going-on/").json()["results"]] == [this.pk]
    assert other.post(at(this, "end/")).json()["is_over"]
    found = script.get(at(this, "compare/")).json()
    assert (len(found["seen"]), found["unseen"]) == (1, [])
    assert found["write_up"] == scenario.source.get_absolute_url()
    assert [one["id"] for one in script.get(f"{PRACTICE}played/").json()["results"]] == [this.pk]
    assert script.post(at(this, "join/")).status_code == 409


def test_what_was_restricted_is_played_by_nobody_else(script_of, nia, jo, incident, scenario):
    run = start_run(scenario, by=nia)
    restrict_incident(incident, by=nia)
    for who in (jo, UserFactory(role=Role.ADMIN)):
        other = script_of(who)
        assert other.get(SCENARIOS).json()["results"] == []
        for path in (at(scenario), at(scenario, "clues/"), at(run), at(run, "compare/")):
            assert other.get(path).status_code == 404, path
        for path in (at(scenario, "start/"), at(run, "join/"), at(run, "look/")):
            assert other.post(path, {"words": "x"} if "look" in path else {}).status_code == 404
        made = other.post(SCENARIOS, {"write_up": scenario.source_id})
        assert made.status_code == 400


def test_readers_watch_and_do_not_play(script_of, scenario, nia):
    run, reader = start_run(scenario, by=nia), script_of(UserFactory(role=Role.READER))
    assert reader.get(at(run)).status_code == 200
    for path in (at(scenario, "start/"), at(run, "join/"), at(run, "hint/"), at(run, "end/")):
        assert reader.post(path).status_code == 403


@pytest.mark.parametrize("path", [SCENARIOS, f"{PRACTICE}going-on/"])
def test_three_take_as_many_queries_as_one(queries_of, client_of, nia, path):
    def grow():
        start_run(ScenarioFactory(by=nia), by=nia)

    grow()
    client = client_of(nia)
    few = queries_of(client, path)
    grow()
    grow()

    assert queries_of(client, path) == few <= 12
