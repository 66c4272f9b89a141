"""Exports say what the list shows, and of people only their roles."""

import csv
import gc
import io
import json
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.domain.answering import answer_fields
from incidents.domain.custom_fields import define_field
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import (
    add_note,
    hand_over_lead,
    join_incident,
    post_update,
    take_role,
)
from incidents.exports import turns
from incidents.exports.rows import CHUNK, in_chunks
from incidents.exports.tables import as_text
from incidents.models import Incident, Repair, RepairStep, Task
from incidents.queries.filtering import narrowed
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, TechLeadFactory, UserFactory, kind_note

pytestmark = pytest.mark.django_db

CSV, JSON = "/incidents/export.csv", "/incidents/export.json"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", email="nia@larkspur.example")


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def rows(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def references(client, query=""):
    """What both tables hold, which must be the same."""
    as_csv = [row["reference"] for row in rows(client.get(CSV + query))]
    as_json = json.loads(client.get(JSON + query).getvalue())["incidents"]
    assert [row["reference"] for row in as_json] == as_csv
    return as_csv


# Tables


def test_a_row_says_what_the_documentation_says(client, nia):
    search = ServiceFactory(slug="search", name="Search")
    ledger = ServiceFactory(slug="ledger", name="Ledger")
    at = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
    incident = IncidentFactory(
        by=nia, title="Slow, “very” slow", severity="major", services=[search, ledger], at=at
    )
    resolve_incident(incident, by=nia, summary="", at=at + timedelta(hours=1))
    manager = UserFactory(display_name="Wiremu Tane")
    for label, kind in {"Region": "text", "Rows": "number", "Seen on": "date",
                        "Account manager": "person"}.items():  # fmt: skip
        define_field(by=nia, label=label, kind=kind)
    answers = {"region": "EU", "rows": Decimal("-0.5"), "account-manager": manager}
    answer_fields(incident, by=nia, answers=answers)

    [row] = rows(client.get(CSV))

    assert row == {
        "reference": incident.reference,
        "title": "Slow, “very” slow",
        "status": "resolved",
        "severity": "major",
        "mode": "live",
        "undo_path": "unknown",
        "services": "ledger search",
        "started_at": "2026-03-09T14:05:00Z",
        "detected_at": "2026-03-09T14:05:00Z",
        "declared_at": "2026-03-09T14:05:00Z",
        "mitigated_at": "2026-03-09T15:05:00Z",
        "resolved_at": "2026-03-09T15:05:00Z",
        "page": f"http://localhost:8000{incident.get_absolute_url()}",
        "field.region": "EU",
        "field.rows": "-0.5",
        "field.seen-on": "",
        "field.account-manager": "Wiremu Tane",
    }
    [same] = json.loads(client.get(JSON).getvalue())["incidents"]
    assert same["services"] == ["ledger", "search"]
    assert same["fields"] == {"region": "EU", "rows": "-0.5", "account-manager": "Wiremu Tane"}
    assert {name: same[name] or "" for name in same if name not in ("services", "fields")} == {
        name: row[name] for name in row if name != "services" and not name.startswith("field.")
    }


def test_an_export_has_what_the_list_shows_and_all_of_it(client, nia):
    for n in range(40):
        IncidentFactory(by=nia, severity="critical" if n % 2 else "minor", is_over=n < 10)
    IncidentFactory(by=nia, mode="practice")
    Incident.objects.filter(pk=IncidentFactory(by=nia, is_over=True).pk).update(
        merged_into=Incident.objects.first()
    )

    assert len(references(client)) == 40
    assert len(references(client, "?severity=critical&status=open")) == 15
    assert len(references(client, "?mode=practice")) == 1
    oldest = references(client, "?sort=oldest")
    assert oldest == references(client)[::-1]


def test_the_list_links_to_the_export_of_what_it_shows(client, nia):
    IncidentFactory(by=nia, severity="critical")

    html = client.get("/incidents/?severity=critical&sort=oldest&after=x").content.decode()

    assert 'href="/incidents/export.csv?severity=critical&amp;sort=oldest"' in html
    assert 'href="/incidents/export.json?severity=critical&amp;sort=oldest"' in html


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1-1", "-1+1", "@SUM(A1)", "\tx", "\rx", " =1+1", "＝1+1", "=cmd|' /C calc'!A0", "-"],
)
def test_no_cell_is_a_formula(cell):
    assert as_text(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "-5", "-0.25", "12", "Slow = bad", "a@b", "“=1”"])
def test_other_cells_are_left_as_they_are(cell):
    assert as_text(cell) == cell


