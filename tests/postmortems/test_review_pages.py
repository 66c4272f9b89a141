import pytest
from django.urls import reverse

from nudges.models import Nudge
from postmortems.domain.reviewing import ask_another_lead, ask_for_review, give_verdict
from postmortems.models import Status, Verdict
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Barbosa")


@pytest.fixture
def postmortem(nia):
    return PostmortemFactory(by=nia)


def url(name, postmortem, *more):
    return reverse(f"postmortems:{name}", args=[postmortem.pk, *more])


def page(client, postmortem):
    return client.get(postmortem.get_absolute_url()).content.decode()


def status(postmortem):
    postmortem.refresh_from_db()
    return postmortem.status


def offered(response):
    return list(response.context["form"].fields["reviewer"].queryset)


def test_only_leads_who_have_not_written_in_it_are_offered(nia, ines, postmortem, client_of):
    postmortem.authors.add(TechLeadFactory())
    TechLeadFactory(is_active=False)

    response = client_of(nia).get(url("choose_reviewer", postmortem))

    assert offered(response) == [ines]


def test_a_lead_of_two_teams_is_offered_once(nia, ines, postmortem, client_of):
    TechLeadFactory().leads_teams.get().tech_leads.add(ines)

    response = client_of(nia).get(url("choose_reviewer", postmortem))

    assert offered(response).count(ines) == 1


def test_without_a_lead_to_ask_the_page_says_what_to_do(nia, postmortem, client_of):
    content = client_of(nia).get(url("choose_reviewer", postmortem)).content.decode()

    assert "No tech lead is free to read it" in content
    assert "An admin can name another tech lead" in content


def test_asking_moves_it_into_review(nia, ines, postmortem, client_of):
    response = client_of(nia).post(url("ask_for_review", postmortem), {"reviewer": ines.pk})

    assert response["Location"] == f"{postmortem.get_absolute_url()}#review"
    assert status(postmortem) == Status.IN_REVIEW
    assert Nudge.objects.filter(kind="review_waiting", recipient=ines).count() == 1


def test_asking_with_fewer_than_two_factors_is_advised_and_not_blocked(
    nia, ines, postmortem, client_of
):
    client = client_of(nia)

    assert (
        "What else had to be true?"
        in client.get(url("choose_reviewer", postmortem)).content.decode()
    )
    assert client.post(url("ask_for_review", postmortem), {"reviewer": ines.pk}).status_code == 302


@pytest.mark.parametrize("chosen", ["", "99999999", "somebody", "the author", "a member"])
def test_a_reviewer_who_cannot_be_asked_is_said_beside_the_choice(
    chosen, nia, ines, postmortem, client_of
):
    reviewer = {"the author": nia.pk, "a member": UserFactory().pk}.get(chosen, chosen)

    response = client_of(nia).post(url("ask_for_review", postmortem), {"reviewer": reviewer})

    assert response.status_code == 422
    expected = "Choose a tech lead from the list" if chosen else "Choose who reads it."
    assert expected in response.context["form"].errors["reviewer"][0]
    assert 'id="id_reviewer_error"' in response.content.decode()
    assert status(postmortem) == Status.DRAFT
    assert not postmortem.rounds.exists()


def test_asking_a_second_time_says_that_somebody_was_asked(nia, ines, postmortem, client_of):
    client, data = client_of(nia), {"reviewer": ines.pk}
    client.post(url("ask_for_review", postmortem), data)

    response = client.post(url("ask_for_review", postmortem), data)

    assert response.status_code == 422
    assert "Somebody has been asked to review this already." in response.content.decode()
    assert client.get(url("choose_reviewer", postmortem)).status_code == 302
    assert postmortem.rounds.count() == 1


