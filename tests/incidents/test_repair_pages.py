"""The pages of a data repair: every form works, says why not, and is for whom it is for."""

import re
from html import unescape

import pytest
from django.test import Client

from incidents.domain.repair_progress import report_progress
from incidents.domain.repair_steps import tick_step
from incidents.domain.repair_tokens import make_token
from incidents.domain.repairing import begin_repair, describe_repair, stop_repair
from incidents.models import Incident, Repair, RepairState
from incidents.urls import urlpatterns
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, ToolFactory, UserFactory
from tests.incidents.test_room_pages import allowed, beside

pytestmark = pytest.mark.django_db

WHAT = "Half an hour of ledger rows point at the wrong account."


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, undo_path="roll_back_and_repair")


@pytest.fixture
def repair(incident, nia):
    return begin_repair(incident, by=nia, what_was_written=WHAT, total=1204)


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def begun(repair):
    return repair.incident.repairs.exclude(pk=repair.pk)


# What is sent for each verb, what is so before, and what is then true of the repair.
VERBS = {
    "start": ({"what_was_written": "Wrong prices.", "total": "1,204"}, begun),
    "describe": (
        {"what_was_written": "Wrong accounts.", "total": "9"},
        lambda one: (one.what_was_written, one.total) == ("Wrong accounts.", 9),
    ),
    "tick": (
        {"step": "scope", "rows": "1 000", "note": "By hand."},
        lambda one: one.total == 1000 and one.steps.get().note == "By hand.",
    ),
    "untick": ({"step": "copy"}, lambda one: not one.steps.filter(name="copy").exists()),
    "progress": ({"done": "812"}, lambda one: one.done == 812),
    "verified": ({}, lambda one: one.state == RepairState.VERIFIED),
    "stop": ({"reason": "Enough."}, lambda one: one.stopped_because == "Enough."),
    "token": ({}, lambda one: one.token_digest),
    "revoke": ({}, lambda one: not one.token_digest),
}


def path(repair, verb):
    if verb == "start":
        return f"{repair.incident.get_absolute_url()}repairs/start/"
    return f"{repair.get_absolute_url()}{verb}/"


def prepared(repair, verb, by):
    """Bring a repair to where a verb makes sense."""
    if verb == "untick":
        tick_step(repair, by=by, step="copy")
    elif verb == "verified":
        report_progress(repair, by=by, done=1204)
    elif verb == "revoke":
        make_token(repair, by=by)
    return everything_about(repair)


def everything_about(repair):
    rows = [repair.steps, repair.reports, repair.incident.timeline, repair.incident.repairs]
    return [list(one.order_by("pk").values()) for one in rows]


def test_every_verb_of_a_repair_is_tried_here():
    posts = {
        str(one.pattern).rstrip("/").rpartition("/")[2]
        for one in urlpatterns
        if "/repairs/" in str(one.pattern) and "POST" in allowed(one.callback)
    }

    assert posts == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_it_does_what_it_says(client_of, repair, nia, verb):
    prepared(repair, verb, nia)

    response = client_of(UserFactory()).post(path(repair, verb), VERBS[verb][0])

    repair.refresh_from_db()
    assert response.status_code == (200 if verb == "token" else 302)
    assert VERBS[verb][1](repair)


@pytest.mark.parametrize("verb", VERBS)
def test_strangers_are_sent_to_the_sign_in(repair, nia, verb):
    before = prepared(repair, verb, nia)

    response = Client().post(path(repair, verb), VERBS[verb][0])

    assert response.url.startswith("/accounts/login/")
    assert everything_about(repair) == before


@pytest.mark.parametrize("verb", VERBS)
def test_readers_are_told_no(client_of, repair, nia, verb):
    before = prepared(repair, verb, nia)

    response = client_of(UserFactory(role=Role.READER)).post(path(repair, verb), VERBS[verb][0])

    assert response.status_code == 403
    assert everything_about(repair) == before


@pytest.mark.parametrize("verb", VERBS)
def test_looking_changes_nothing(client, repair, nia, verb):
    before = prepared(repair, verb, nia)

    assert client.get(path(repair, verb)).status_code == 405
    assert everything_about(repair) == before