def test_a_title_or_an_answer_that_is_a_formula_is_text(client, nia):
    incident = IncidentFactory(by=nia, title='=HYPERLINK("https://example.org")')
    define_field(by=nia, label="Region", kind="text")
    answer_fields(incident, by=nia, answers={"region": "@SUM(A1:A9)"})

    [row] = rows(client.get(CSV))

    assert row["title"] == '\'=HYPERLINK("https://example.org")'
    assert row["field.region"] == "'@SUM(A1:A9)"


def test_it_streams_in_chunks_of_which_each_is_a_query_of_its_own(client, nia, monkeypatch):
    monkeypatch.setattr("incidents.exports.rows.CHUNK", 4)
    service = ServiceFactory()
    for _ in range(10):
        IncidentFactory(by=nia, services=[service])

    response = client.get(CSV)
    parts = iter(response.streaming_content)
    assert response.streaming
    assert response.headers["Content-Disposition"].startswith('attachment; filename="incidents-20')
    next(parts)
    sizes = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            sizes.append(next(parts).count(b"\n"))
        assert len(captured) == 1
    assert sizes == [4, 4, 2]


def test_rows_that_arrive_meanwhile_are_neither_twice_nor_in_place_of_others(nia, monkeypatch):
    monkeypatch.setattr("incidents.exports.rows.CHUNK", 3)
    same = timezone.now()
    there = [IncidentFactory(by=nia, at=same) for _ in range(8)]
    seen = []
    for chunk in in_chunks(narrowed(nia, {}), sort="newest"):
        seen += [row["reference"] for row in chunk]
        IncidentFactory(by=nia, at=same)

    assert len(seen) == len(set(seen))
    assert {one.reference for one in there} <= {*seen}
    assert CHUNK == 500


def test_an_incident_that_becomes_restricted_half_way_is_left_out(client, nia, monkeypatch):
    monkeypatch.setattr("incidents.exports.rows.CHUNK", 1)
    other = UserFactory()
    first, last = IncidentFactory(by=other), IncidentFactory(by=other)
    parts = iter(client.get(CSV).streaming_content)
    assert next(parts)
    assert last.reference.encode() in next(parts)

    Incident.objects.filter(pk=first.pk).update(is_restricted=True)

    assert first.reference.encode() not in b"".join(parts)


def test_what_broke_off_is_no_json(client, nia):
    IncidentFactory(by=nia)
    parts = list(client.get(JSON).streaming_content)

    assert json.loads(b"".join(parts))["incidents"]
    with pytest.raises(json.JSONDecodeError):
        json.loads(b"".join(parts[:-1]))


def test_nothing_found_is_a_whole_file_too(client):
    assert references(client) == []


def test_exports_take_turns_and_give_them_back(client, nia):
    IncidentFactory(by=nia)
    gc.collect()  # What another test never read is forgotten first.
    held = [client.get(CSV) for _ in range(turns.AT_ONCE)]

    busy = client.get(CSV)
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "30")
    assert "Try again" in busy.content.decode()

    assert held.pop().getvalue()
    assert client.get(JSON).getvalue()
    # Whoever asked has gone before the first byte.
    held.clear()
    gc.collect()
    for _ in range(turns.AT_ONCE + 2):
        assert rows(client.get(CSV))


# One incident


@pytest.fixture
def told(nia):
    """An incident in which everything happened that an export can tell of."""
    tom = UserFactory(display_name="Tom Reyes")
    will = UserFactory(display_name="Will Mark")
    TechLeadFactory()
    incident = IncidentFactory(by=nia, title="Cards are declined", severity="major",
                               undo_path="roll_back_and_repair")  # fmt: skip
    incident.services.add(ServiceFactory(name="Ledger", slug="ledger"))
    kind_note(incident, text="Breathe, Nia.")
    join_incident(incident, by=tom)
    take_role(incident, by=will, role="scribe")
    hand_over_lead(incident, by=nia, to=tom, note="Nia carries on with the rows.")
    post_update(incident, by=tom, conditions="Falling.", actions="Nia repairs.", needs="Tea")
    add_note(incident, by=nia, text="tom reyes and @Tom saw it.\n\nWe will see, and mark it.")
    taken_back = add_note(incident, by=tom, text="The password is swordfish.")
    incident.timeline.filter(pk=taken_back.pk).update(withdrawn_at=timezone.now())
    Task.objects.create(incident=incident, text="Ask Tom", assignee=nia, done_at=timezone.now())
    repair = Repair.objects.create(
        incident=incident, what_was_written="The wrong account", total=1204, done=812, run_by=nia,
        checked_by=tom,
    )  # fmt: skip
    RepairStep.objects.create(repair=repair, name="scope", note="Nia counted.")
    define_field(by=nia, label="Account manager", kind="person")
    define_field(by=nia, label="Seen on", kind="date")
    manager = UserFactory(display_name="Wiremu Tane")
    answer_fields(
        incident, by=will, answers={"account-manager": manager, "seen-on": date(2026, 3, 9)}
    )
    return resolve_incident(incident, by=tom, summary="Put right by Nia Okafor.")


