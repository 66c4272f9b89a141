"""A second lead can take a review over when the first has not answered in two working days."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.models import Mode
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from postmortems.domain.reviewing import (
    ask_another_lead,
    ask_for_review,
    give_verdict,
    offer_review,
    take_over_review,
)
from postmortems.models import ReviewRound, Verdict
from postmortems.tasks import offer_reviews
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def waiting(kind, person):
    return Nudge.objects.open().filter(kind=kind, recipient=person).count()


def in_review(reviewer, *, days=3, **more):
    postmortem = PostmortemFactory(**more)
    at = timezone.now() - timedelta(days=days)
    return ask_for_review(postmortem, by=postmortem.authors.get(), reviewer=reviewer, at=at)


def url(this_round):
    return reverse("postmortems:take_over", args=[this_round.postmortem_id, this_round.pk])


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Barbosa")


@pytest.fixture
def ruth():
    return TechLeadFactory(display_name="Ruth Abramson")


def test_two_working_days_are_the_reviewers_own(ruth):
    ruth.workday_starts, ruth.workday_ends = "09:00", "17:00"
    ruth.workdays = [0, 1, 2, 3, 4]
    ruth.time_zone = "America/New_York"
    ruth.save()
    ruth.refresh_from_db()
    friday = timezone.make_aware(timezone.datetime(2026, 11, 20, 11), ruth.zone)
    postmortem = PostmortemFactory()

    this_round = ask_for_review(postmortem, by=postmortem.authors.get(), reviewer=ruth, at=friday)

    assert this_round.offer_at == friday + timedelta(days=4)


def test_taking_over_moves_the_review_and_tells_the_first_lead(ines, ruth):
    this_round = in_review(ines)
    offer_review(this_round.pk)

    taken = take_over_review(this_round, by=ruth)

    assert (taken.reviewer, taken.offered_at) == (ruth, None)
    assert (waiting("review_waiting", ines), waiting("review_waiting", ruth)) == (0, 1)
    assert waiting("review_offered", ruth) == 0
    assert Nudge.objects.filter(kind="review_taken", recipient=ines).count() == 1
    assert take_over_review(taken, by=ruth) == taken
    give_verdict(taken, by=ruth, verdict=Verdict.APPROVED)


def test_before_two_working_days_it_stays_where_it_is(ines, ruth):
    this_round = in_review(ines, days=1)

    with pytest.raises(DomainError, match="Ines has this review now"):
        take_over_review(this_round, by=ruth)

    assert ReviewRound.objects.get().reviewer == ines


@pytest.mark.parametrize("who", ["an author", "a member", "a reader who leads"])
def test_only_another_lead_takes_it_over(who, ines):
    this_round = in_review(ines)
    person = {
        "an author": TechLeadFactory,
        "a member": UserFactory,
        "a reader who leads": lambda: TechLeadFactory(role=Role.READER),
    }[who]()
    if who == "an author":
        this_round.postmortem.authors.add(person)

    with pytest.raises(DomainError):
        take_over_review(this_round, by=person)


def test_what_has_its_verdict_is_not_taken_over(ines, ruth):
    this_round = in_review(ines)
    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)

    with pytest.raises(DomainError, match="has its verdict already"):
        take_over_review(this_round, by=ruth)


def test_of_two_leads_who_press_at_once_one_has_it(race):
    ines, ruth, adaeze = (TechLeadFactory() for _ in range(3))
    this_round = in_review(ines)
    offer_review(this_round.pk)

    outcomes = race(
        2,
        [
            lambda: take_over_review(this_round, by=ruth),
            lambda: take_over_review(this_round, by=adaeze),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    winner = ruth if outcomes[0] == "ok" else adaeze
    assert ReviewRound.objects.get().reviewer == winner
    assert not Nudge.objects.open().filter(kind="review_offered").exists()
    assert [one.recipient for one in Nudge.objects.open().filter(kind="review_waiting")] == [winner]
    assert Nudge.objects.filter(kind="review_taken").count() == 1


def test_what_waits_too_long_is_offered_once(ines, ruth, work):
    author = UserFactory()
    this_round = in_review(ines, by=author)
    early = in_review(TechLeadFactory(), days=1)

    with work():
        offer_reviews()
        offer_reviews()

    assert waiting("review_offered", ruth) == 1
    for person in (ines, author):
        assert waiting("review_offered", person) == 0
    early.refresh_from_db()
    this_round.refresh_from_db()
    assert (early.offered_at, this_round.offered_at is not None) == (None, True)


def test_many_schedulers_offer_it_once(race):
    ines, ruth = TechLeadFactory(), TechLeadFactory()
    this_round = in_review(ines)

    assert race(3, lambda: offer_review(this_round.pk)) == ["ok"] * 3

    assert waiting("review_offered", ruth) == 1


def test_leads_of_the_same_team_are_asked_first(ines, ruth):
    payments = TeamFactory()
    near = TechLeadFactory(leads=payments)
    this_round = in_review(ines, by=UserFactory(team=payments))

    offer_review(this_round.pk)

    assert (waiting("review_offered", near), waiting("review_offered", ruth)) == (1, 0)


def test_a_verdict_and_another_lead_end_the_offer(ines, ruth):
    first, second = in_review(ines), in_review(ines)
    for one in (first, second):
        offer_review(one.pk)
    assert waiting("review_offered", ruth) == 2

    give_verdict(first, by=ines, verdict=Verdict.APPROVED)
    ask_another_lead(second, by=ines, reviewer=TechLeadFactory())

    assert waiting("review_offered", ruth) == 0


def test_practice_is_offered_to_nobody(ines, ruth):
    incident = IncidentFactory(mode=Mode.PRACTICE)
    over = resolve_incident(incident, by=UserFactory(), summary="Back.")
    this_round = in_review(ines, incident=over)

    offer_review(this_round.pk)

    assert not Nudge.objects.filter(kind="review_offered").exists()


def test_the_page_and_the_list_offer_it_when_it_is_due(ines, ruth, client_of):
    due, early = in_review(ines), in_review(ines, days=1)
    client = client_of(ruth)

    assert url(due) in client.get(due.postmortem.get_absolute_url()).content.decode()
    assert url(early) not in client.get(early.postmortem.get_absolute_url()).content.decode()
    shelf = client.get("/write-ups/?show=in-review").content.decode()
    assert (url(due) in shelf, url(early) in shelf) == (True, False)
    for person in (ines, UserFactory(), due.postmortem.authors.get()):
        shelf = client_of(person).get("/write-ups/?show=in-review").content.decode()
        assert url(due) not in shelf


def test_one_press_takes_it_over(ines, ruth, client_of):
    due, early = in_review(ines), in_review(ines, days=1)
    client = client_of(ruth)

    response = client.post(url(due))
    refused = client.post(url(early))

    assert response["Location"] == f"{due.postmortem.get_absolute_url()}#review"
    assert refused.status_code == 422
    assert "Another lead can take it over from" in refused.content.decode()
    assert client_of(UserFactory()).post(url(due)).status_code == 403
    assert client.get(url(due)).status_code == 405
