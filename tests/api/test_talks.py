"""Talks through the API: sessions, slots, and trading places."""

from datetime import timedelta

import pytest
from django.utils import timezone

from learning.domain.talks.calendar import make_calendar
from learning.domain.talks.slots import take_slot
from learning.models import Answer, TalkCalendar, TalkInvitation, TalkSession
from people.domain.tokens import make_token, open_service_account
from people.models import Role
from tests.api.conftest import EVERYTHING, Script
from tests.factories import TechLeadFactory, UserFactory, set_up_weekly_talks

pytestmark = pytest.mark.django_db

TALKS = "/api/v1/talks/"


@pytest.fixture
def lead():
    return TechLeadFactory(display_name="Ines")


@pytest.fixture
def tom():
    return UserFactory(display_name="Tom", is_senior=True)


@pytest.fixture
def sessions(lead):
    set_up_weekly_talks(by=lead)
    return list(TalkSession.objects.soonest_first())


def at(session, verb=""):
    return f"{TALKS}{session.pk}/{verb}"


def test_leads_set_them_up_move_one_and_call_it_off(script_of, lead, tom):
    given = {
        "is_on": True,
        "title": "Stuff I broke",
        "weekday": 3,
        "starts": "15:00",
        "time_zone": "Europe/London",
        "minutes": 30,
        "slots": 4,
    }
    script = script_of(lead)
    assert script.get(f"{TALKS}series/").status_code == 404
    assert script.post(f"{TALKS}set-up/", given | {"time_zone": "Nowhere"}).status_code == 400
    assert script.post(f"{TALKS}set-up/", given).json()["title"] == "Stuff I broke"
    assert script.get(f"{TALKS}series/").json()["weekday"] == 3
    first, second, *_more = TalkSession.objects.soonest_first()
    when = first.starts_at + timedelta(hours=1)
    moved = script.post(at(first, "move/"), {"starts_at": when.isoformat()})
    assert moved.status_code == 200, moved.content
    assert script.post(at(second, "cancel/")).json()["state"] == "cancelled"
    assert script.post(at(second, "take/")).status_code == 409
    other = script_of(tom)
    for verb, words in (("move/", {"starts_at": when.isoformat()}), ("cancel/", {})):
        assert other.post(at(first, verb), words).status_code == 403
    assert other.post(f"{TALKS}set-up/", given).status_code == 403


def test_a_slot_is_taken_described_and_given_back(script_of, tom, sessions):
    script, session = script_of(tom), sessions[0]
    taken = script.post(at(session, "take/"), {"title": "The index"}).json()
    [slot] = [one for one in taken["slots"] if one["speaker"]]
    assert (slot["title"], slot["speaker"]["name"]) == ("The index", "Tom")
    here = f"{TALKS}slots/{slot['id']}/"
    words = {"title": "An index", "slides": "https://example.org/x"}
    assert script.post(f"{here}describe/", words).json()["slides"] == words["slides"]
    wrong = words | {"slides": "javascript:alert(1)"}
    assert script.post(f"{here}describe/", wrong).status_code == 400
    other = script_of(UserFactory(role=Role.ADMIN))
    for verb in ("describe/", "give-back/"):
        assert other.post(here + verb, words if "d" in verb[0] else {}).status_code == 403
    assert other.get(f"{here}others/").status_code == 403
    assert script.post(f"{here}give-back/").json()["speaker"] is None
    assert script.post(at(session, "recording/"), {"recording": ""}).status_code == 403