NAMES = re.compile(r"Nia|Okafor|Tom\b|Reyes|\bWill\b|larkspur", re.IGNORECASE)


def markdown(client, incident):
    return client.get(f"{incident.get_absolute_url()}export.md").content.decode()


def one(client, incident):
    return client.get(f"{incident.get_absolute_url()}export.json").json()


def test_one_incident_is_told_whole_in_markdown(client, told):
    text = markdown(client, told)

    assert text.startswith(f"# {told.reference}: Cards are declined\n\n- **Status:** Resolved\n")
    for part in (
        "- **To undo it:** Roll back, then repair data",
        "- **Services:** Ledger",
        "- **Account manager:** Wiremu Tane",
        "- **Seen on:** 9 Mar 2026",
        "Being done: A responder repairs.",
        "The incident lead leads now. A responder carries on with the rows.",
        "the incident lead: (withdrawn)",
        "- [x] Ask the incident lead (a responder)",
        "- **Rows put right:** 812 / 1204",
        "- [x] Scope",
        "- [ ] Verify",
        "★",
        " UTC",
    ):
        assert part in text, part


def test_one_incident_is_told_whole_in_json(client, told):
    said = one(client, told)

    assert said["title"] == "Cards are declined"
    assert said["fields"] == {"account-manager": "Wiremu Tane", "seen-on": "2026-03-09"}
    assert [(one["by"], one["conditions"]) for one in said["updates"]] == [
        ("the incident lead", "Falling.")
    ]
    [withdrawn] = [one for one in said["timeline"] if one["is_withdrawn"]]
    assert withdrawn["text"] == ""
    assert len(said["timeline"]) == told.timeline.count()
    assert said["tasks"][0]["text"] == "Ask the incident lead"
    assert said["repairs"][0]["steps"][0]["note"] == "A responder counted."
    assert {one["by"] for one in said["timeline"]} == {
        "", "a responder", "the incident lead", "the scribe",
    }  # fmt: skip


def test_nobody_is_named_and_nothing_private_is_said(client, told):
    for said in (markdown(client, told), json.dumps(one(client, told), ensure_ascii=False)):
        assert set(NAMES.findall(said)) <= {"will"}, NAMES.findall(said)
        assert "Breathe" not in said
        assert "swordfish" not in said
        assert "We will see, and mark it." in said


def test_who_filed_is_not_said_even_as_a_role(client, nia):
    incident = IncidentFactory(by=nia)
    hand_over_lead(incident, by=nia, to=nia)

    assert one(client, incident)["timeline"][0] | {"occurred_at": "", "recorded_at": ""} == {
        "occurred_at": "",
        "recorded_at": "",
        "kind": "opened",
        "by": "",
        "text": "Incident opened.",
        "is_key_moment": True,
        "is_withdrawn": False,
    }


def test_an_update_that_was_withdrawn_keeps_its_words(client, told):
    update = told.updates.get()
    told.timeline.filter(pk=update.entry_id).update(withdrawn_at=timezone.now())

    assert "Falling" not in markdown(client, told)
    [said] = one(client, told)["updates"]
    assert said["is_withdrawn"]
    assert (said["conditions"], said["actions"], said["needs"]) == ("", "", "")


def test_thirty_of_everything_take_as_many_queries_as_one(client, told, nia, queries_of):
    for ending in ("md", "json"):
        address = f"{told.get_absolute_url()}export.{ending}"
        few = queries_of(client, address)
        for _ in range(5):
            somebody = UserFactory()
            join_incident(told, by=somebody)
            add_note(told, by=somebody, text="Seen.")
            Task.objects.create(incident=told, text="Look", assignee=somebody)
            RepairStep.objects.create(
                repair=Repair.objects.create(incident=told, what_was_written="x"), name="scope"
            )
            told.services.add(ServiceFactory())
        assert queries_of(client, address) == few <= 12


# Who may


@pytest.mark.parametrize("path", [CSV, JSON, "one.md", "one.json"])
def test_readers_export_what_they_may_see_and_strangers_nothing(client_of, told, path):
    path = path.replace("one.", f"{told.get_absolute_url()}export.")
    reader = client_of(UserFactory(role=Role.READER))

    assert told.title in said_by(reader.get(path))
    assert "/accounts/login/" in Client().get(path).url
    assert reader.post(path).status_code == 405

    Incident.objects.filter(pk=told.pk).update(is_restricted=True)
    hidden = reader.get(path)
    assert hidden.status_code == (404 if "INC-" in path else 200)
    assert told.title not in said_by(hidden)


def said_by(response):
    return (response.getvalue() if response.streaming else response.content).decode()
