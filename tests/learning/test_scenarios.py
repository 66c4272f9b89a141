"""A scenario is made from a published write-up at one press, and then put right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.filing import declare_incident
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import add_note
from learning.domain import scenarios
from learning.models import Clue, Scenario
from learning.queries.practice import shown
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, PostmortemFactory, ScenarioFactory, UserFactory

pytestmark = pytest.mark.django_db

PRACTICE = reverse("learning:practice")


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def told(nia):
    """A published write-up of an incident that took an hour, with notes at 6 and 40 minutes."""
    began = timezone.now() - timedelta(hours=3)
    incident = declare_incident(by=nia, title="Search is empty", at=began)
    for minute, text in ((6, "Nia Okafor sees no results."), (40, "Rolled back.")):
        at = began + timedelta(minutes=minute)
        add_note(incident, by=nia, text=text, occurred_at=at, is_key_moment=True)
    add_note(incident, by=nia, text="Not a key moment.", occurred_at=began)
    over = began + timedelta(minutes=60)
    incident = resolve_incident(incident, by=nia, summary="All is well.", at=over)
    return PostmortemFactory(by=nia, incident=incident, is_published=True)


def url(name, *things):
    return reverse(f"learning:{name}", args=[thing.pk for thing in things])


def save(scenario, by, **words):
    words = {"title": scenario.title, "known_at_start": scenario.known_at_start} | words
    return scenarios.save_scenario(scenario, by=by, revision=scenario.revision, **words)


def test_one_press_brings_the_timeline_in_step_and_by_role(told, nia):
    scenario = scenarios.make_scenario(told, by=nia)

    assert scenario.title == "Search is empty"
    assert "Search is empty" in scenario.known_at_start
    assert [(clue.after_minutes, clue.text) for clue in scenario.clues.all()] == [
        (3, "The responder sees no results."),
        (20, "Rolled back."),
    ]


def test_what_was_short_keeps_its_own_time(nia):
    began = timezone.now() - timedelta(hours=1)
    incident = declare_incident(by=nia, title="Slow", at=began)
    at = began + timedelta(minutes=6)
    add_note(incident, by=nia, text="A spike.", occurred_at=at, is_key_moment=True)
    incident = resolve_incident(incident, by=nia, summary="", at=began + timedelta(minutes=9))

    told = PostmortemFactory(by=nia, incident=incident, is_published=True)

    assert scenarios.make_scenario(told, by=nia).clues.get().after_minutes == 6


def test_pressing_twice_makes_one_draft_and_each_person_has_their_own(told, nia):
    first, again = (scenarios.make_scenario(told, by=nia) for _ in range(2))

    assert first == again
    assert scenarios.make_scenario(told, by=UserFactory()) != first


def test_two_presses_at_once_make_one_draft(race):
    nia = UserFactory()
    told = PostmortemFactory(by=nia, is_published=True)

    assert race(2, lambda: scenarios.make_scenario(told, by=nia)) == ["ok", "ok"]
    assert Scenario.objects.count() == 1


def test_it_is_made_from_what_is_published_only(nia, client_of):
    draft = PostmortemFactory(by=nia)

    with pytest.raises(DomainError, match="published"):
        scenarios.make_scenario(draft, by=nia)

    response = client_of(nia).post(url("make_scenario", draft), follow=True)
    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert "made from a write-up that is published" in response.text


def test_the_timeline_can_be_taken_again_and_brings_only_what_is_not_there(told, nia, client_of):
    scenario = scenarios.make_scenario(told, by=nia)
    scenarios.remove_clue(scenario.clues.first(), by=nia)

    client_of(nia).post(url("take_moments", scenario))
    client_of(nia).post(url("take_moments", scenario))

    assert [clue.text for clue in scenario.clues.all()] == [
        "Rolled back.",
        "The responder sees no results.",
    ]


def test_a_clue_is_found_in_one_way_at_least(nia):
    scenario = ScenarioFactory(by=nia, is_ready=False)

    with pytest.raises(DomainError, match="after how many minutes"):
        scenarios.add_clue(scenario, by=nia, text="A spike.")
    clue = scenarios.add_clue(scenario, by=nia, text="A spike.", after_minutes=0)
    with pytest.raises(DomainError, match="after how many minutes"):
        scenarios.save_clue(clue, by=nia, revision=clue.revision, text="A spike.")

    same = scenarios.add_clue(scenario, by=nia, text="A spike.", after_minutes=0)
    assert same == clue


def test_clues_change_places(nia):
    clues = [{"text": text, "after_minutes": 1} for text in "abc"]
    scenario = ScenarioFactory(by=nia, clues=clues)
    a, _b, c = scenario.clues.all()

    scenarios.move_clue(c, by=nia, is_up=True)
    scenarios.move_clue(a, by=nia, is_up=True)
    scenarios.move_clue(a, by=nia, is_up=False)

    assert "".join(scenario.clues.values_list("text", flat=True)) == "cab"


def test_two_who_edit_at_once_lose_nothing(nia, client_of):
    scenario = ScenarioFactory(by=nia, is_ready=False)
    page = client_of(nia).get(url("edit_scenario", scenario))
    form = page.context["form"]
    save(scenario, nia, known_at_start="Theirs")
    typed = {
        "title": "Mine",
        "known_at_start": scenario.known_at_start,
        "initial-title": scenario.title,
        "initial-known_at_start": scenario.known_at_start,
        "revision": form.initial["revision"],
    }

    response = client_of(nia).post(url("save_scenario", scenario), typed)

    assert response.status_code == 422
    data = response.context["form"].data
    assert (data["title"], data["known_at_start"]) == ("Mine", "Theirs")
    assert client_of(nia).post(url("save_scenario", scenario), data).status_code == 302
    scenario.refresh_from_db()
    assert (scenario.title, scenario.known_at_start) == ("Mine", "Theirs")


def test_two_who_edit_a_clue_at_once_lose_nothing(nia, client_of):
    clue = ScenarioFactory(by=nia).clues.get()
    client, where = client_of(nia), url("save_clue", clue.scenario, clue)
    scenarios.save_clue(clue, by=nia, revision=1, text="Theirs", topics=["deploy"])
    began = {"initial-text": clue.text, "initial-topics": "deploy", "initial-after_minutes": ""}
    typed = began | {"text": clue.text, "topics": "deploy, logs", "revision": 1}

    response = client.post(where, typed)

    assert response.status_code == 422
    assert client.post(where, response.context["form"].data).status_code == 302
    clue.refresh_from_db()
    assert (clue.text, clue.topics) == ("Theirs", ["deploy", "logs"])


def test_it_is_ready_when_there_is_a_start_and_something_to_be_found(nia, client_of):
    scenario = ScenarioFactory(by=nia, clues=[], known_at_start=" ", is_ready=False)
    client = client_of(nia)

    assert "what is known at the start" in client.post(url("make_ready", scenario)).text
    save(scenario, nia, known_at_start="It is slow.")
    assert "something to be found" in client.post(url("make_ready", scenario)).text
    add = {"text": "A spike.", "topics": "graphs"}
    assert client.post(url("add_clue", scenario), add).status_code == 302
    assert client.post(url("make_ready", scenario)).url == scenario.get_absolute_url()

    with pytest.raises(DomainError, match="only thing"):
        scenarios.remove_clue(Clue.objects.get(), by=nia)
    scenario.refresh_from_db()
    with pytest.raises(DomainError, match="at the start"):
        save(scenario, nia, known_at_start="")


def test_a_draft_is_its_makers_and_what_is_ready_everybodys(nia):
    scenario, other = ScenarioFactory(by=nia, is_ready=False), UserFactory()
    assert [list(shown(who).drafts) for who in (nia, other)] == [[scenario], []]
    assert not Scenario.objects.visible_to(other).exists()

    scenarios.make_ready(scenario, by=nia)
    assert [list(shown(who).scenarios) for who in (nia, other)] == [[scenario]] * 2

    scenarios.put_aside(scenario, by=nia)
    assert not Scenario.objects.visible_to(other).exists()


def test_it_is_seen_by_those_only_who_see_the_write_up(nia, client_of):
    incident = IncidentFactory(by=nia, is_over=True)
    scenario = ScenarioFactory(
        by=nia, source=PostmortemFactory(by=nia, incident=incident, is_published=True)
    )
    stranger = UserFactory(role=Role.ADMIN)
    assert client_of(stranger).get(scenario.get_absolute_url()).status_code == 200

    restrict_incident(incident, by=nia)

    assert client_of(stranger).get(scenario.get_absolute_url()).status_code == 404
    assert scenario.title not in client_of(stranger).get(PRACTICE).text
    assert client_of(nia).get(scenario.get_absolute_url()).status_code == 200


VERBS = ["save_scenario", "take_moments", "make_ready", "put_aside", "drop_scenario", "add_clue"]


@pytest.mark.parametrize("verb", VERBS)
def test_others_do_not_change_it(verb, nia, client_of):
    scenario = ScenarioFactory(by=nia)

    assert client_of(UserFactory()).post(url(verb, scenario)).status_code == 403
    assert client_of(UserFactory(role=Role.READER)).post(url(verb, scenario)).status_code == 403
    assert client_of(UserFactory()).get(url("edit_scenario", scenario)).status_code == 403


def test_whoever_may_edit_the_write_up_changes_it_when_its_maker_is_gone(told, nia, client_of):
    maker = UserFactory()
    scenario = ScenarioFactory(by=maker, source=told)

    page = client_of(nia).get(url("edit_scenario", scenario))

    assert page.status_code == 200
    assert client_of(UserFactory()).get(url("edit_scenario", scenario)).status_code == 403


def test_before_it_is_played_nothing_gives_it_away(nia, client_of):
    scenario = ScenarioFactory(by=nia)

    html = client_of(UserFactory()).get(scenario.get_absolute_url()).text

    assert "Two customers wrote" in html
    assert "A release at 11:08" not in html
    assert scenario.source.get_absolute_url() not in html


def test_a_draft_that_nobody_played_can_be_deleted(nia, client_of):
    ready, draft = ScenarioFactory(by=nia), ScenarioFactory(by=nia, is_ready=False)
    client = client_of(nia)

    assert client.post(url("drop_scenario", draft)).url == PRACTICE
    assert client.post(url("drop_scenario", ready)).status_code == 422
    assert list(Scenario.objects.all()) == [ready]


def test_the_list_has_pages(nia, client_of, monkeypatch):
    monkeypatch.setattr("learning.queries.practice.PAGE", 1)
    older, newer = ScenarioFactory(by=nia), ScenarioFactory(by=nia)
    client = client_of(nia)

    first = client.get(PRACTICE).context["shown"]
    second = client.get(f"{PRACTICE}?before={first.more}").context["shown"]

    assert (first.scenarios, second.scenarios, second.more) == ([newer], [older], None)