@pytest.mark.parametrize("verb", VERBS)
def test_a_restricted_incident_is_not_there_for_others(client_of, repair, nia, verb):
    before = prepared(repair, verb, nia)
    Incident.objects.filter(pk=repair.incident_id).update(is_restricted=True)

    response = client_of(UserFactory(role=Role.ADMIN)).post(path(repair, verb), VERBS[verb][0])

    assert response.status_code == 404
    assert everything_about(repair) == before


PAGES = ["new/", "live/", "{0}/", "{0}/live/", "{0}/plan/"]


@pytest.mark.parametrize("page", PAGES)
def test_its_pages_are_for_those_who_may_see_the_incident(client_of, repair, nia, page):
    address = f"{repair.incident.get_absolute_url()}repairs/{page.format(repair.pk)}"
    is_form = page in ("new/", "{0}/plan/")
    reader, other = UserFactory(role=Role.READER), UserFactory()

    assert client_of(nia).get(address).status_code == 200
    assert client_of(reader).get(address).status_code == (403 if is_form else 200)
    assert Client().get(address).url.startswith("/accounts/login/")

    Incident.objects.filter(pk=repair.incident_id).update(is_restricted=True)
    assert client_of(other).get(address).status_code == 404
    assert client_of(nia).get(address).status_code == 200


def test_a_repair_that_is_elsewhere_leads_there(client, repair, nia):
    other = IncidentFactory(by=nia)

    response = client.get(f"{other.get_absolute_url()}repairs/{repair.pk}/")

    assert (response.status_code, response.url) == (302, repair.get_absolute_url())


TOO_MANY = str(10**30)


