"""Write-ups through the API: reviewed, talked about, and their parts put right."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.editing import edit_entry
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import add_note
from people.models import Role
from postmortems.domain.commenting import start_thread
from postmortems.domain.factors import add_factor
from postmortems.domain.moments import add_moment, edit_moment
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.writing import save_postmortem
from postmortems.models import Postmortem
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", email="nia@example.org")


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Barbosa")


@pytest.fixture
def ruth():
    return TechLeadFactory(display_name="Ruth Abramson", email="ruth@example.org")


@pytest.fixture
def draft(nia):
    incident = IncidentFactory(by=nia, is_over=True, title="Search is empty")
    draft = PostmortemFactory(by=nia, incident=incident)
    words = {"title": draft.title, "impact": "Nobody could search for an hour."}
    return save_postmortem(draft, by=nia, revision=draft.revision, **words)


@pytest.fixture
def beside(script_of, draft):
    """`beside(person, "factors/", {…})` sends to the write-up; without data it reads."""

    def ask(person, path="", data=None, **headers):
        whole, script = f"/api/v1/write-ups/{draft.pk}/{path}", script_of(person)
        answer = script.get(whole) if data is None else script.post(whole, data, **headers)
        ask.status, ask.etag = answer.status_code, answer.headers.get("ETag", "")
        return answer.json() if answer.content else None

    return ask


# Review


def test_a_lead_is_asked_reads_and_says_what_they_think(beside, nia, ines, draft):
    asked = beside(nia, "rounds/", {"reviewer": ines.pk})
    assert beside.status == 201
    assert asked["reviewer"] == f"a tech lead of {ines.leads_teams.get().name}"
    assert (asked["verdict"], asked["is_yours"]) == ("", False)
    at = f"rounds/{asked['id']}/"
    assert beside(ines, at)["is_yours"]
    assert beside(nia, f"{at}verdict/", {"verdict": "approved"})["status"] == 403
    nothing = beside(ines, f"{at}verdict/", {"verdict": "changes_suggested"})
    assert (nothing["status"], [*nothing["errors"]]) == (409, ["remarks"])

    said = {"verdict": "approved", "remarks": "Thank you, Nia.", "changes_the_system": True}
    done = beside(ines, f"{at}verdict/", said)

    assert (done["verdict"], done["changes_the_system"]) == ("approved", True)
    assert done["remarks"] == "Thank you, the responder."
    assert beside(nia)["status"] == "approved"
    assert beside(nia, "rounds/", {"reviewer": ines.pk})["status"] == 409


def test_another_lead_is_asked_or_takes_over(beside, nia, ines, ruth, draft):
    assert beside(UserFactory(), "rounds/", {"reviewer": ines.pk})["status"] == 403
    assert beside(nia, "rounds/", {"reviewer": nia.pk})["status"] == 409
    at = f"rounds/{beside(nia, 'rounds/', {'reviewer': ines.pk})['id']}/"
    assert beside(UserFactory(), f"{at}ask-another/", {"reviewer": ruth.pk})["status"] == 403
    assert beside(nia, f"{at}take-over/", {})["status"] == 403

    beside(ines, f"{at}ask-another/", {"reviewer": ruth.pk})
    assert beside.status == 200
    assert beside(ruth, at)["is_yours"]
    assert beside(ines, f"{at}take-over/", {})["status"] == 409
    draft.rounds.update(offer_at=NOW - timedelta(hours=1))
    assert beside(ines, at)["can_be_taken_over"]
    assert beside(ines, f"{at}take-over/", {})["is_yours"]


# Comments


def test_words_are_talked_about_and_put_better(beside, nia, ruth, draft):
    about = {"about": "impact", "quote": "an hour", "text": "Longer, @Nia?", "suggestion": "a day"}
    thread = beside(ruth, "threads/", about)
    assert (beside.status, thread["quote"], thread["about"]) == (201, "an hour", "impact")
    assert thread["comments"][0]["author"] == {"id": ruth.pk, "name": "Ruth Abramson"}
    at, said = f"threads/{thread['id']}/", thread["comments"][0]["id"]

    assert len(beside(nia, f"{at}reply/", {"text": "You are right."})["comments"]) == 2
    assert beside(ruth, f"{at}comments/{said}/accept/", {})["status"] == 403
    taken = beside(nia, f"{at}comments/{said}/accept/", {})
    assert taken["comments"][0]["accepted_by"]["name"] == "Nia Okafor"
    assert (taken["words_now"], bool(taken["resolved_at"])) == ("a day", True)
    assert beside(nia)["sections"]["impact"] == "Nobody could search for a day."
    assert beside(nia, f"{at}reopen/", {})["resolved_at"] is None
    assert beside(nia, f"{at}resolve/", {})["resolved_by"]["name"] == "Nia Okafor"
    assert beside(nia, f"{at}comments/{said}/accept/", {})["status"] == 409


def test_what_one_said_is_taken_back_by_oneself(beside, nia, ruth, draft):
    thread = beside(ruth, "threads/", {"text": "Hm."})
    at = f"threads/{thread['id']}/comments/{thread['comments'][0]['id']}/withdraw/"

    assert beside(nia, at, {})["status"] == 409
    [said] = beside(ruth, at, {})["comments"]
    assert (said["text"], bool(said["withdrawn_at"])) == ("", True)
    assert beside(ruth, "threads/1000000/resolve/", {})["status"] == 404


@pytest.mark.parametrize("about", ["nowhere", "factor-x", "factor-999", "what_surprised_us"])
def test_a_comment_is_about_something_that_is_there(beside, ruth, draft, about):
    assert [*beside(ruth, "threads/", {"about": about, "text": "Hm."})["errors"]] == ["about"]
    assert beside(ruth, "threads/", {})["status"] == 409
    wrong = beside(ruth, "threads/", {"quote": "not there", "text": "Hm."})
    assert [*wrong["errors"]] == ["quote"]


def test_readers_read_what_is_said_and_say_nothing(beside, nia, draft):
    start_thread(draft, by=nia, about="title", text="Shorter?")
    reader = UserFactory(role=Role.READER)

    assert beside(reader, "threads/")["results"][0]["comments"][0]["text"] == "Shorter?"
    assert beside(reader, "threads/", {"text": "Hm."})["status"] == 403


# Parts


def test_factors_are_named_and_taken_out(beside, nia, draft):
    one = {"text": "Nia had no test.", "kind": "testing"}
    assert beside(UserFactory(), "factors/", one)["status"] == 403
    factor = beside(nia, "factors/", one)
    assert factor["text"] == "The responder had no test."
    assert beside(nia, "factors/", one)["id"] == factor["id"]
    assert len(beside(UserFactory(), "factors/")["results"]) == 1

    beside(nia, f"factors/{factor['id']}/remove/", {})
    assert (beside.status, beside(nia, "factors/")["results"]) == (204, [])
    Postmortem.objects.update(status="approved")
    assert beside(nia, "factors/", one)["status"] == 409


def test_the_timeline_is_put_right(beside, nia, draft):
    added = beside(nia, "moments/", {"text": "Nia looked.", "occurred_at": NOW.isoformat()})
    assert (added["text"], added["incident"]) == ("Nia looked.", None)
    at = f"moments/{added['id']}/"
    assert beside(nia, f"{at}edit/", {"text": "Looked."})["status"] == 428
    beside(nia, at)
    known = beside.etag
    edited = beside(nia, f"{at}edit/", {"text": "Looked."}, If_Match=known)
    assert (edited["text"], edited["occurred_at"]) == ("Looked.", added["occurred_at"])
    assert beside(nia, f"{at}edit/", {"text": "Else."}, If_Match=known)["status"] == 412
    assert beside(nia, f"{at}leave-out/", {"is_left_out": True})["is_left_out"]
    assert added["id"] not in [one["id"] for one in beside(nia)["moments"]]
    far = beside(nia, "moments/", {"text": "x", "occurred_at": "0026-01-01T00:00:00Z"})
    assert [*far["errors"]] == ["occurred_at"]


def test_the_timeline_follows_its_incident(beside, nia, draft):
    incident = draft.incidents.get()
    entry = add_note(incident, by=nia, text="The queue is long.", is_key_moment=True)
    refreshed = beside(nia, "moments/refresh/", {})
    assert refreshed == {"new": 1, "changed": 0, "torn": 0}
    moment = draft.moments.get(source=entry)
    edit_moment(moment, by=nia, revision=moment.revision, text="Long.")
    edit_entry(entry, by=nia, revision=1, text="Very long.")

    torn = beside(nia, f"moments/{moment.pk}/")
    assert (torn["is_torn"], torn["incident_says"]) == (True, "Very long.")
    settled = beside(nia, f"moments/{moment.pk}/settle/", {"takes_theirs": True})
    assert (settled["text"], settled["is_torn"]) == ("Very long.", False)


def test_the_timeline_is_for_those_who_may_edit_it(beside, nia, draft):
    moment = add_moment(draft, by=nia, text="Nia looked.", occurred_at=NOW)
    stranger = UserFactory()

    for path in ("moments/", f"moments/{moment.pk}/"):
        assert beside(stranger, path)["status"] == 403
    for path in ("moments/refresh/", f"moments/{moment.pk}/leave-out/"):
        assert beside(stranger, path, {"is_left_out": True})["status"] == 403
    assert "The responder looked." in [one["text"] for one in beside(stranger)["moments"]]


def test_a_write_up_tells_of_more_incidents(beside, nia, draft):
    other = IncidentFactory(by=nia, is_over=True, is_restricted=True)
    one = {"incident": other.reference}
    assert beside(UserFactory(role=Role.ADMIN), "incidents/", one)["status"] == 400
    assert beside(TechLeadFactory(), "incidents/", one)["status"] == 403
    assert beside(nia, "incidents/", one)["status"] == 409
    beside(nia, "incidents/", one | {"is_understood": True})
    assert beside.status == 204
    assert len(beside(nia, "incidents/")["results"]) == 2
    assert beside(UserFactory(), "incidents/")["status"] == 404

    at = f"incidents/{other.reference}/take-out/"
    assert beside(nia, at, {})["status"] == 409
    beside(nia, at, {"is_understood": True})
    assert (beside.status, len(beside(nia, "incidents/")["results"])) == (204, 1)
    assert beside(UserFactory(), at, {})["status"] == 403
    only = f"incidents/{draft.incidents.get().reference}/take-out/"
    assert beside(nia, only, {})["status"] == 409


def test_whoever_does_not_see_it_finds_none_of_its_parts(beside, nia, ines, draft):
    this_round = ask_for_review(draft, by=nia, reviewer=ines)
    thread = start_thread(draft, by=nia, text="Hm.")
    restrict_incident(draft.incidents.get(), by=nia)

    for part in ("rounds/", "threads/", "factors/", "moments/", "incidents/", "follow-ups/"):
        assert beside(ines, part)["status"] == 404
        assert beside(UserFactory(role=Role.ADMIN), part)["status"] == 404
    assert (
        beside(ines, f"rounds/{this_round.pk}/verdict/", {"verdict": "approved"})["status"] == 404
    )
    assert beside(ines, f"threads/{thread.pk}/reply/", {"text": "Hm."})["status"] == 404
    assert beside(nia, "threads/")["results"]


@pytest.mark.parametrize("part", ["rounds", "threads", "factors", "moments", "incidents"])
def test_three_rows_take_as_many_queries_as_one(queries_of, client_of, nia, draft, part):
    def grow(n):
        lead = TechLeadFactory()
        this_round = ask_for_review(draft, by=nia, reviewer=lead)
        give_verdict(this_round, by=lead, verdict="changes_suggested", remarks="More.")
        text = {"text": f"Hm {n}", "suggestion": f"Title {n}"}
        start_thread(draft, by=UserFactory(), about="title", **text)
        add_factor(draft, by=nia, kind="testing", text=str(n))
        add_moment(draft, by=nia, text=str(n), occurred_at=NOW)
        other = IncidentFactory(by=nia, is_over=True)
        draft.incidents.add(other)
        entry = add_note(other, by=nia, text="x", is_key_moment=True)
        draft.moments.create(source=entry, text="x", occurred_at=NOW)

    grow(0)
    client, path = client_of(nia), f"/api/v1/write-ups/{draft.pk}/{part}/"
    few = queries_of(client, path)
    grow(1)
    grow(2)

    assert queries_of(client, path) == few <= 12