def test_speakers_trade_places_between_them(script_of, lead, tom, sessions):
    mine = take_slot(sessions[0], by=tom, title="Mine")
    theirs = take_slot(sessions[1], by=lead, title="Theirs")
    script, asked = script_of(tom), script_of(lead)
    others = script.get(f"{TALKS}slots/{mine.pk}/others/").json()["results"]
    assert [one["id"] for one in others] == [theirs.pk]
    offer = f"{TALKS}slots/{mine.pk}/offer-swap/"
    swap = script.post(offer, {"wanted": theirs.pk}).json()
    here = f"{TALKS}swaps/{swap['id']}/"
    stranger = script_of(UserFactory(role=Role.ADMIN))
    assert stranger.get(here).status_code == 404
    assert stranger.post(f"{here}accept/").status_code == 404
    assert script.post(f"{here}accept/").status_code == 403
    assert asked.post(f"{here}withdraw/").status_code == 403
    assert script.post(f"{here}withdraw/").json()["state"] == "withdrawn"
    swap = script.post(offer, {"wanted": theirs.pk}).json()
    here = f"{TALKS}swaps/{swap['id']}/"
    assert [one["id"] for one in asked.get(f"{TALKS}swaps/").json()["results"]] == [swap["id"]]
    etag = asked.get(here)["ETag"]
    assert asked.post(f"{here}accept/", If_Match=etag).json()["state"] == "accepted"
    assert asked.post(f"{here}decline/").status_code == 409


def test_what_one_is_asked_is_nobody_elses_to_see(script_of, tom, sessions):
    invitation = TalkInvitation.objects.create(session=sessions[0], person=tom)
    script, other = script_of(tom), script_of(UserFactory(role=Role.ADMIN))
    [asked] = script.get(f"{TALKS}invitations/").json()["results"]
    assert asked["session"] == sessions[0].pk
    assert other.get(f"{TALKS}invitations/").json()["results"] == []
    assert other.post(at(sessions[0], "not-this-time/")).status_code == 404
    assert script.post(at(sessions[0], "not-this-time/")).status_code == 204
    invitation.refresh_from_db()
    assert invitation.answer == Answer.NOT_THIS_TIME


def test_what_was_is_listed_with_its_recording(script_of, tom, sessions):
    session = sessions[0]
    take_slot(session, by=tom)
    was = timezone.now() - timedelta(days=2)
    TalkSession.objects.filter(pk=session.pk).update(
        starts_at=was, ends_at=was + timedelta(hours=1), place="Room 7"
    )
    script, words = script_of(tom), {"recording": "https://example.org/talk"}
    assert script.post(at(session, "recording/"), words).json()["recording"] == words["recording"]
    assert script_of(UserFactory()).post(at(session, "recording/"), words).status_code == 403
    [earlier] = script.get(f"{TALKS}earlier/").json()["results"]
    assert (earlier["id"], earlier["place"]) == (session.pk, "")
    ahead = [one["id"] for one in script.get(TALKS).json()["results"]]
    assert ahead == [one.pk for one in sessions[1:]]
    assert script.post(at(session, "take/")).status_code == 409


def test_a_calendar_address_is_ended_and_never_made(script_of, tom):
    make_calendar(by=tom)
    make_calendar(by=UserFactory())
    assert script_of(tom).post(f"{TALKS}end-calendar/").status_code == 204
    assert not TalkCalendar.objects.filter(owner=tom).exists()
    assert TalkCalendar.objects.count() == 1


def test_readers_and_scripts_take_no_slot(script_of, sessions):
    admin = UserFactory(role=Role.ADMIN)
    account = open_service_account(by=admin, display_name="Importer")
    _made, token = make_token(account, by=admin, name="x", scopes=EVERYTHING)
    for one in (script_of(UserFactory(role=Role.READER)), Script(token)):
        assert one.get(TALKS).status_code == 200
        assert one.post(at(sessions[0], "take/")).status_code == 403


def test_three_speakers_take_as_many_queries_as_one(queries_of, client_of, tom, sessions):
    take_slot(sessions[0], by=tom)
    client = client_of(tom)
    few = queries_of(client, TALKS)
    take_slot(sessions[0], by=UserFactory(is_senior=True))
    take_slot(sessions[1], by=UserFactory(is_senior=True))

    assert queries_of(client, TALKS) == few <= 12
