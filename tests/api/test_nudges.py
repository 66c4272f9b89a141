"""One's own reminders through the API, where they go, and what could not be delivered."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.urls import reverse
from django.utils import timezone

from nudges.channels.names import Channel
from nudges.domain.chats import add_chat
from nudges.domain.outbox import nudge
from nudges.domain.outlets import let_rest
from nudges.domain.saying import say
from nudges.models import Address, Delivery, Nudge, Preference
from nudges.models.delivery import MOST_ATTEMPTS, State
from people.domain.tokens import make_token, open_service_account
from people.models import KeptAnswer, Role
from tests.api.conftest import EVERYTHING, Script
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
    kind_note,
)

pytestmark = pytest.mark.django_db

NUDGES = "/api/v1/nudges/"
ASIDE = f"{NUDGES}undelivered/"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia")


@pytest.fixture
def script(script_of, nia):
    return script_of(nia)


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


def said(to, kind="write_up", again="here"):
    """A nudge that was said to somebody and waits for them."""
    incident = IncidentFactory(title="Receipts are blank", mode="record")
    nudge(kind, about=incident, to=[to], at=timezone.now(), again=again)
    this = Nudge.objects.filter(recipient=to, kind=kind).latest("pk")
    say(this.pk)
    return this


def in_a_team():
    """An incident of somebody who has somebody to be asked to write to them."""
    TechLeadFactory()
    return IncidentFactory(by=UserFactory())


def at(this, verb=""):
    return f"{NUDGES}{this.pk}/{verb}"


def ids(answer):
    return [one["id"] for one in answer.json()["results"]]


# What waits


def test_what_waits_is_put_off_stopped_and_brought_back(script, nia):
    this = said(nia)
    [listed] = script.get(NUDGES).json()["results"]
    assert (listed["id"], listed["state"]) == (this.pk, "sent")
    assert listed["title"]
    assert listed["why"]
    off = script.post(at(this, "snooze/"), {"until": "next_week"}).json()
    assert off["state"] == "snoozed"
    assert (ids(script.get(NUDGES)), ids(script.get(f"{NUDGES}coming/"))) == ([], [this.pk])
    assert script.post(at(this, "bring-back/")).json()["state"] == "sent"
    assert script.post(at(this, "stop/")).json()["state"] == "stopped"
    assert script.get(at(this)).json()["state"] == "stopped"
    assert script.post(at(this, "bring-back/")).json()["state"] == "sent"
    assert script.post(at(this, "snooze/"), {"until": "never"}).status_code == 400
    refused = script.post(at(this, "finish/"))
    assert refused.status_code == (200 if this.declared.can_be_done else 409)
    assert {one["until"] for one in script.get(f"{NUDGES}moments/").json()["results"]} <= {
        "later",
        "tomorrow",
        "next_week",
    }


def test_what_its_reader_can_call_done_is_done(script, nia):
    write_up = PostmortemFactory()
    nudge("anniversary", about=write_up, to=[nia], at=timezone.now())
    this = Nudge.objects.get(recipient=nia, kind="anniversary")
    say(this.pk)
    etag = script.get(at(this))["ETag"]
    assert script.post(at(this, "finish/"), If_Match='"older"').status_code == 412
    done = script.post(at(this, "finish/"), If_Match=etag)
    assert done.json()["state"] == "done"


def test_a_nudge_is_its_readers_and_nobody_elses(script_of, nia, admin):
    this = said(nia)
    for who in (UserFactory(), admin):
        other = script_of(who)
        assert ids(other.get(NUDGES)) == ids(other.get(f"{NUDGES}sent/")) == []
        assert other.get(at(this)).status_code == 404
        for verb in ("snooze/", "stop/", "finish/", "bring-back/"):
            assert other.post(at(this, verb)).status_code == 404


def test_what_is_between_two_people_is_on_their_page_only(script, script_of):
    note = kind_note(in_a_team())
    private = [one for one in Nudge.objects.all() if one.declared.is_private]
    assert private
    for this in private:
        theirs = script_of(this.recipient)
        say(this.pk)
        for path in ("", "coming/", "sent/"):
            assert this.pk not in ids(theirs.get(NUDGES + path))
        assert theirs.get(at(this)).status_code == 404
        assert theirs.post(at(this, "stop/")).status_code == 404
        assert note.text not in theirs.get(NUDGES).content.decode()


def test_what_was_said_says_where_it_went_in_pages(script, nia):
    many = [said(nia, again=str(n)) for n in range(26)]
    first = script.get(f"{NUDGES}sent/").json()
    second = script.get(first["next"]).json()
    assert [one["id"] for one in first["results"] + second["results"]] == [
        one.pk for one in reversed(many)
    ]
    assert second["next"] is None
    assert first["results"][0]["messages"][0]["channel"] == "email"
    assert script.get(f"{NUDGES}sent/?cursor=x").status_code == 400


def test_the_page_and_the_api_list_the_same(script, client_of, nia):
    for n in range(2):
        said(nia, again=str(n))
    page = client_of(nia).get(reverse("nudges:mine"))
    shown = [one.nudge.pk for one in page.context["waiting"].listed]
    assert ids(script.get(NUDGES)) == shown


def test_readers_answer_their_own(script_of):
    reader = UserFactory(role=Role.READER)
    this = said(reader)
    assert script_of(reader).post(at(this, "stop/")).json()["state"] == "stopped"


def test_the_account_of_a_script_has_none(admin):
    account = open_service_account(by=admin, display_name="Importer")
    _made, token = make_token(account, by=admin, name="x", scopes=EVERYTHING)
    service = Script(token)
    for path in ("", "sent/", "preferences/settings/", "chats/", "browsers/"):
        assert service.get(NUDGES + path).status_code == 403, path
    assert service.post("/api/v1/hints/", {"text": "x"}).status_code == 200


def test_it_takes_a_scope_of_its_own(script_of, nia):
    said(nia)
    assert script_of(nia, "incidents:write").get(NUDGES).status_code == 403
    reads = script_of(nia, "nudges:read")
    assert reads.get(NUDGES).status_code == 200
    assert reads.post(f"{NUDGES}preferences/reset/").status_code == 403


@pytest.mark.parametrize("path", ["", "coming/", "sent/"])
def test_three_take_as_many_queries_as_one(queries_of, client_of, script, nia, path):
    def grow(n):
        this = said(nia, again=str(n))
        if path == "coming/":
            script.post(at(this, "snooze/"), {})

    grow(0)
    client = client_of(nia)
    few = queries_of(client, NUDGES + path)
    grow(1)
    grow(2)

    assert queries_of(client, NUDGES + path) == few <= 12


# What somebody wants to hear


def test_preferences_are_chosen_and_forgotten(script, nia):
    here = f"{NUDGES}preferences/"
    before = script.get(f"{here}settings/").json()
    chosen = {"wants_email": False, "gathers_mail": True, "email": ["write_up"]}
    after = script.post(f"{here}choose/", chosen).json()
    assert (after["wants_email"], after["email"]) == (False, ["write_up"])
    assert (after["push"], after["chat"]) == (before["push"], before["chat"])
    assert script.post(f"{here}choose/", chosen | {"email": ["song"]}).status_code == 400
    assert script.post(f"{here}choose/", {"wants_email": True}).status_code == 400
    assert script.post(f"{here}reset/").json()["email"] == before["email"]
    assert not Preference.objects.exists()


# Where it goes


@pytest.fixture(autouse=True)
def may_call_itself(settings):
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]


@pytest.fixture
def chat(nia):
    return add_chat(by=nia, address="json://127.0.0.1:9/distinctive")


def test_a_chat_is_added_switched_and_taken_out_and_never_shown(script, nia):
    here = f"{NUDGES}chats/"
    words = {"address": "json://127.0.0.1:9/distinctive", "label": "Mine"}
    made = script.post(here, words, Idempotency_Key="k")
    assert (made.status_code, made.json()["label"]) == (201, "Mine")
    assert script.post(here, words).status_code == 409
    assert script.post(here, {"address": "not one"}).status_code in (400, 409)
    one = f"{here}{made.json()['id']}/"
    assert script.post(f"{one}switch-off/").json()["is_on"] is False
    assert script.post(f"{one}switch-on/").json()["is_on"] is True
    assert "distinctive" not in made.content.decode() + script.get(here).content.decode()
    assert not KeptAnswer.objects.exists()
    assert script.post(f"{one}take-out/").status_code == 204
    assert not Address.objects.exists()


def test_a_test_says_what_came_of_it_once_in_ten_seconds(script, chat):
    one = f"{NUDGES}chats/{chat.pk}/test/"
    tried = script.post(one).json()
    assert (tried["is_taken"], bool(tried["says"])) == (False, True)
    assert script.post(one).status_code == 409


def test_a_chat_is_nobody_elses(script_of, admin, chat):
    for who in (UserFactory(), admin):
        other = script_of(who)
        assert ids(other.get(f"{NUDGES}chats/")) == []
        for verb in ("", "test/", "switch-off/", "take-out/"):
            one = f"{NUDGES}chats/{chat.pk}/{verb}"
            answer = other.post(one) if verb else other.get(one)
            assert answer.status_code == 404


def test_the_rooms_of_a_team_are_its_leads(script_of, nia, chat):
    team, lead = TeamFactory(), UserFactory()
    team.tech_leads.add(lead)
    here = f"{NUDGES}teams/{team.pk}/chats/"
    words = {"address": "json://127.0.0.1:9/room"}
    made = script_of(lead).post(here, words)
    assert made.status_code == 201
    assert ids(script_of(lead).get(here)) == [made.json()["id"]]
    assert ids(script_of(lead).get(f"{NUDGES}chats/")) == []
    assert script_of(nia).get(here).status_code == 403
    assert script_of(nia).post(here, words).status_code == 403
    assert script_of(lead).post(f"{here}{chat.pk}/take-out/").status_code == 404
    assert script_of(lead).get(f"{NUDGES}teams/404404/chats/").status_code == 404


def test_browsers_are_listed_and_taken_out(script, script_of, nia):
    browser = Address.objects.create(
        person=nia, channel=Channel.PUSH, label="Firefox", sealed="x", digest="d", outlet="push:x"
    )
    one = f"{NUDGES}browsers/{browser.pk}/"
    [shown] = script.get(f"{NUDGES}browsers/").json()["results"]
    assert shown["label"] == "Firefox"
    assert "sealed" not in shown
    assert script_of(UserFactory()).post(f"{one}take-out/").status_code == 404
    assert script.post(f"{one}take-out/").status_code == 204
    assert not Address.objects.exists()


# What could not be delivered


def put_aside(to, n=1):
    for number in range(n):
        said(to, again=str(number))
    rows = Delivery.objects.filter(recipient=to)
    rows.update(state=State.SET_ASIDE, attempts=MOST_ATTEMPTS, last_error="SMTPDataError 554")
    return rows


def test_an_admin_sees_what_could_not_be_delivered_and_tries_again(script_of, admin, nia):
    rows = put_aside(nia, 3)
    script = script_of(admin)
    [first, *_rest] = script.get(ASIDE).json()["results"]
    assert (first["kind"], first["reader"], first["attempts"]) == ("write_up", "Nia", 10)
    assert "Receipts" not in script.get(ASIDE).content.decode()
    assert script.post(f"{ASIDE}{first['id']}/try-again/").json() == {"count": 1}
    assert script.post(f"{ASIDE}{first['id']}/try-again/").status_code == 404
    assert script.post(f"{ASIDE}try-all-again/").json() == {"count": 2}
    assert not rows.filter(state=State.SET_ASIDE).exists()
    for verb in ("say-again/", "send-letters-again/"):
        assert script.post(ASIDE + verb).json() == {"count": 0}
    let_rest("email", "refused")
    [resting] = script.get(f"{ASIDE}outlets/").json()["results"]
    assert (resting["channel"], resting["waiting"]) == ("email", 3)
    assert script.post(f"{ASIDE}outlets/{resting['id']}/try-now/").status_code == 204
    for path in ("unsaid/", "letters/"):
        assert script.get(ASIDE + path).json()["results"] == []


def test_what_could_not_be_delivered_is_an_admins_to_see(script_of, nia):
    script, [row] = script_of(nia), put_aside(nia)
    for path in ("", "outlets/", "unsaid/", "letters/"):
        assert script.get(ASIDE + path).status_code == 403
    for verb in ("try-all-again/", "say-again/", f"{row.pk}/try-again/", "send-letters-again/"):
        assert script.post(ASIDE + verb).status_code == 403


def test_of_what_is_private_an_admin_sees_neither_kind_nor_reader(script_of, admin):
    kind_note(in_a_team())
    [private] = list(Nudge.objects.filter(kind="kind_note"))
    say(private.pk)
    rows = Delivery.objects.filter(nudge=private)
    rows.update(state=State.SET_ASIDE, goes_at=timezone.now() - timedelta(days=1))
    shown = script_of(admin).get(ASIDE).json()["results"]
    assert [(one["kind"], one["reader"]) for one in shown] == [("", "")] * rows.count() != []
