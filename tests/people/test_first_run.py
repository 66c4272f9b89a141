"""The first account: an admin's, made once, in the browser."""

import pytest
from django.test import Client
from django.urls import reverse

from people.domain.accounts import create_first_admin
from people.errors import DomainError
from people.models import Role, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

FIRST_RUN = reverse("people:first_run")
RUTH = {
    "display_name": "Ruth Abramson",
    "email": "Ruth@Example.org",
    "password": "a seam of quiet gold",
    "time_zone": "America/New_York",
}


def test_an_empty_goldseam_begins_with_the_first_run(client):
    assert client.get("/").url == FIRST_RUN
    assert client.get(FIRST_RUN).status_code == 200


def test_afterwards_it_begins_with_the_sign_in(client):
    UserFactory()

    assert client.get("/").url == reverse("account_login")
    assert client.get(FIRST_RUN).url == reverse("account_login")


def test_the_first_account_is_an_admins_and_is_signed_in(client):
    response = client.post(FIRST_RUN, RUTH)

    ruth = User.objects.get()
    assert response.url == reverse("today")
    assert (ruth.display_name, ruth.email) == ("Ruth Abramson", "ruth@example.org")
    assert (ruth.role, ruth.time_zone) == (Role.ADMIN, "America/New_York")
    assert ruth.check_password("a seam of quiet gold")
    assert client.get("/").context["user"] == ruth


def test_there_is_no_second_first_account(client):
    UserFactory()

    response = client.post(FIRST_RUN, RUTH)

    assert response.url == reverse("account_login")
    assert not User.objects.filter(email="ruth@example.org").exists()
    with pytest.raises(DomainError, match="already made the first account"):
        create_first_admin(**RUTH)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"display_name": "  "}, "display_name", "Give the name that people here know you by."),
        ({"display_name": "x" * 121}, "display_name", "and 120 fit"),
        ({"display_name": "a\0b"}, "display_name", "Null characters are not allowed."),
        ({"email": ""}, "email", "Give the address you would like to sign in with."),
        ({"email": "ruth at example"}, "email", "Enter a valid email address."),
        ({"password": ""}, "password", "Choose a password."),
        ({"password": "short"}, "password", "at least 10 characters"),
        ({"password": "password123"}, "password", "too common"),
        ({"password": "ruth@example"}, "password", "too similar to the email"),
        ({"time_zone": "Mars/Base"}, "time_zone", "from the list."),
        ({"time_zone": ""}, "time_zone", "This field is required."),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field_and_makes_nobody(
    client, typed, field, sentence
):
    response = client.post(FIRST_RUN, RUTH | typed)

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert sentence in response.text
    assert not User.objects.exists()


def test_what_was_typed_is_still_there_except_the_password(client):
    response = client.post(FIRST_RUN, RUTH | {"time_zone": "Mars/Base"})

    assert 'value="Ruth Abramson"' in response.text
    assert 'value="Ruth@Example.org"' in response.text
    assert "a seam of quiet gold" not in response.text


def test_a_form_without_any_field_is_told_what_is_missing(client):
    response = client.post(FIRST_RUN)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(RUTH)


def test_two_who_begin_at_once_leave_one_account(race):
    def begin(name):
        return create_first_admin(**RUTH | {"email": f"{name}@example.org"})

    outcomes = race(2, [lambda: begin("ruth"), lambda: begin("jo")])

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert User.objects.count() == 1


def test_two_requests_at_once_leave_one_admin_and_one_sign_in(race):
    answers = {}

    def begin(name):
        client = Client()
        response = client.post(FIRST_RUN, RUTH | {"email": f"{name}@example.org"})
        answers[name] = (response, "_auth_user_id" in client.session)

    outcomes = race(2, [lambda: begin("ruth"), lambda: begin("jo")])

    assert outcomes == ["ok", "ok"]
    admin = User.objects.get()
    winner, winner_is_in = answers.pop(admin.email.partition("@")[0])
    ((other, other_is_in),) = answers.values()
    assert (winner.status_code, winner_is_in) == (302, True)
    assert (other.status_code, other_is_in) in {(422, False), (302, False)}
