"""Follow-ups through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from people.domain.tokens import make_token, open_service_account
from people.models import Role
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.models import FollowUp
from tests.api.conftest import Script
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/follow-ups/"
PLAN = {"what": "An alert on the queue, says Nia", "kind": "detection"}


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", team=TeamFactory())


@pytest.fixture
def jo():
    return UserFactory(display_name="Jo Marsh")


@pytest.fixture
def told(nia):
    incident = IncidentFactory(by=nia, is_over=True, services=[ServiceFactory(slug="search")])
    return PostmortemFactory(by=nia, incident=incident, is_published=True)


@pytest.fixture
def planned(told, nia):
    return add_follow_up(told, by=nia, owner=nia, **PLAN)


def at(follow_up, verb=""):
    return f"{LIST}{follow_up.pk}/{verb}"


def test_a_change_is_planned_from_a_write_up(script_of, nia, jo, told):
    at, script = f"/api/v1/write-ups/{told.pk}/follow-ups/", script_of(jo)
    day = timezone.localdate() + timedelta(days=7)
    plan = PLAN | {"owner": nia.pk, "due_on": day.isoformat()}

    made = script.post(at, plan)

    assert made.status_code == 201, made.content
    said = made.json()
    assert said["what"] == "An alert on the queue, says the responder"
    assert said["owner"] == {"id": nia.pk, "name": "Nia Okafor"}
    assert (said["write_up"], said["due_on"], said["state"]) == (told.pk, str(day), "open")
    assert script.post(at, plan).json()["id"] == said["id"]
    [row] = script.get(at).json()["results"]
    assert row["id"] == said["id"]
    assert script.post(at, PLAN | {"due_on": "0001-01-01"}).status_code == 409
    assert script.post(at, PLAN | {"kind": "magic"}).status_code == 400
    reader = UserFactory(role=Role.READER)
    assert script_of(reader).post(at, PLAN).status_code == 403
    assert script.post(at, PLAN | {"owner": reader.pk}).status_code == 400


def test_what_is_missing_is_said_from_a_write_up_and_at_a_service(script_of, jo, told):
    script, missing = script_of(jo), {"what": "How to empty the queue"}

    after = script.post(f"/api/v1/write-ups/{told.pk}/gaps/", missing)
    there = script.post("/api/v1/services/search/gaps/", missing)

    assert (after.status_code, there.status_code) == (201, 201), there.content
    assert after.json()["kind"] == there.json()["kind"] == "documentation"
    assert (there.json()["came_from"], there.json()["services"]) == ("service", ["search"])
    assert script.post("/api/v1/services/nowhere/gaps/", missing).status_code == 404
    assert script.get("/api/v1/services/search/gaps/").status_code == 405
    assert script.get(f"/api/v1/write-ups/{told.pk}/gaps/").status_code == 405


def test_a_plan_changes_where_it_was_read(script_of, nia, jo, planned):
    script = script_of(jo)
    known = script.get(at(planned))["ETag"]
    assert script.post(at(planned, "edit/"), {"owner": None}).status_code == 428

    edited = script.post(at(planned, "edit/"), {"owner": jo.pk}, If_Match=known)

    assert edited.json()["owner"]["name"] == "Jo Marsh"
    planned.refresh_from_db()
    assert (planned.what, planned.kind) == (PLAN["what"], "detection")
    assert script.post(at(planned, "edit/"), {"what": "x"}, If_Match=known).status_code == 412
    steps = script.get(at(planned, "steps/")).json()["results"]
    assert [one["kind"] for one in steps] == ["planned", "edited"]
    assert steps[1]["by"]["name"] == "Jo Marsh"


def test_who_makes_it(script_of, nia, jo, told):
    free = add_follow_up(told, by=nia, **PLAN)
    taken = script_of(jo).post(at(free, "take/"))
    assert taken.json()["owner"]["name"] == "Jo Marsh"
    refused = script_of(nia).post(at(free, "take/"))
    assert (refused.status_code, "Jo Marsh" in refused.json()["detail"]) == (409, True)
    handed = script_of(jo).post(at(free, "hand-over/"), {"to": nia.pk, "note": "Your turn."})
    assert handed.json()["owner"]["name"] == "Nia Okafor"
    elsewhere = script_of(nia).post(at(free, "pass-on/"), {"where": "The vendor"})
    assert (elsewhere.json()["state"], elsewhere.json()["handed_to"]) == (
        "handed_over",
        "The vendor",
    )


def test_a_script_that_is_nobodys_own_hands_over_and_has_nothing(nia, told):
    free, admin = add_follow_up(told, by=nia, **PLAN), UserFactory(role=Role.ADMIN)
    bot = open_service_account(by=admin, display_name="Importer")
    _made, token = make_token(bot, by=admin, name="script", scopes=["write-ups:write"])
    script = Script(token)

    assert script.post(at(free, "take/")).status_code == 409
    handed = script.post(at(free, "hand-over/"), {"to": nia.pk})
    assert handed.json()["owner"]["name"] == "Nia Okafor"


def test_it_is_kept_done_opened_again_and_let_go(script_of, nia, planned):
    script, day = script_of(nia), timezone.localdate() + timedelta(days=30)
    assert script.post(at(planned, "keep/"), {"due_on": str(day)}).json()["due_on"] == str(day)
    assert script.post(at(planned, "keep/"), {"due_on": "2020-01-01"}).status_code == 409
    done = script.post(at(planned, "done/"), {"note": "Merged."}).json()
    assert (done["state"], bool(done["done_at"])) == ("done", True)
    assert script.post(at(planned, "helped/"), {"answer": "helped"}).status_code == 409
    assert (
        script.post(at(planned, "reopen/"), {"reason": "It came back."}).json()["state"] == "open"
    )
    assert script.post(at(planned, "reopen/"), {"reason": "Again."}).status_code == 409
    gone = script.post(at(planned, "let-go/"), {"reason": "Nia left the queue behind."}).json()
    assert gone["let_go_because"] == "The responder left the queue behind."
    assert script.post(at(planned, "done/")).status_code == 409


def test_it_is_said_whether_it_helped(script_of, nia, jo, planned):
    complete_follow_up(planned, by=nia, at=timezone.now() - timedelta(days=40))

    said = script_of(jo).post(at(planned, "helped/"), {"answer": "helped", "note": "Twice."})

    [answer] = said.json()["answers"]
    assert (answer["answer"], answer["check_after"], answer["by"]["name"]) == (
        "helped",
        30,
        "Jo Marsh",
    )
    assert script_of(nia).post(at(planned, "helped/"), {"answer": "not_yet"}).status_code == 409


def test_the_list_is_narrowed_as_on_the_page(script_of, client_of, nia, jo, told, planned):
    of_nobody = add_follow_up(told, by=nia, what="A test", kind="testing")
    done = complete_follow_up(add_follow_up(told, by=nia, what="x", kind="code"), by=nia)
    script = script_of(nia)

    def numbers(query):
        return [one["id"] for one in script.get(f"{LIST}?{query}").json()["results"]]

    assert numbers("") == [of_nobody.pk, planned.pk]
    assert numbers("state=done") == [done.pk]
    assert numbers("owner=me") == [planned.pk]
    assert numbers("owner=nobody") == [of_nobody.pk]
    assert numbers("service=search&kind=testing") == [of_nobody.pk]
    assert numbers(f"team={nia.team.pk}") == [planned.pk]
    assert numbers("age=overdue") == []
    assert script.get(f"{LIST}?state=lost").status_code == 400
    assert script.get(f"{LIST}?owner=x").status_code == 400
    page = client_of(nia).get("/follow-ups/").content.decode()
    assert f'id="follow-up-{planned.pk}"' in page


def test_what_follows_from_what_is_hidden_is_not_there(script_of, nia, told, planned):
    restrict_incident(told.incidents.get(), by=nia)
    script = script_of(UserFactory(role=Role.ADMIN))

    assert script.get(LIST).json()["results"] == []
    assert script.get(at(planned)).status_code == 404
    assert script.get(at(planned, "steps/")).status_code == 404
    assert script.post(at(planned, "done/")).status_code == 404
    assert script.get(f"/api/v1/write-ups/{told.pk}/follow-ups/").status_code == 404
    assert FollowUp.objects.get().state == "open"
    assert script_of(nia).get(at(planned)).status_code == 200


def test_readers_change_nothing(script_of, planned):
    reader = script_of(UserFactory(role=Role.READER))

    assert reader.get(at(planned)).status_code == 200
    for verb in ("edit/", "done/", "take/", "keep/", "let-go/"):
        assert reader.post(at(planned, verb), {}, If_Match="*").status_code == 403


@pytest.mark.parametrize("path", [LIST, f"{LIST}%s/", f"{LIST}%s/steps/", "/api/v1/write-ups/%s"])
def test_three_rows_take_as_many_queries_as_one(queries_of, client_of, told, nia, planned, path):
    def grow(n):
        add_follow_up(told, by=nia, what=str(n), kind="code", owner=UserFactory(team=TeamFactory()))
        planned.steps.create(kind="kept", by=UserFactory(), to=UserFactory(), note=str(n))
        planned.services.add(ServiceFactory())
        other = IncidentFactory(by=nia, is_over=True, services=[ServiceFactory()])
        add_follow_up(PostmortemFactory(by=nia, incident=other), by=nia, **PLAN)

    grow(0)
    client = client_of(nia)
    if "write-ups" in path:
        path = f"/api/v1/write-ups/{told.pk}/follow-ups/"
    elif "%s" in path:
        path = path.replace("%s", str(planned.pk))
    few = queries_of(client, path)
    grow(1)
    grow(2)

    assert queries_of(client, path) == few <= 12
