"""Everything that is done in the room of an incident, through the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.domain.custom_fields import define_field
from incidents.domain.helping import ask_for_help
from incidents.domain.linking import link_incidents
from incidents.domain.repairing import begin_repair
from incidents.domain.room import add_note, join_incident, post_update
from incidents.domain.tasks import add_task
from incidents.models import Access, Checklist, Incident, Service
from people.models import Role
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    TeamFactory,
    ToolFactory,
    UserFactory,
)
from tests.incidents.test_pictures import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia")


@pytest.fixture
def jo():
    return UserFactory(display_name="Jo")


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, title="Checkout is slow", undo_path="roll_back")


@pytest.fixture
def room(script_of, nia, incident):
    """`room("tasks/", {…})` sends to the room; without data it reads."""
    script = script_of(nia)

    def ask(path="", data=None, **headers):
        whole = f"/api/v1/incidents/{incident.reference}/{path}"
        answer = script.get(whole) if data is None else script.post(whole, data, **headers)
        ask.status, ask.etag = answer.status_code, answer.headers.get("ETag", "")
        return answer.json() if answer.content else None

    return ask


def test_the_life_of_an_incident(room):
    assert room("severity/", {"severity": "major"})["severity"] == "major"
    assert room("undo-path/", {"undo_path": "fix_forward"})["undo_path"] == "fix_forward"
    described = {"title": "Slow", "undo_path": "roll_back", "services": []}
    assert room("describe/", described)["title"] == "Slow"
    assert room("stand-down/", {"summary": "Fine."})["status"] == "stood_down"
    assert room("reopen/", {"reason": "Slow again."})["status"] == "investigating"
    assert room("resolve/", {})["status"] == "resolved"
    room("skip-write-up/", {"reason": "Known already."})
    assert room.status in (200, 409)
    assert room("export/")["reference"] == room()["reference"]


def test_times_are_put_right_with_what_was_read(room, incident):
    earlier = {"started_at": "2026-01-05T10:00:00Z"}
    room("times/", earlier)
    assert room.status == 428
    room()
    assert room("times/", earlier, If_Match=room.etag)["started_at"] == "2026-01-05T10:00:00Z"


def test_a_line_is_edited_withdrawn_and_brought_back(room, incident, nia):
    entry = add_note(incident, by=nia, text="The queue is lnog.")
    line = f"timeline/{entry.pk}/"
    assert room(f"{line}edit/", {"text": "Long."})["status"] == 428
    room(line)
    known = room.etag
    assert room(f"{line}edit/", {"text": "Long."}, If_Match=known)["text"] == "Long."
    assert room(f"{line}edit/", {"text": "Else."}, If_Match=known)["status"] == 412
    assert room(f"{line}mark/", {"is_key_moment": True})["is_key_moment"]
    assert room(f"{line}withdraw/", {})["text"] == ""
    assert room(f"{line}bring-back/", {})["text"] == "Long."
    assert room(f"{line}versions/")["results"][0]["text"] == "The queue is lnog."
    assert len(room("timeline/")["results"]) == 2


def test_an_update_is_edited_with_its_parts(room, incident, nia):
    entry = post_update(incident, by=nia, conditions="Slow.").entry
    room(f"timeline/{entry.pk}/")
    parts = {"conditions": "Slower."}
    edited = room(f"timeline/{entry.pk}/edit-update/", parts, If_Match=room.etag)
    assert edited["text"] == "Slower."
    assert room("updates/")["results"][0]["conditions"] == "Slower."
    room(f"timeline/{entry.pk}/")
    assert room(f"timeline/{entry.pk}/edit/", {"text": "x"}, If_Match=room.etag)["status"] == 400


def test_people_come_take_roles_and_hand_them_over(room, incident, nia, jo):
    join_incident(incident, by=jo)
    assert room("people/join/", {})["person"]["name"] == "Nia"
    assert room("people/take-role/", {"role": "lead"})["role"] == "lead"
    handed = room("people/hand-over/", {"role": "lead", "to": jo.pk})
    assert (handed["person"]["id"], handed["role"]) == (jo.pk, "lead")
    assert {one["person"]["name"] for one in room("people/")["results"]} == {"Nia", "Jo"}
    assert room("people/hand-over/", {"role": "lead", "to": 10**40})["status"] == 400


def test_tasks_steps_checklists_and_tools(room, incident, jo):
    join_incident(incident, by=jo)
    task = room("tasks/", {"text": "Look"})
    at = f"tasks/{task['id']}/"
    assert room(f"{at}take/", {})["assignee"]["name"] == "Nia"
    assert room(f"{at}hand-on/", {"to": jo.pk})["assignee"]["name"] == "Jo"
    assert room(f"{at}finish/", {})["done_at"]
    assert room(f"{at}untick/", {})["done_at"] is None
    checklist = Checklist.objects.create(name="Any", items=["Look twice"])
    room("tasks/add-checklist/", {"checklist": checklist.pk})
    assert room.status == 204
    assert room("tasks/take-step/", {"path": "roll_back", "key": "no-such"})["status"] == 409
    tool = ToolFactory()
    room("tasks/use-tool/", {"tool": tool.pk})
    assert room.status in (201, 409)
    assert len(room("tasks/")["results"]) == 2


def test_a_hand_is_wanted_and_comes(room, script_of, incident, jo):
    wanted = room("help/", {"about": "the rows"})
    at = f"/api/v1/incidents/{incident.reference}/help/{wanted['id']}/"
    taken = script_of(jo).post(f"{at}take/")
    assert taken.json()["taken_by"]["name"] == "Jo"
    assert room(f"help/{wanted['id']}/finish/", {})["ended_at"]
    other = room("help/", {"about": "more"})
    assert room(f"help/{other['id']}/withdraw/", {})["ended_at"]


def test_a_repair_from_plan_to_end(room):
    repair = room("repairs/", {"what_was_written": "Wrong rows.", "total": 10})
    at = f"repairs/{repair['id']}/"
    described = {"what_was_written": "Wrong rows of May.", "total": 12}
    assert room(f"{at}describe/", described)["total"] == 12
    assert room(f"{at}tick/", {"step": "scope", "rows": 12})["steps"][0]["name"] == "scope"
    assert room(f"{at}untick/", {"step": "scope"})["steps"] == []
    assert room(f"{at}progress/", {"done": 6})["percent"] == 50
    assert room(f"{at}verify/", {})["status"] == 409
    assert room(f"{at}revoke-token/", {})["id"] == repair["id"]
    assert room(f"{at}stop/", {"reason": "Enough."})["state"] == "stopped"


def test_links_and_merges(room, nia, incident):
    other = IncidentFactory(by=nia)
    link = room("links/", {"other": other.reference})
    assert link["other"] == other.reference or link["incident"] == other.reference
    room(f"links/{link['id']}/unlink/", {})
    assert (room.status, room("links/")["results"]) == (204, [])
    assert room("links/", {"other": "INC-404404"})["status"] == 400
    merged = room("merges/", {"into": other.reference})
    assert merged["into"] == other.reference
    assert room()["reference"] == other.reference
    room(f"merges/{merged['id']}/undo/", {})
    assert room.status == 200
    assert room()["reference"] == incident.reference


def test_what_is_restricted_is_there_for_those_who_are_let_in(room, script_of, incident, jo):
    hidden = script_of(jo)
    address = f"/api/v1/incidents/{incident.reference}/"
    room("access/restrict/", {})
    parts = ("", "timeline/", "people/", "tasks/", "help/", "repairs/", "links/", "merges/")
    more = ("answers/", "updates/", "access/", "export/")
    for part in (*parts, *more):
        assert hidden.get(address + part).status_code == 404, part
    access = room("access/", {"person": jo.pk})
    assert hidden.get(f"{address}timeline/").status_code == 200
    room(f"access/{access['id']}/take-back/", {})
    assert (room.status, Access.objects.count()) == (204, 0)
    room("access/open-up/", {})
    assert not Incident.objects.get().is_restricted


def test_what_an_organisation_asks_is_answered(room, admin):
    for label, kind in (("Region", "choice"), ("Customers", "number"), ("Owner", "person")):
        define_field(by=admin, label=label, kind=kind, choices=["eu"] if kind == "choice" else [])
    given = {"region": "eu", "customers": "12.5", "owner": str(admin.pk)}
    room("answers/", {"answers": given})
    assert room.status == 204
    said = {one["key"]: one["answer"] for one in room("answers/")["results"]}
    assert said == {"region": "eu", "customers": "12.5000", "owner": str(admin.pk)}
    wrong = room("answers/", {"answers": {"customers": "many", "no-such": "x"}})
    assert set(wrong["errors"]) == {"answers.customers", "answers.no-such"}
    room("answers/", {"answers": {"region": None}})
    assert len(room("answers/")["results"]) == 2


def test_a_picture_is_kept(script_of, nia, incident):
    sent = SimpleUploadedFile("graph.png", drawn(), "image/png")
    script = script_of(nia)
    answer = script.client.post(f"/api/v1/incidents/{incident.reference}/pictures/", {"file": sent})
    assert answer.status_code == 201, answer.content
    assert answer.json()["markdown"].startswith("![")


# The catalogue and the settings, which are not everybody's


def test_admins_keep_the_catalogue(script_of, admin, nia):
    script = script_of(admin)
    made = script.post("/api/v1/services/", {"name": "Search", "public_name": "Search"})
    assert made.status_code == 201, made.content
    at = f"/api/v1/services/{made.json()['slug']}/"
    linked = script.post(f"{at}add-link/", {"label": "Board", "url": "https://example.org"})
    [link] = linked.json()["links"]
    changed = {"label": "Dashboard", "url": "https://example.org"}
    after = script.post(f"{at}links/{link['id']}/change/", changed).json()
    assert after["links"][0]["label"] == "Dashboard"
    assert script.post(f"{at}links/{link['id']}/remove/").json()["links"] == []
    tool = {"kind": "rollback", "command": "undo", "what_it_does": "Goes back."}
    [kept] = script.post(f"{at}add-tool/", tool).json()["tools"]
    better = tool | {"is_safe_twice": True}
    after = script.post(f"{at}tools/{kept['id']}/change/", better).json()
    assert after["tools"][0]["is_safe_twice"]
    assert script.post(f"{at}tools/{kept['id']}/remove/").json()["tools"] == []
    named = {"name": "Search 2", "experts": [nia.pk]}
    assert script.post(f"{at}describe/", named).json()["experts"][0]["name"] == "Nia"
    assert script.get("/api/v1/services/").json()["results"][0]["name"] == "Search 2"


def test_admins_keep_checklists_fields_and_the_status_page(script_of, admin):
    script = script_of(admin)
    made = script.post("/api/v1/checklists/", {"name": "Any", "items": ["Look"]}).json()
    at = f"/api/v1/checklists/{made['id']}/"
    again = {"name": "Any", "items": ["Look", "Say so"]}
    assert script.post(f"{at}change/", again).json()["items"] == ["Look", "Say so"]
    assert script.post(f"{at}discard/").status_code == 204
    field = script.post("/api/v1/fields/", {"label": "Region", "kind": "text"}).json()
    at = f"/api/v1/fields/{field['id']}/"
    put = {"label": "Where", "kind": "text"}
    assert script.post(f"{at}change/", put).json()["label"] == "Where"
    assert script.post(f"{at}move/", {"position": 0}).status_code == 200
    assert script.post(f"{at}use/", {"is_in_use": False}).json()["is_in_use"] is False
    page = "/api/v1/status-page/"
    on = {"is_on": True, "title": "Larkspur"}
    assert script.post(f"{page}set-up/", on).json()["is_on"]
    assert script.get(f"{page}settings/").json()["title"] == "Larkspur"
    assert script.post(f"{page}try-again/").status_code == 204
    assert script.post(f"{page}try-again/", If_Match="*").status_code == 204


def test_what_admins_keep_is_refused_to_others(script_of, nia):
    script, service = script_of(nia), ServiceFactory()
    ToolFactory(service=service)
    at = f"/api/v1/services/{service.slug}/"
    refused = [
        script.post("/api/v1/services/", {"name": "Mine"}),
        script.post(f"{at}describe/", {"name": "Mine"}),
        script.post(f"{at}add-link/", {"label": "x", "url": "https://example.org"}),
        script.post(f"{at}tools/{service.tools.get().pk}/remove/"),
        script.post("/api/v1/checklists/", {"name": "Any", "items": ["Look"]}),
        script.post("/api/v1/fields/", {"label": "Region", "kind": "text"}),
        script.post("/api/v1/status-page/set-up/", {"is_on": True}),
        script.get("/api/v1/status-page/settings/"),
    ]
    assert [answer.status_code for answer in refused] == [403] * len(refused)


def test_whoever_is_in_its_team_describes_a_service_and_no_more(script_of, nia):
    nia.team = TeamFactory()
    nia.save()
    service = ServiceFactory(team=nia.team)
    at = f"/api/v1/services/{service.slug}/describe/"
    assert script_of(nia).post(at, {"name": "Ours"}).status_code == 200
    assert script_of(nia).post(at, {"name": "Ours", "public_name": "x"}).status_code == 403
    assert Service.objects.get().public_name == ""


def test_a_reader_only_reads_in_every_room(script_of, incident):
    script = script_of(UserFactory(role=Role.READER))
    address = f"/api/v1/incidents/{incident.reference}/"
    assert script.get(f"{address}timeline/").status_code == 200
    for path in ("tasks/", "people/join/", "access/restrict/", "repairs/", "links/", "notes/"):
        assert script.post(address + path).status_code == 403


@pytest.mark.parametrize("part", ["timeline", "people", "tasks", "help", "repairs", "links"])
def test_three_rows_take_as_many_queries_as_one(queries_of, client_of, nia, incident, part):
    def grow(n):
        join_incident(incident, by=UserFactory())
        add_task(incident, by=nia, text=f"Look {n}", assignee=nia)
        ask_for_help(incident, by=nia, about=str(n))
        begin_repair(incident, by=nia, what_was_written=str(n), run_by=nia)
        link_incidents(incident, by=nia, other=IncidentFactory(by=nia))

    grow(0)
    client = client_of(nia)
    path = reverse(f"api:incident-{part}-list", args=[incident.pk])
    few = queries_of(client, path)
    grow(1)
    grow(2)

    assert queries_of(client, path) == few <= 12
