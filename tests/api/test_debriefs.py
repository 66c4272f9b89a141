"""Through the API: debriefs, links for people outside, templates, files, and old reports."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from people.models import KeptAnswer, Role
from postmortems.domain import uploading
from postmortems.domain.debriefing import plan_debrief
from postmortems.domain.sharing import share_postmortem
from postmortems.domain.templates import write_template
from postmortems.importing.unpacking import Upload
from postmortems.models import Debrief, ImportBatch, Postmortem, ShareLink, Template
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory
from tests.postmortems.test_import_pages import REPORT

pytestmark = pytest.mark.django_db

SOON = (timezone.now() + timedelta(days=2)).replace(microsecond=0)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def ruth():
    return UserFactory(display_name="Ruth Abramson")


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def told(nia):
    incident = IncidentFactory(by=nia, is_over=True, title="Search is empty")
    return PostmortemFactory(by=nia, incident=incident, is_published=True)


@pytest.fixture
def beside(script_of, told):
    """`beside(person, "debriefs/", {…})` sends to the write-up; without data it reads."""

    def ask(person, path="", data=None, **headers):
        whole, script = f"/api/v1/write-ups/{told.pk}/{path}", script_of(person)
        answer = script.get(whole) if data is None else script.post(whole, data, **headers)
        ask.status, ask.etag = answer.status_code, answer.headers.get("ETag", "")
        return answer.json() if answer.content else None

    return ask


# Debriefs


def test_people_are_invited_to_talk_about_it(beside, nia, ruth, told):
    plan = {"starts_at": SOON.isoformat(), "invited": [nia.pk], "facilitator": ruth.pk}
    assert beside(ruth, "debriefs/", plan)["status"] == 403

    made = beside(nia, "debriefs/", plan)

    assert (beside.status, made["state"], made["minutes"]) == (201, "planned", 45)
    assert [one["name"] for one in made["invited"]] == ["Nia Okafor", "Ruth Abramson"]
    assert made["facilitator"]["name"] == "Ruth Abramson"
    assert "What did you see first" in made["questions"]
    assert beside(nia, "debriefs/", plan)["id"] == made["id"]
    other = plan | {"minutes": 60}
    assert beside(nia, "debriefs/", other)["status"] == 409
    assert beside(nia, "debriefs/", plan | {"starts_at": "9999-01-01T10:00Z"})["status"] == 400
    assert beside(nia, "debriefs/", plan | {"invited": []})["status"] == 400


def test_a_debrief_is_moved_called_off_and_held(beside, nia, ruth, told):
    planned = plan_debrief(
        told, by=nia, starts_at=SOON, minutes=45, invited=[nia], facilitator=ruth, place="Room 2"
    )
    at, later = f"debriefs/{planned.pk}/", SOON + timedelta(hours=1)
    assert beside(UserFactory(), f"{at}change/", {"minutes": 60})["status"] == 403
    moved = beside(nia, f"{at}change/", {"starts_at": later.isoformat()})
    assert (moved["place"], moved["minutes"]) == ("Room 2", 45)
    assert len(moved["invited"]) == 2
    assert beside(ruth, f"{at}held/", {})["status"] == 409
    assert beside(UserFactory(), f"{at}held/", {})["status"] == 403
    assert beside(nia, f"{at}call-off/", {})["state"] == "cancelled"
    assert beside(nia, f"{at}call-off/", {})["status"] == 409
    ago = timezone.now() - timedelta(hours=2)
    was = plan_debrief(told, by=nia, starts_at=ago, minutes=45, invited=[nia], facilitator=ruth)
    assert beside(ruth, f"debriefs/{was.pk}/held/", {})["state"] == "held"


def test_what_was_said_is_kept_by_whoever_has_read_it(beside, nia, ruth, told):
    planned = plan_debrief(told, by=nia, starts_at=SOON, minutes=45, invited=[nia])
    at = f"debriefs/{planned.pk}/"
    assert beside(UserFactory(), f"{at}notes/", {"notes": "x"}, If_Match="*")["status"] == 403
    assert beside(nia, f"{at}notes/", {"notes": "x"})["status"] == 428
    beside(nia, at)
    known = beside.etag

    kept = beside(nia, f"{at}notes/", {"notes": "It was dark."}, If_Match=known)

    assert (kept["notes"], kept["questions"]) == ("It was dark.", "")
    assert beside(nia, f"{at}notes/", {"notes": "x"}, If_Match=known)["status"] == 412
    assert Debrief.objects.get().notes == "It was dark."


# Links for people outside


def test_a_link_is_made_shown_once_and_ended(beside, nia, told):
    assert beside(UserFactory(), "links/", {})["status"] == 403
    assert beside(UserFactory(), "links/")["status"] == 403

    made = beside(nia, "links/", {"days": 7, "label": "Larkspur"}, Idempotency_Key="one")

    assert (beside.status, made["is_open"]) == (201, True)
    page = Client().get(made["url"])
    assert (page.status_code, "Search is empty" in page.content.decode()) == (200, True)
    [listed] = beside(nia, "links/")["results"]
    assert (listed["label"], listed["times_opened"], "url" in listed) == ("Larkspur", 1, False)
    assert KeptAnswer.objects.count() == 0
    assert beside(UserFactory(), f"links/{made['id']}/end/", {})["status"] == 403
    assert beside(nia, f"links/{made['id']}/end/", {})["ended_at"]
    assert Client().get(made["url"]).status_code == 404
    assert beside(nia, "links/", {"days": 400})["status"] == 400


def test_what_is_not_in_the_library_stays_inside(beside, nia, told):
    Postmortem.objects.update(status="draft", published_at=None)

    assert beside(nia, "links/", {})["status"] == 409
    assert ShareLink.objects.count() == 0


# Templates


def test_admins_keep_templates(script_of, admin, nia):
    at, script = "/api/v1/write-up-templates/", script_of(admin)
    words = {"name": "Short", "form": "short", "sections": ["impact"]}
    assert script_of(nia).post(at, words).status_code == 403
    sent = words | {"prompts": {"impact": "Who felt it?"}, "occasions": ["minor"]}

    made = script.post(at, sent)

    assert made.status_code == 201, made.content
    assert (made.json()["sections"], made.json()["occasions"]) == (["impact"], ["minor"])
    assert len(script_of(nia).get(at).json()["results"]) == 3
    one = f"{at}{made.json()['id']}/"
    changed = script.post(f"{one}change/", words | {"name": "Shorter"}).json()
    assert (changed["name"], changed["occasions"], changed["prompts"]) == ("Shorter", [], {})
    who = script.post(f"{one}change/", words | {"prompts": {"impact": "Who did it?"}})
    assert (who.status_code, [*who.json()["errors"]]) == (409, ["prompt_impact"])
    assert script.post(at, words | {"texts": {"nowhere": "x"}}).status_code == 400
    assert script.post(f"{one}use/", {"is_in_use": False}).json()["is_in_use"] is False
    assert script_of(nia).post(f"{one}use/", {"is_in_use": True}).status_code == 403


# As a file


def test_a_write_up_is_exported(script_of, client_of, nia, told):
    at, script = f"/api/v1/write-ups/{told.pk}/export/", script_of(nia)

    file = script.get(at)

    assert file["Content-Type"] == "text/markdown; charset=utf-8"
    assert file.content == client_of(nia).get(f"/write-ups/{told.pk}/export.md").content
    html = script.get(f"{at}?kind=html", Accept="text/html")
    assert html["Content-Type"] == "text/html; charset=utf-8"
    assert script.get(f"{at}?kind=scroll").status_code == 400
    restrict_incident(told.incidents.get(), by=nia)
    hidden = script_of(UserFactory()).get(at)
    assert (hidden.status_code, hidden["Content-Type"]) == (404, "application/problem+json")


# Old reports


def uploaded(by):
    return uploading.keep_upload(by=by, reports=[Upload("a.md", REPORT.encode())], folder="reports")


def test_reports_are_uploaded_looked_through_and_brought_in(script_of, admin, work):
    script = script_of(admin)
    sent = [SimpleUploadedFile(name, REPORT.encode()) for name in ("a.md", "b.md")]
    made = script.client.post("/api/v1/imports/", {"reports": sent, "folder": "reports"})
    assert made.status_code == 201, made.content
    assert (made.json()["files"], made.json()["ready"]) == (2, 2)
    at = f"/api/v1/imports/{made.json()['id']}/"
    first, second = script.get(f"{at}files/").json()["results"]
    assert first["name"] == "reports/a.md"
    assert (first["summary"]["title"], first["summary"]["follow_ups"]) == ("Labels stuck", 2)
    assert script.post(f"{at}files/{second['id']}/leave-out/").json()["state"] == "left_out"
    assert script.post(f"{at}files/{second['id']}/take-in/").json()["state"] == "waiting"
    script.post(f"{at}files/{second['id']}/leave-out/")

    with work():
        assert script.post(f"{at}confirm/").json()["confirmed_at"]

    assert script.post(f"{at}confirm/").status_code == 409
    done = script.get(f"{at}files/{first['id']}/").json()
    assert (done["state"], done["write_up"]) == ("imported", Postmortem.objects.get().pk)
    assert script.post(f"{at}drop/").status_code == 204
    assert ImportBatch.objects.count() == 0


def test_another_file_with_the_same_key_is_another_request(script_of, admin):
    script = script_of(admin)

    def send(text):
        sent = {"reports": [SimpleUploadedFile("a.md", text.encode())]}
        once = {"Idempotency-Key": "one"}
        return script.client.post("/api/v1/imports/", sent, headers=once)

    first, again, other = send(REPORT), send(REPORT), send(f"{REPORT}\nMore.")

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json()["id"] == again.json()["id"]
    assert ImportBatch.objects.get().files.get().content.startswith("# 2021")


def test_what_was_understood_is_put_right(script_of, admin):
    batch, script = uploaded(admin), script_of(admin)
    at = f"/api/v1/imports/{batch.pk}/files/{batch.files.get().pk}/"
    whole = script.get(at).json()
    assert [one["place"] for one in whole["rows"]] == ["timeline"] * 2 + ["follow_up"] * 2
    odd = next(one for one in whole["parts"] if one["heading"] == "Odds and ends")

    placed = {"title": "Labels", "places": {odd["line"]: "factor"}, "zone": "Europe/Lisbon"}
    read = script.post(f"{at}correct/", placed).json()
    assert (read["summary"]["title"], read["summary"]["factors"]) == ("Labels", 1)
    later = script.post(f"{at}correct/", {"day": "2021-03-05"}).json()
    assert (later["summary"]["title"], later["summary"]["day"]) == ("Labels", "2021-03-05")
    for wrong in ({"places": {"1000": "factor"}}, {"zone": "Moon/Base"}, {"places": {"x": "y"}}):
        assert script.post(f"{at}correct/", wrong).status_code == 400
    paper = next(one for one in later["rows"] if one["text"] == "Buy paper")
    row = {"place": "follow_up", "line": paper["line"], "text": "Buy more paper"}
    rows = script.post(f"{at}correct-rows/", {"rows": [row]}).json()["rows"]
    assert "Buy more paper" in [one["text"] for one in rows]
    gone = script.post(f"{at}correct-rows/", {"rows": [row | {"left_out": True}]}).json()
    assert gone["summary"]["follow_ups"] == 1
    for wrong in ({"line": 1000}, {"kind": "design"}, {"place": "title"}):
        assert script.post(f"{at}correct-rows/", {"rows": [row | wrong]}).status_code == 400


def test_an_upload_is_nobody_elses(script_of, admin):
    batch = uploaded(admin)
    at = f"/api/v1/imports/{batch.pk}/"
    file = batch.files.get()

    other = script_of(TechLeadFactory())
    for path in (at, f"{at}files/", f"{at}files/{file.pk}/"):
        assert other.get(path).status_code == 404
    for path in (f"{at}confirm/", f"{at}drop/", f"{at}files/{file.pk}/leave-out/"):
        assert other.post(path).status_code == 404
    assert other.get("/api/v1/imports/").json()["results"] == []
    member = script_of(UserFactory())
    assert member.get("/api/v1/imports/").status_code == 403
    assert member.post(f"{at}confirm/").status_code == 403


@pytest.mark.parametrize("part", ["debriefs", "links", "templates", "imports", "files"])
def test_three_rows_take_as_many_queries_as_one(queries_of, client_of, nia, told, part):
    nia.role = Role.ADMIN
    nia.save()
    batch = uploaded(nia)
    address = {
        "templates": "/api/v1/write-up-templates/",
        "imports": "/api/v1/imports/",
        "files": f"/api/v1/imports/{batch.pk}/files/",
    }.get(part, f"/api/v1/write-ups/{told.pk}/{part}/")

    def grow(n):
        share_postmortem(told, by=UserFactory(), days=3)
        began = SOON - timedelta(days=n)
        debrief = told.debriefs.create(
            starts_at=began, ends_at=began + timedelta(hours=1), state="held", time_zone="UTC",
            facilitator=UserFactory(),
        )  # fmt: skip
        debrief.invited.add(UserFactory(), UserFactory())
        more = {"sections": ["impact"], "prompts": {}, "texts": {}}
        occasions = [["minor"], ["major"], ["critical"]][n]
        write_template(by=nia, name=f"No {n}", form="full", occasions=occasions, **more)
        uploaded(nia)
        batch.files.create(name=f"{n}.md", content=REPORT, digest=str(n))

    grow(0)
    client = client_of(nia)
    few = queries_of(client, address)
    grow(1)
    grow(2)

    assert queries_of(client, address) == few <= 12
    assert Template.objects.count() == 5
