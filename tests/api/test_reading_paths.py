"""Reading paths through the API: walked, made and arranged."""

import pytest
from django.urls import reverse

from incidents.domain.restricting import restrict_incident
from learning.domain.paths import add_to_path, bring_path, make_path
from learning.domain.shelving import bring_shelf
from learning.models import Outage, PathMark, ReadingPath
from people.models import Role
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PATHS = "/api/v1/paths/"


@pytest.fixture
def team():
    return TeamFactory(name="Payments")


@pytest.fixture
def lead(team):
    lead = UserFactory(display_name="Ines", team=team)
    team.tech_leads.add(lead)
    return lead


@pytest.fixture
def path(lead, team):
    return make_path(by=lead, title="How payments work", team=team)


def at(path, verb=""):
    return f"{PATHS}{path.pk}/{verb}"


def keys(answer):
    return [one["key"] for one in answer.json()["entries"]]


def test_a_path_is_made_filled_arranged_and_deleted(script_of, lead):
    bring_shelf()
    story, outage = StoryFactory(), Outage.objects.first()
    script = script_of(lead)
    made = script.post(PATHS, {"title": "Ours", "team": "Payments"})
    assert (made.status_code, made.json()["team"], made.json()["total"]) == (201, "Payments", 0)
    path = ReadingPath.objects.get(title="Ours")
    first, second = f"story-{story.pk}", f"outage-{outage.pk}"
    script.post(at(path, "add/"), {"thing": first, "note": "Begin here."})
    added = script.post(at(path, "add/"), {"thing": second})
    assert keys(added) == [first, second]
    [one, two] = added.json()["entries"]
    assert (one["note"], one["title"]) == ("Begin here.", story.title)
    moved = script.post(at(path, f"items/{two['item']}/move/"), {"to": 0})
    assert keys(moved) == [second, first]
    noted = script.post(at(path, f"items/{two['item']}/note/"), {"note": "Short."})
    assert noted.json()["entries"][0]["note"] == "Short."
    assert keys(script.post(at(path, f"items/{two['item']}/take-off/"))) == [first]
    reworded = script.post(at(path, "reword/"), {"title": "Ours, anew", "is_first": True})
    assert (reworded.json()["title"], reworded.json()["is_first"]) == ("Ours, anew", True)
    assert script.post(at(path, "reword/"), {"title": ""}).status_code == 409
    assert script.post(at(path, "add/"), {"thing": "story-404404"}).status_code == 400
    assert script.post(at(path, "discard/")).status_code == 204
    assert not ReadingPath.objects.filter(title="Ours, anew").exists()


def test_two_who_arrange_at_once_are_told(script_of, lead, path):
    story, script = StoryFactory(), script_of(lead)
    etag = script.get(at(path))["ETag"]
    add_to_path(path, by=lead, thing=StoryFactory())
    answer = script.post(at(path, "add/"), {"thing": f"story-{story.pk}"}, If_Match=etag)
    assert answer.status_code == 412


def test_the_path_for_everyone_is_an_admins_and_stays(script_of, lead):
    path = ReadingPath.objects.filter(is_brought=True).first() or bring_path()
    StoryFactory()
    admin = script_of(UserFactory(role=Role.ADMIN))
    assert script_of(lead).post(at(path, "arrange/")).status_code == 403
    arranged = admin.post(at(path, "arrange/")).json()
    assert all(one["item"] for one in arranged["entries"])
    assert admin.post(at(path, "discard/")).status_code == 409
    assert script_of(lead).get(f"{PATHS}first/").json()["title"]


def test_whoever_does_not_lead_the_team_only_reads(script_of, lead, path):
    add_to_path(path, by=lead, thing=StoryFactory())
    item = path.items.get().pk
    other, story = script_of(UserFactory()), StoryFactory()
    assert other.get(at(path)).status_code == 200
    refused = [
        other.post(PATHS, {"title": "Mine", "team": "Payments"}),
        other.post(at(path, "reword/"), {"title": "Mine"}),
        other.post(at(path, "add/"), {"thing": f"story-{story.pk}"}),
        other.post(at(path, f"items/{item}/move/"), {"to": 0}),
        other.post(at(path, f"items/{item}/take-off/")),
        other.post(at(path, "discard/")),
    ]
    assert [one.status_code for one in refused] == [403] * len(refused)
    TeamFactory(name="Search")
    for team in ("Search", None):
        made = script_of(lead).post(PATHS, {"title": "Theirs", "team": team})
        assert made.status_code == 400
    assert other.get(f"{PATHS}404404/").status_code == 404


def test_readers_mark_what_they_read_for_themselves(script_of, lead, path):
    bring_shelf()
    outage = Outage.objects.first()
    add_to_path(path, by=lead, thing=outage)
    reader = script_of(UserFactory(role=Role.READER))
    marked = reader.post(at(path, "mark-read/"), {"thing": f"outage-{outage.pk}", "is_on": True})
    assert (marked.json()["read"], marked.json()["total"]) == (1, 1)
    [mine] = [one for one in reader.get(PATHS).json()["results"] if one["id"] == path.pk]
    assert mine["read"] == 1
    assert script_of(lead).get(at(path)).json()["read"] == 0
    reader.post(at(path, "mark-read/"), {"thing": f"outage-{outage.pk}", "is_on": False})
    assert not PathMark.objects.exists()


def test_what_is_not_for_a_reader_is_as_if_it_were_not_there(script_of, client_of, lead, path):
    incident = IncidentFactory(by=lead, mode="record")
    write_up = PostmortemFactory(incident=incident, by=lead, is_published=True)
    add_to_path(path, by=lead, thing=write_up)
    item = path.items.get().pk
    restrict_incident(incident, by=lead)
    stranger = UserFactory(role=Role.ADMIN)
    script = script_of(stranger)
    assert script.get(at(path)).json()["entries"] == []
    assert script.post(at(path, f"items/{item}/take-off/")).status_code == 404
    marking = {"thing": f"write-up-{write_up.pk}", "is_on": True}
    assert script.post(at(path, "mark-read/"), marking).status_code == 400
    page = client_of(lead).get(reverse("learning:path", args=[path.pk]))
    shown = [one.key for one in page.context["walk"].entries]
    assert keys(script_of(lead).get(at(path))) == shown == [f"write-up-{write_up.pk}"]


def test_three_things_take_as_many_queries_as_one(queries_of, client_of, lead, path):
    def grow():
        add_to_path(path, by=lead, thing=StoryFactory())
        add_to_path(path, by=lead, thing=PostmortemFactory(is_published=True))
        make_path(by=lead, title=f"More {ReadingPath.objects.count()}", team=lead.team)

    grow()
    client = client_of(lead)
    few = [queries_of(client, one) for one in (PATHS, at(path))]
    grow()
    grow()

    assert [queries_of(client, one) for one in (PATHS, at(path))] == few
    assert max(few) <= 12