@pytest.mark.parametrize(
    ("verb", "typed", "field", "sentence"),
    [
        ("start", {"what_was_written": " "}, "what_was_written", "One line about what was written"),
        ("start", {"what_was_written": "x" * 5_001}, "what_was_written", "and 5000 fit"),
        ("start", {"what_was_written": "a\x07b"}, "what_was_written", "cannot be shown"),
        ("start", {"what_was_written": "x", "total": "many"}, "total", "Give a whole number"),
        ("start", {"what_was_written": "x", "total": "-3"}, "total", "fewer rows than none"),
        ("start", {"what_was_written": "x", "total": TOO_MANY}, "total", "more rows than can"),
        ("start", {"what_was_written": "x", "total": "9" * 5000}, "total", "Give a whole number"),
        ("start", {"what_was_written": "x", "run_by": "999999"}, "run_by", "from the list."),
        ("describe", {"what_was_written": ""}, "what_was_written", "One line about what was"),
        ("describe", {"what_was_written": "x", "total": "1.5"}, "total", "Give a whole number"),
        ("tick", {"step": "scope", "rows": "-1"}, "scope_rows", "fewer rows than none"),
        ("tick", {"step": "dry_run", "rows": TOO_MANY}, "dry_run_rows", "more rows than can"),
        ("tick", {"step": "run", "note": "x" * 501}, "run_note", "and 500 fit"),
        ("progress", {"done": ""}, "done", "Say how many rows are put right so far."),
        ("progress", {"done": "-1"}, "done", "There cannot be fewer rows than none."),
        ("progress", {"done": TOO_MANY}, "done", "more rows than can be counted"),
        ("progress", {"done": "NaN"}, "done", "Give a whole number"),
        ("progress", {"done": "1205"}, "done", "That is more than there are: 1,204 rows."),
        ("progress", {"done": "811"}, "reason", "Say in a line why it is fewer now."),
        ("progress", {"done": "9", "reason": "x" * 301}, "reason", "and 300 fit"),
        ("stop", {"reason": ""}, "reason", "One line is enough"),
        ("stop", {"reason": "x" * 501}, "reason", "and 500 fit"),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_is_saved(
    client, repair, verb, typed, field, sentence
):
    report_progress(repair, by=None, done=812)
    before = everything_about(repair)

    response = client.post(path(repair, verb), typed)

    assert response.status_code == 422
    assert sentence in beside(response, field)
    for name, text in typed.items():
        if name not in ("run_by", "step") and text.isprintable():
            assert text.strip() in response.content.decode()
    assert everything_about(repair) == before


def test_a_step_that_is_not_one_is_refused(client, repair):
    response = client.post(path(repair, "tick"), {"step": "pray"})

    assert response.status_code == 422
    assert not repair.steps.exists()


def test_whoever_runs_it_is_told_kindly_that_somebody_else_checks(client, repair, nia):
    Repair.objects.filter(pk=repair.pk).update(run_by=nia)

    response = client.post(path(repair, "tick"), {"step": "check", "note": "I read it."})

    html = response.content.decode()
    assert response.status_code == 422
    assert "You run this one, so somebody else has the second pair of eyes." in html
    assert "I read it." in html


def test_what_was_typed_while_somebody_else_ended_it_is_still_there(client, repair):
    stop_repair(repair, by=UserFactory(display_name="Samira Rahimi"), reason="Enough.")

    response = client.post(path(repair, "tick"), {"step": "run", "note": "Half of it ran."})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Samira ended it a moment ago." in html
    assert "Half of it ran." in html


def test_a_step_that_somebody_else_ticked_meanwhile_says_who(client, repair):
    tick_step(repair, by=UserFactory(display_name="Samira Rahimi"), step="copy")

    response = client.post(path(repair, "tick"), {"step": "copy", "note": "In S3."})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Samira has ticked this already." in html
    assert "In S3." in html


def test_a_token_is_shown_once_with_a_command_that_works(client, repair):
    response = client.post(path(repair, "token"))

    html = response.content.decode()
    [token] = set(re.findall(r"repair_[\w-]{43}", html))
    assert f"http://testserver/api/v1/repairs/{repair.pk}/progress" in html
    assert "no-store" in response["Cache-Control"]
    repair.refresh_from_db()
    assert token not in repair.token_digest
    assert token not in client.get(repair.get_absolute_url()).content.decode()


def test_a_token_of_a_repair_that_ended_is_not_made(client, repair, nia):
    stop_repair(repair, by=nia, reason="Enough.")

    response = client.post(path(repair, "token"), follow=True)

    assert "You ended it a moment ago." in response.content.decode()


def test_the_page_shows_the_seven_steps_and_who_did_them(client, repair, nia):
    tick_step(repair, by=nia, step="scope", rows=1204, note="All of them in one query.")
    report_progress(repair, by=nia, done=812)

    html = client.get(repair.get_absolute_url()).content.decode()

    assert len(re.findall(r'<li id="step-', html)) == 7
    assert html.count("data-ticked") == 1
    assert 'id="step-stop_writes" aria-current="step"' in html
    for text in ("All of them in one query.", "812 of 1,204 rows put right", "67 %", WHAT):
        assert text in html


def test_advice_is_given_and_stops_nobody(client, repair, nia):
    tick_step(repair, by=nia, step="dry_run", rows=1190)
    tick_step(repair, by=nia, step="run")

    html = client.get(repair.get_absolute_url()).content.decode()

    assert "Nobody has had a second look yet." in html
    assert "There is no copy of the rows yet" in html
    assert "Dry run: 1,190 rows, of 1,204 rows in scope. Worth knowing why." in html


def test_whoever_runs_it_is_not_asked_to_check_it_but_to_ask_somebody(client_of, repair, nia):
    ines = UserFactory(display_name="Ines Barbosa")
    describe_repair(repair, by=nia, what_was_written=WHAT, total=1204, run_by=nia, pairs=ines)
    page, asks = repair.get_absolute_url(), "Ask for a second pair of eyes"

    hers, ineses = (client_of(who).get(page).content.decode() for who in (nia, ines))

    assert "You run it, so Ines or somebody else looks, and ticks this." in hers
    assert asks in hers
    assert 'id="tick-check"' not in hers
    assert asks not in ineses
    assert 'id="tick-check"' in ineses


def test_nobody_is_asked_into_what_is_over(client_of, nia):
    over = IncidentFactory(by=nia, undo_path="roll_back_and_repair", is_over=True)
    later = begin_repair(over, by=nia, what_was_written=WHAT, run_by=nia)

    html = client_of(nia).get(later.get_absolute_url()).content.decode()

    assert "You run it, so somebody else looks, and ticks this." in html
    assert "Ask for a second pair of eyes" not in html


def test_the_example_of_a_token_changes_nothing_when_it_is_run_as_it_stands(client, repair, nia):
    report_progress(repair, by=nia, done=812)

    html = client.post(path(repair, "token")).content.decode()

    assert '{"done": 812, "total": 1204}' in unescape(html)


def test_after_a_tick_the_page_opens_at_that_step(client, repair):
    response = client.post(path(repair, "tick"), {"step": "copy"})

    assert response.url == f"{repair.get_absolute_url()}#step-copy"


def test_readers_see_how_far_it_is_and_no_forms(client_of, repair):
    html = client_of(UserFactory(role=Role.READER)).get(repair.get_absolute_url()).content.decode()

    assert "0 of 1,204 rows put right" in html
    assert "/repairs/" not in "".join(re.findall(r'action="([^"]+)"', html))


# In the room


def test_the_room_offers_it_where_something_wrong_was_written(client, incident):
    html = client.get(incident.get_absolute_url()).content.decode()

    assert 'class="btn" id="begin-repair"' in html


def test_the_room_offers_it_under_more_otherwise(client, nia):
    html = client.get(IncidentFactory(by=nia).get_absolute_url()).content.decode()

    assert 'id="begin-repair-too"' in html
    assert 'id="begin-repair"' not in html


def test_rows_that_are_found_when_it_is_over_can_be_repaired(client, nia):
    over = IncidentFactory(by=nia, undo_path="roll_back_and_repair", is_over=True)

    html = client.get(over.get_absolute_url()).content.decode()

    assert 'id="begin-repair-later"' in html


def test_the_room_shows_how_far_it_is_and_what_comes_next(client, repair, nia):
    tick_step(repair, by=nia, step="scope", rows=1204)
    report_progress(repair, by=None, done=812)

    for address in ("", "live/", "repairs/live/"):
        html = client.get(f"{repair.incident.get_absolute_url()}{address}").content.decode()
        assert "812 of 1,204 rows put right" in html
        assert '<progress class="meter" value="67" max="100"' in html
        assert "Next: stop the writes." in html


def test_closing_says_that_a_repair_goes_on_and_does_not_stand_in_the_way(client, repair):
    incident = repair.incident
    html = client.get(f"{incident.get_absolute_url()}close/").content.decode()
    assert "The data is still being repaired" in html

    assert client.post(f"{incident.get_absolute_url()}resolve/", {}).status_code == 302
    repair.refresh_from_db()
    assert repair.is_going_on


def test_closing_says_nothing_of_a_repair_that_ended(client, repair, nia):
    stop_repair(repair, by=nia, reason="Enough.")

    html = client.get(f"{repair.incident.get_absolute_url()}close/").content.decode()

    assert "being repaired" not in html


def test_the_page_that_begins_one_shows_the_repair_jobs_of_the_services(client, incident):
    service = ServiceFactory()
    ToolFactory(service=service, kind="repair_job", command="iterate users --job fix-rows")
    ToolFactory(service=service, kind="rollback", command="shipper rollback")
    incident.services.add(service)

    html = client.get(f"{incident.get_absolute_url()}repairs/new/").content.decode()

    assert "iterate users --job fix-rows" in html
    assert "shipper rollback" not in html


def test_who_runs_a_restricted_one_is_chosen_among_those_who_are_let_in(client, incident, nia):
    other = UserFactory(display_name="Somebody Else")
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)
    start = f"{incident.get_absolute_url()}repairs/start/"

    response = client.post(start, {"what_was_written": "x", "run_by": other.pk})

    assert response.status_code == 422
    assert "Somebody Else" not in response.content.decode()


@pytest.mark.parametrize("address", ["", "repairs/live/", "repairs/{0}/"])
def test_pages_ask_as_often_for_three_as_for_one(client, repair, nia, queries_of, address):
    def grow():
        for _ in range(2):
            tick_step(repair, by=UserFactory(), step=steps.pop())
            report_progress(repair, by=UserFactory(), done=repair.done + 1)
            repair.refresh_from_db()
            begin_repair(repair.incident, by=nia, what_was_written=f"More, {len(steps)}.")

    steps = ["scope", "copy", "dry_run", "run"]
    grow()
    url = f"{repair.incident.get_absolute_url()}{address.format(repair.pk)}"
    few = queries_of(client, url)
    grow()

    assert queries_of(client, url) == few <= 12
