"""Nothing of a practice is in lists, searches, figures or nudges outside its own room."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from config.navigation import Navigation
from incidents.models import Incident, Mode
from incidents.queries.similar import similar_incidents
from learning.domain.practising import ask_for_hint, end_run, join_run, look_at, start_run
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from people.errors import DomainError
from postmortems.domain.commenting import start_thread
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.remembering import remember_anniversaries
from postmortems.domain.reviewing import ask_for_review, give_verdict, offer_review
from postmortems.domain.sharing import share_postmortem
from postmortems.models import FollowUpState, Postmortem, ReviewRound, Verdict
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ScenarioFactory,
    ServiceFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TITLE = "Zephyrine queue"
OUTSIDE = [
    "/",
    "/today/",
    "/incidents/",
    "/incidents/?status=resolved",
    "/incidents/?q=zephyrine",
    "/write-ups/",
    "/write-ups/?show=in-review",
    "/write-ups/?show=published",
    *(f"/follow-ups/?state={state.value}" for state in FollowUpState),
    "/follow-ups/?owner=me",
    "/follow-ups/export.csv",
    "/library/",
    "/library/?q=zephyrine",
    "/insights/",
    "/insights/export.csv",
    "/incidents/export.csv",
    "/incidents/export.json",
    "/library/talks/",
    "/api/v1/incidents/",
    "/api/v1/incidents/?q=zephyrine",
    "/incidents/new/",
]


@pytest.fixture
def lead():
    return TechLeadFactory()


@pytest.fixture
def nia(lead):
    team = TeamFactory()
    team.tech_leads.add(lead)
    return UserFactory(display_name="Nia Okafor", team=team)


@pytest.fixture
def jo(nia):
    return UserFactory(display_name="Jo Larsen", team=nia.team)


@pytest.fixture
def ledger(lead):
    service = ServiceFactory(public_name="Payments")
    service.experts.add(lead)
    return service


@pytest.fixture
def write_up(nia, jo, ledger):
    """The practice write-up of two who played, with one follow-up open and one done."""
    past = IncidentFactory(by=nia, services=[ledger], is_over=True)
    told = PostmortemFactory(by=nia, incident=past, is_published=True)
    run = start_run(ScenarioFactory(by=nia, source=told, title=TITLE), by=nia)
    join_run(run, by=jo)
    look_at(run, by=jo, words="deploy")
    ask_for_hint(run, by=nia)
    run = end_run(run, by=nia)
    written = start_postmortem(run.incident, by=nia)
    add_follow_up(written, by=nia, what=f"{TITLE} alert", kind="detection", owner=jo)
    done = add_follow_up(written, by=nia, what=f"{TITLE} limit", kind="code", owner=nia)
    complete_follow_up(done, by=nia)
    return written


def test_the_players_are_told_in_the_app_only_and_nobody_else_at_all(write_up, nia, jo, lead):
    others = {nia.pk, jo.pk}
    Nudge.objects.exclude(due_at=None).update(due_at=timezone.now())
    for one in Nudge.objects.due():
        say(one.pk)

    about = Nudge.objects.filter(created_at__gte=write_up.incidents.get().created_at)
    assert set(about.values_list("recipient", flat=True)) <= others
    assert not about.filter(stays_in_app=False).exists()
    assert not Delivery.objects.filter(nudge__in=about).exists()
    assert [sent.subject for sent in mail.outbox if TITLE in sent.subject + sent.body] == []


@pytest.mark.parametrize("page", OUTSIDE)
def test_no_list_and_no_search_has_it(page, write_up, nia, jo, lead, client_of):
    ask_for_review(write_up, by=nia, reviewer=lead)
    Nudge.objects.all().delete()  # what players are told in the app is theirs to see

    for person in (nia, jo, lead, UserFactory()):
        response = client_of(person).get(page)
        text = response.getvalue().decode() if response.streaming else response.text
        assert response.status_code == 200
        assert TITLE not in text


def test_the_pages_of_a_service_and_of_what_is_like_it_leave_it_out(
    write_up, nia, ledger, client_of
):
    alike = IncidentFactory(by=nia, title=f"{TITLE} again", services=[ledger])
    client = client_of(nia)
    pages = [
        ledger.get_absolute_url(),
        reverse("follow_ups:of_service", args=[ledger.slug]),
        reverse("learning:beside_incident", args=[alike.pk]),
        reverse("learning:beside") + f"?title={TITLE}&services={ledger.pk}",
        reverse("postmortems:choose_start", args=[IncidentFactory(by=nia, is_over=True).pk]),
    ]

    practised = write_up.incidents.get()
    for page in pages:
        html = client.get(page, headers={"HX-Request": "true"}).text
        assert write_up.get_absolute_url() not in html
        assert practised.get_absolute_url() not in html
        assert f"{TITLE} alert" not in html
    assert similar_incidents(nia, title=TITLE) == [alike]


def test_no_figure_counts_it(write_up, nia, jo, lead, client_of):
    round_ = ask_for_review(write_up, by=nia, reviewer=lead)

    navigation = Navigation(nia, "incidents")
    assert (navigation.drafts, navigation.open_incidents) == (0, 0)
    assert client_of(lead).get("/write-ups/?show=in-review").context["waiting"] == 0
    counts = client_of(jo).get("/follow-ups/").context["counts"]
    assert set(counts.values()) == {0}
    assert ReviewRound.objects.waiting_for(lead).get() == round_
    assert Postmortem.objects.real().filter(pk=write_up.pk).count() == 0


def test_its_review_is_practised_without_a_word_to_anybody(write_up, nia, lead):
    before = Nudge.objects.count()

    this_round = ask_for_review(write_up, by=nia, reviewer=lead)
    start_thread(write_up, by=lead, text="Well told.")
    ReviewRound.objects.update(offer_at=timezone.now())
    offer_review(this_round.pk)
    give_verdict(this_round, by=lead, verdict=Verdict.APPROVED)

    assert Nudge.objects.count() == before


def test_it_is_never_published_and_never_shared(write_up, nia, lead, client_of):
    this_round = ask_for_review(write_up, by=nia, reviewer=lead)
    give_verdict(this_round, by=lead, verdict=Verdict.APPROVED)

    with pytest.raises(DomainError, match="stays with those who practised"):
        publish_postmortem(write_up, by=nia)
    with pytest.raises(DomainError):
        share_postmortem(write_up, by=nia, days=30)
    html = client_of(nia).get(write_up.get_absolute_url()).text
    assert reverse("postmortems:publish", args=[write_up.pk]) not in html


def test_one_that_was_published_before_that_is_nowhere_either(write_up, nia, client_of):
    a_year_ago = timezone.now() - timedelta(days=366)
    Postmortem.objects.filter(pk=write_up.pk).update(status="published", published_at=a_year_ago)

    remember_anniversaries()

    assert not Nudge.objects.filter(kind="anniversary").exists()
    assert TITLE not in client_of(nia).get("/library/").text
    assert TITLE not in client_of(nia).get("/write-ups/?show=published").text
    assert not Postmortem.objects.open_to_the_world().filter(pk=write_up.pk).exists()


def test_it_is_marked_wherever_it_is(write_up, nia, client_of):
    client = client_of(nia)

    for name in ("read", "edit"):
        html = client.get(reverse(f"postmortems:{name}", args=[write_up.pk])).text
        assert "This is practice." in html
    export = client.get(reverse("postmortems:export_markdown", args=[write_up.pk]))
    assert f"Practice: {TITLE}" in export.getvalue().decode()


def test_it_is_found_from_its_room(write_up, nia, client_of):
    incident = Incident.objects.get(mode=Mode.PRACTICE)
    run = incident.practice_runs.get()

    after = client_of(nia).get(reverse("incidents:after", args=[incident.pk])).text
    compared = client_of(nia).get(reverse("learning:compare", args=[run.pk])).text

    assert write_up.get_absolute_url() in after
    assert write_up.get_absolute_url() in compared
