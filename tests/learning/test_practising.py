"""A scenario is played in a room like a real one, alone or together, and then compared."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from incidents.domain.lifecycle import reopen_incident, resolve_incident
from incidents.domain.restricting import let_in, restrict_incident
from incidents.models import Incident, Mode, Status
from learning.domain.practising import ask_for_hint, end_run, join_run, look_at, start_run
from learning.domain.scenarios import put_aside
from learning.models import Run
from learning.queries.practice import compare, read_play, shown
from people.errors import DomainError
from people.models import Role
from postmortems.domain.factors import add_factor
from postmortems.models import Postmortem
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ScenarioFactory,
    ServiceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CLUES = (
    {"text": "A release at 11:08.", "topics": ["deploy", "release"]},
    {"text": "Errors in every log.", "topics": ["logs"], "after_minutes": 10},
    {"text": "A customer calls.", "after_minutes": 5},
)


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def jo():
    return UserFactory(display_name="Jo Larsen")


@pytest.fixture
def scenario(nia):
    return ScenarioFactory(by=nia, clues=CLUES)


@pytest.fixture
def run(scenario, nia):
    return start_run(scenario, by=nia)


def url(name, thing):
    return reverse(f"learning:{name}", args=[thing.pk])


def seen(run, reader, *, after=0):
    play = read_play(run, reader=reader, at=run.started_at + timedelta(minutes=after))
    return [one.clue.text for one in play.seen]


def fetched(client, incident):
    """What the room fetches for its players."""
    return client.get(url("practice_room", incident), headers={"HX-Request": "true"}).text


def test_it_begins_in_a_practice_room_with_the_services_it_was_about(nia, client_of):
    ledger = ServiceFactory()
    incident = IncidentFactory(by=nia, services=[ledger], is_over=True)
    told = PostmortemFactory(by=nia, incident=incident, is_published=True)
    scenario = ScenarioFactory(by=nia, source=told)

    response = client_of(nia).post(url("start_run", scenario), {"client_token": uuid4()})

    run = Run.objects.get()
    assert response.url == run.incident.get_absolute_url()
    assert (run.incident.mode, run.incident.title) == (Mode.PRACTICE, "Nobody can pay")
    assert list(run.incident.services.all()) == [ledger]
    assert [one.user for one in run.incident.participations.all()] == [nia]
    room = client_of(nia).get(response.url).text
    assert "This is practice." in room
    assert url("practice_room", run.incident) in room


def test_the_same_press_twice_is_one_practice(race):
    nia, token = UserFactory(), uuid4()
    scenario = ScenarioFactory(by=nia)

    assert race(2, lambda: start_run(scenario, by=nia, client_token=token)) == ["ok", "ok"]
    assert Run.objects.count() == Incident.objects.filter(mode=Mode.PRACTICE).count() == 1


def test_a_draft_is_not_played(nia, client_of):
    draft = ScenarioFactory(by=nia, is_ready=False)

    response = client_of(nia).post(url("start_run", draft))

    assert response.status_code == 422
    assert "not ready to be played" in response.text
    assert not Run.objects.exists()


def test_some_things_come_by_themselves(run, nia):
    assert seen(run, nia) == []
    assert seen(run, nia, after=5) == ["A customer calls."]
    assert seen(run, nia, after=60) == ["A customer calls.", "Errors in every log."]


def test_others_are_seen_by_looking_and_the_timeline_says_who_looked(run, nia):
    look_at(run, by=nia, words="Was there a deployment?")

    assert seen(run, nia) == ["A release at 11:08."]
    note = run.incident.timeline.get(kind="note")
    assert (note.text, note.author) == ("Looked at: Was there a deployment?", nia)
    assert note.is_key_moment
    assert "11:08" not in note.text


def test_what_would_have_come_later_can_be_looked_at_before(run, nia):
    look_at(run, by=nia, words="logs")

    assert seen(run, nia) == ["Errors in every log."]
    assert seen(run, nia, after=60) == ["Errors in every log.", "A customer calls."]


def test_where_there_is_nothing_the_answer_is_kind(run, nia, client_of):
    look_at(run, by=nia, words="the weather")

    html = fetched(client_of(nia), run.incident)

    assert "“the weather”: nothing out of the ordinary there, which is worth knowing too" in html
    assert not run.incident.timeline.get(kind="note").is_key_moment


def test_a_hint_says_where_to_look_next_and_then_that_all_was_seen(run, nia, client_of):
    assert ask_for_hint(run, by=nia).words == "deploy"
    assert ask_for_hint(run, by=nia) == run.looks.get()
    assert "You could look at: deploy." in fetched(client_of(nia), run.incident)
    look_at(run, by=nia, words="deploy")
    assert ask_for_hint(run, by=nia).words == "logs"
    look_at(run, by=nia, words="logs")
    assert ask_for_hint(run, by=nia).words == ""
    assert "You have looked everywhere" in fetched(client_of(nia), run.incident)


def test_a_button_pressed_twice_is_one_look(run, nia, client_of):
    for _ in range(2):
        client_of(nia).post(url("look", run), {"words": "deploy"})

    assert run.looks.count() == run.incident.timeline.filter(kind="note").count() == 1


def test_those_who_join_see_what_was_found(run, nia, jo, client_of):
    look_at(run, by=nia, words="deploy")
    before = fetched(client_of(jo), run.incident)

    response = client_of(jo).post(url("join_run", run))

    assert response.url == f"{run.incident.get_absolute_url()}#playing"
    assert "A release at 11:08." not in before
    assert "Join the practice" in before
    assert "A release at 11:08." in fetched(client_of(jo), run.incident)
    assert "A release at 11:08." in client_of(jo).get(run.get_absolute_url()).text


def test_who_does_not_play_neither_looks_nor_ends_it(run, jo, client_of):
    for name, words in (("look", {"words": "deploy"}), ("hint", {}), ("end_run", {})):
        response = client_of(jo).post(url(name, run), words)
        assert response.status_code == 422
        assert "Join the practice first." in response.text
    assert run.incident.is_open


@pytest.mark.parametrize("name", ["join_run", "look", "hint", "end_run"])
def test_readers_watch_the_start_only(name, run, client_of):
    reader = client_of(UserFactory(role=Role.READER))

    assert reader.post(url(name, run)).status_code == 403
    assert "Two customers wrote" in reader.get(run.get_absolute_url()).text


def test_an_empty_box_asks_for_a_word(run, nia, client_of):
    response = client_of(nia).post(url("look", run), {"words": " ", "in_room": "on"})

    assert response.status_code == 422
    assert "A word or two" in response.text


def test_in_the_room_one_stays_in_the_room(run, nia, client_of):
    client = client_of(nia)
    here = f"{run.incident.get_absolute_url()}#playing"

    assert client.post(url("look", run), {"words": "logs", "in_room": "on"}).url == here
    assert client.post(url("hint", run), {"in_room": "on"}).url == here
    assert client.post(url("look", run), {"words": "logs"}).url == run.get_absolute_url()


def test_it_asks_again_by_itself_while_more_comes(run, nia, client_of):
    client = client_of(nia)
    assert "every 15s" in fetched(client, run.incident)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        html = fetched(client, run.incident)

    assert "every 15s" not in html
    assert "A customer calls." in html


def test_without_scripts_the_room_leads_to_the_page_of_the_practice(run, nia, client_of):
    client, other = client_of(nia), IncidentFactory(by=nia, mode=Mode.PRACTICE)

    assert client.get(url("practice_room", run.incident)).url == run.get_absolute_url()
    assert client.get(url("practice_room", other)).url == reverse("learning:practice")
    assert "hidden" in fetched(client, other)


def test_while_it_is_played_nothing_beside_it_gives_it_away(nia, client_of):
    incident = IncidentFactory(by=nia, title="Nobody can pay", is_over=True)
    told = PostmortemFactory(by=nia, incident=incident, is_published=True)
    run = start_run(ScenarioFactory(by=nia, source=told), by=nia)
    client, beside = client_of(nia), url("beside_incident", run.incident)

    assert incident.reference not in client.get(beside).text
    end_run(run, by=nia)
    assert incident.reference in client.get(beside).text


def test_ending_it_resolves_the_room_and_resolving_the_room_ends_it(scenario, nia, jo, client_of):
    by_button, in_room = start_run(scenario, by=nia), start_run(scenario, by=nia)

    response = client_of(nia).post(url("end_run", by_button))
    resolve_incident(in_room.incident, by=nia, summary="Rolled back.")

    assert response.url == url("compare", by_button)
    assert end_run(by_button, by=nia).incident.status == Status.RESOLVED
    for run in (by_button, in_room):
        assert Run.objects.get(pk=run.pk).is_over
        with pytest.raises(DomainError, match="is over"):
            look_at(run, by=nia, words="logs")
        with pytest.raises(DomainError, match="is over"):
            join_run(run, by=jo)


def test_two_who_end_it_at_once_have_both_ended_it(race):
    nia = UserFactory()
    run = start_run(ScenarioFactory(by=nia), by=nia)

    assert race(2, lambda: end_run(run, by=nia)) == ["ok", "ok"]
    assert run.incident.timeline.filter(kind="resolved").count() == 1


def test_one_who_ends_it_and_one_who_resolves_the_room_at_once_agree(race):
    nia = UserFactory()
    run = start_run(ScenarioFactory(by=nia), by=nia)

    acts = [
        lambda: end_run(run, by=nia),
        lambda: resolve_incident(run.incident, by=nia, summary="Rolled back."),
    ]

    assert race(2, acts)[0] == "ok"
    assert run.incident.timeline.filter(kind="resolved").count() == 1


def test_a_room_that_is_reopened_is_played_on(run, nia):
    end_run(run, by=nia)
    reopen_incident(run.incident, by=nia, reason="We go on.")

    look_at(run, by=nia, words="deploy")

    assert seen(Run.objects.get(pk=run.pk), nia) == ["A release at 11:08."]


def test_it_is_played_to_its_end_when_the_scenario_is_put_aside(run, scenario, nia, jo, client_of):
    join_run(run, by=jo)
    put_aside(scenario, by=nia)

    assert client_of(jo).get(run.get_absolute_url()).status_code == 200
    assert look_at(run, by=jo, words="deploy").clues.exists()


def test_what_was_left_open_is_with_its_players_and_goes_on_for_nobody(scenario, nia, jo):
    left = start_run(scenario, by=nia, at=timezone.now() - timedelta(days=2))
    now = start_run(scenario, by=nia)

    assert [shown(who).going_on for who in (nia, jo)] == [[now]] * 2
    assert [shown(who).played for who in (nia, jo)] == [[left], []]


def test_it_is_compared_when_it_is_over_and_not_before(run, nia, client_of):
    client = client_of(nia)

    assert client.get(url("compare", run)).url == run.get_absolute_url()
    end_run(run, by=nia)
    assert client.get(url("compare", run)).status_code == 200


def test_the_comparison_has_both_timelines_by_minutes_and_no_score(nia, client_of):
    began = timezone.now() - timedelta(hours=5)
    incident = IncidentFactory(by=nia, at=began)
    Incident.objects.filter(pk=incident.pk).update(declared_at=began)
    over = began + timedelta(minutes=12)
    incident = resolve_incident(incident, by=nia, summary="Rolled back by Nia Okafor.", at=over)
    told = PostmortemFactory(by=nia, incident=incident)
    Postmortem.objects.filter(pk=told.pk).update(how_to_find_it="Nia Okafor looks at the share.")
    add_factor(told, by=nia, kind="testing", text="Every test has a place.")
    Postmortem.objects.filter(pk=told.pk).update(status="published", published_at=timezone.now())
    start = timezone.now() - timedelta(minutes=30)
    run = start_run(ScenarioFactory(by=nia, source=told, clues=CLUES), by=nia, at=start)
    look_at(run, by=nia, words="release", at=start + timedelta(minutes=4))
    run = end_run(run, by=nia, at=start + timedelta(minutes=7))

    found = compare(run, reader=nia)

    minutes = [(int(beat.after.total_seconds() // 60), beat.text) for beat in found.ours]
    assert minutes == [
        (0, "Incident opened."),
        (4, "Looked at: release"),
        (7, "The practice is over."),
    ]
    assert [int(beat.after.total_seconds() // 60) for beat in found.theirs] == [0, 12]
    assert found.theirs[-1].text == "Rolled back by the responder."
    assert [one.clue.text for one in found.seen] == ["A release at 11:08.", "A customer calls."]
    assert [clue.text for clue in found.unseen] == ["Errors in every log."]
    html = client_of(nia).get(url("compare", run)).text
    for words in ("Every test has a place.", "The responder looks at the share.", "by itself"):
        assert words in html
    for words in ("Nia Okafor looks", "score:", " of 3", "%</"):
        assert words not in html


def test_what_is_restricted_is_practised_among_those_who_see_it(nia, jo, client_of):
    incident = restrict_incident(IncidentFactory(by=nia, is_over=True), by=nia)
    told = PostmortemFactory(by=nia, incident=incident)
    Postmortem.objects.filter(pk=told.pk).update(status="published", published_at=timezone.now())
    run = start_run(ScenarioFactory(by=nia, source=told), by=nia)

    assert run.incident.is_restricted
    assert client_of(jo).get(run.get_absolute_url()).status_code == 404
    let_in(run.incident, by=nia, person=jo)
    assert client_of(jo).get(run.get_absolute_url()).status_code == 404
    let_in(incident, by=nia, person=jo)
    assert client_of(jo).post(url("join_run", run)).status_code == 302
    assert client_of(jo).get(run.get_absolute_url()).status_code == 200


def test_what_is_found_goes_with_the_write_up_when_that_is_restricted(run, scenario, jo, client_of):
    join_run(run, by=jo)
    incident = scenario.source.incidents.get()

    restrict_incident(incident, by=incident.declared_by)

    assert client_of(jo).get(run.get_absolute_url()).status_code == 404
    assert "Two customers" not in fetched(client_of(jo), run.incident)
