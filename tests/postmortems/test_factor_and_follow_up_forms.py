import pytest
from django.urls import reverse

from people.models import Role
from postmortems.domain.factors import add_factor
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.models import Verdict
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

FACTOR = {"text": "Lag was graphed and had no alert.", "kind": "detection"}
FOLLOW_UP = {"what": "Alert on lag", "kind": "detection"}


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def postmortem(nia):
    return PostmortemFactory(by=nia)


def url(name, postmortem, *more):
    return reverse(f"postmortems:{name}", args=[postmortem.pk, *more])


def approve(postmortem):
    ines = TechLeadFactory()
    this_round = ask_for_review(postmortem, by=ines, reviewer=ines)
    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)


def test_an_author_adds_a_factor(nia, postmortem, client_of):
    response = client_of(nia).post(url("add_factor", postmortem), FACTOR)

    assert response["Location"] == f"{postmortem.get_absolute_url()}#what_made_it_possible"
    assert [(one.kind, one.text) for one in postmortem.factors.all()] == [
        (FACTOR["kind"], FACTOR["text"])
    ]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("text", "", "A sentence about how things were is enough."),
        ("text", "x" * 2001, "and 2000 fit"),
        ("kind", "", "Choose the one that fits best."),
        ("kind", "somebody", "Choose one from the list."),
    ],
)
def test_a_factor_that_cannot_be_kept_says_why(field, typed, sentence, nia, postmortem, client_of):
    response = client_of(nia).post(url("add_factor", postmortem), FACTOR | {field: typed})

    form = response.context["factor_form"]
    assert response.status_code == 422
    assert sentence in form.errors[field][0]
    assert {name: form[name].value() for name in FACTOR} == FACTOR | {field: typed}
    assert not postmortem.factors.exists()
    page = response.content.decode()
    assert f'id="id_{field}_error"' in page
    assert " open" in page.partition('id="add-factor"')[2].partition(">")[0]


def test_a_factor_for_an_approved_write_up_is_shown_again_with_the_reason(
    nia, postmortem, client_of
):
    approve(postmortem)

    response = client_of(nia).post(url("add_factor", postmortem), FACTOR)

    assert response.status_code == 422
    page = response.content.decode()
    assert "its words stay as they are" in page
    assert FACTOR["text"] in page


def test_a_factor_taken_out_is_said_once_more(nia, postmortem, client_of):
    factor = add_factor(postmortem, by=nia, **FACTOR)

    response = client_of(nia).post(url("remove_factor", postmortem, factor.pk), follow=True)

    assert not postmortem.factors.exists()
    assert f"Taken out: “{FACTOR['text']}”" in response.content.decode()


def test_a_factor_of_an_approved_write_up_is_not_taken_out(nia, postmortem, client_of):
    factor = add_factor(postmortem, by=nia, **FACTOR)
    approve(postmortem)

    response = client_of(nia).post(url("remove_factor", postmortem, factor.pk))

    assert response.status_code == 422
    assert "its words stay as they are" in response.content.decode()
    assert postmortem.factors.count() == 1


def test_any_member_plans_a_follow_up(postmortem, client_of):
    ines = UserFactory()
    data = FOLLOW_UP | {
        "owner": ines.pk,
        "due_on": "2026-12-01",
        "link": "https://tracker.example/7",
    }

    response = client_of(UserFactory()).post(url("add_follow_up", postmortem), data)

    assert response["Location"] == f"{postmortem.get_absolute_url()}#follow-ups"
    follow_up = postmortem.follow_ups.get()
    assert (follow_up.owner, str(follow_up.due_on)) == (ines, "2026-12-01")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("what", "", "A line about what will change is enough."),
        ("what", "x" * 2001, "and 2000 fit"),
        ("kind", "", "Choose the one that fits best."),
        ("kind", "scolding", "Choose one from the list."),
        ("owner", "99999999", "Choose somebody from the list."),
        ("owner", "nobody", "Choose somebody from the list."),
        ("due_on", "next week", "Write the day as 2026-11-30."),
        ("link", "not an address", "Write the whole address"),
        ("link", "javascript:alert(1)", "Write the whole address"),
        ("link", "https://example.com/" + "x" * 1000, "and 1000 fit"),
    ],
)
def test_a_follow_up_that_cannot_be_kept_says_why(
    field, typed, sentence, nia, postmortem, client_of
):
    data = FOLLOW_UP | {"link": "https://tracker.example/7", field: typed}

    response = client_of(nia).post(url("add_follow_up", postmortem), data)

    form = response.context["form"]
    assert response.status_code == 422
    assert sentence in form.errors[field][0]
    assert {name: form[name].value() for name in data} == data
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not postmortem.follow_ups.exists()


@pytest.mark.parametrize("who", ["somebody who left", "a reader"])
def test_an_owner_is_somebody_who_can_make_the_change(who, nia, postmortem, client_of):
    person = UserFactory(
        **{"somebody who left": {"is_active": False}, "a reader": {"role": Role.READER}}[who]
    )

    response = client_of(nia).post(
        url("add_follow_up", postmortem), FOLLOW_UP | {"owner": person.pk}
    )

    assert response.context["form"].errors["owner"] == ["Choose somebody from the list."]
    assert not postmortem.follow_ups.exists()