def test_the_next_round_begins_with_the_same_lead(nia, ines, postmortem, client_of):
    TechLeadFactory()
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    give_verdict(this_round, by=ines, verdict=Verdict.CHANGES_SUGGESTED, remarks="More")

    response = client_of(nia).get(url("choose_reviewer", postmortem))

    assert response.context["form"]["reviewer"].value() == ines.pk


def test_another_lead_is_asked_instead(nia, ines, postmortem, client_of):
    ruth = TechLeadFactory()
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    another = url("choose_another", postmortem, this_round.pk)
    assert another in page(client_of(nia), postmortem)
    assert another in page(client_of(ines), postmortem)
    assert client_of(ines).get(another).status_code == 200

    response = client_of(ines).post(
        url("ask_another_lead", postmortem, this_round.pk), {"reviewer": ruth.pk}
    )

    assert response.status_code == 302
    assert postmortem.rounds.get().reviewer == ruth
    assert "id_remarks" not in page(client_of(ines), postmortem)
    assert "id_remarks" in page(client_of(ruth), postmortem)


def test_asking_the_same_lead_instead_says_so(nia, ines, postmortem, client_of):
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)

    response = client_of(nia).post(
        url("ask_another_lead", postmortem, this_round.pk), {"reviewer": ines.pk}
    )

    assert response.status_code == 422
    assert response.context["form"].errors["reviewer"] == ["Ines has been asked already."]


def test_only_the_reviewer_sees_the_form(nia, ines, postmortem, client_of):
    ask_for_review(postmortem, by=nia, reviewer=ines)

    assert "id_remarks" in page(client_of(ines), postmortem)
    for person in (nia, UserFactory(), TechLeadFactory()):
        seen = page(client_of(person), postmortem)
        assert "id_remarks" not in seen
        assert f"A tech lead of {ines.leads_teams.get()} was asked to read it" in seen


def test_the_reviewer_approves_with_ticks_and_remarks(nia, ines, postmortem, client_of):
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    data = {"verdict": "approved", "remarks": "I **learnt** that.", "changes_the_system": "on"}

    response = client_of(ines).post(
        url("give_verdict", postmortem, this_round.pk), data, follow=True
    )

    this_round.refresh_from_db()
    assert status(postmortem) == Status.APPROVED
    assert this_round.changes_the_system
    assert not this_round.has_several_factors
    assert "Thank you for reading it closely." in response.content.decode()
    assert "I <strong>learnt</strong> that." in page(client_of(nia), postmortem)


def test_the_reviewer_suggests_changes(nia, ines, postmortem, client_of):
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    data = {"verdict": "changes_suggested", "remarks": "What did the dashboard show?"}

    client_of(ines).post(url("give_verdict", postmortem, this_round.pk), data)

    assert status(postmortem) == Status.CHANGES_SUGGESTED
    assert Nudge.objects.filter(kind="changes_suggested", recipient=nia).count() == 1
    seen = page(client_of(nia), postmortem)
    assert "What did the dashboard show?" in seen
    assert "Ask for another review" in seen


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"verdict": "changes_suggested"}, "remarks", "Say what you suggest"),
        ({"verdict": "approved", "remarks": "x" * 20_001}, "remarks", "and 20000 fit"),
        ({"remarks": "Good"}, "verdict", "Approve it or suggest changes"),
        ({"verdict": "rejected", "remarks": "Good"}, "verdict", "Approve it or suggest changes"),
    ],
)
def test_a_verdict_that_cannot_be_kept_says_why(
    data, field, sentence, nia, ines, postmortem, client_of
):
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)

    response = client_of(ines).post(
        url("give_verdict", postmortem, this_round.pk), data | {"has_several_factors": "on"}
    )

    form = response.context["verdict_form"]
    assert response.status_code == 422
    assert sentence in form.errors[field][0]
    assert sentence in response.content.decode()
    assert form["has_several_factors"].value()
    assert (form["remarks"].value() or "") == data.get("remarks", "")
    this_round.refresh_from_db()
    assert (this_round.verdict, this_round.has_several_factors) == ("", False)


def test_a_second_verdict_keeps_the_remarks_on_the_page(nia, ines, postmortem, client_of):
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)
    data = {"verdict": "changes_suggested", "remarks": "Typed for an hour"}

    response = client_of(ines).post(url("give_verdict", postmortem, this_round.pk), data)

    assert response.status_code == 422
    assert "This round has its verdict already." in response.content.decode()
    assert response.context["verdict_form"]["remarks"].value() == "Typed for an hour"
    assert status(postmortem) == Status.APPROVED


def test_whoever_was_asked_before_no_longer_answers(nia, ines, postmortem, client_of):
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    ask_another_lead(this_round, by=nia, reviewer=TechLeadFactory())

    response = client_of(ines).post(
        url("give_verdict", postmortem, this_round.pk), {"verdict": "approved"}
    )

    assert (response.status_code, status(postmortem)) == (403, Status.IN_REVIEW)


def test_enter_in_the_form_presses_no_verdict(nia, ines, postmortem, client_of):
    ask_for_review(postmortem, by=nia, reviewer=ines)

    form = page(client_of(ines), postmortem).partition("/verdict/")[2].partition("</form>")[0]

    first = form.partition("<button")[2].partition(">")[0]
    assert "value=" not in first


def test_earlier_rounds_stay_to_be_read(nia, ines, postmortem, client_of):
    for remarks in ("First remarks", "Second remarks"):
        this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
        give_verdict(this_round, by=ines, verdict=Verdict.CHANGES_SUGGESTED, remarks=remarks)

    seen = page(client_of(nia), postmortem)

    assert (
        seen.index("Second remarks") < seen.index("1 earlier round") < seen.index("First remarks")
    )


def approve(postmortem, by, reviewer):
    this_round = ask_for_review(postmortem, by=by, reviewer=reviewer)
    give_verdict(this_round, by=reviewer, verdict=Verdict.APPROVED)


def test_an_author_publishes_and_is_thanked(nia, ines, postmortem, client_of):
    approve(postmortem, nia, ines)
    client = client_of(nia)
    assert url("publish", postmortem) in page(client, postmortem)

    response = client.post(url("publish", postmortem), follow=True)

    assert status(postmortem) == Status.PUBLISHED
    assert "Thank you for writing this down" in response.content.decode()
    assert "Thank you for writing this down" not in page(client, postmortem)


def test_a_tech_lead_can_publish_and_another_member_is_not_offered_to(
    nia, ines, postmortem, client_of
):
    approve(postmortem, nia, ines)
    assert url("publish", postmortem) not in page(client_of(UserFactory()), postmortem)
    ruth = client_of(TechLeadFactory())
    assert url("publish", postmortem) in page(ruth, postmortem)

    ruth.post(url("publish", postmortem))

    assert status(postmortem) == Status.PUBLISHED


def test_publishing_before_approval_says_what_is_missing(nia, postmortem, client_of):
    client = client_of(nia)
    assert url("publish", postmortem) not in page(client, postmortem)

    response = client.post(url("publish", postmortem))

    assert response.status_code == 422
    assert "once a tech lead has approved it" in response.content.decode()
    assert status(postmortem) == Status.DRAFT


def test_publishing_twice_says_that_it_is_done(nia, ines, postmortem, client_of):
    approve(postmortem, nia, ines)
    client = client_of(nia)
    client.post(url("publish", postmortem))

    response = client.post(url("publish", postmortem))

    assert response.status_code == 422
    assert "published already" in response.content.decode()


def test_the_pages_that_ask_take_few_queries(nia, ines, postmortem, client_of, queries_of):
    client = client_of(nia)
    assert queries_of(client, url("choose_reviewer", postmortem)) <= 12
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    assert queries_of(client, url("choose_another", postmortem, this_round.pk)) <= 12
    assert queries_of(client, url("plan", postmortem)) <= 12
