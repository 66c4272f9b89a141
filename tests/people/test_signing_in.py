"""Signing in and out."""

import pytest
from django.urls import reverse

from people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN, SIGN_OUT = reverse("account_login"), reverse("account_logout")
PASSWORD = "a seam of quiet gold"


@pytest.fixture
def nia():
    return UserFactory(email="nia@example.org", password=PASSWORD)


def sign_in(client, login="nia@example.org", password=PASSWORD, address=SIGN_IN):
    return client.post(address, {"login": login, "password": password})


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["nia@example.org", "NIA@Example.org", " nia@example.org "])
def test_an_address_and_the_password_let_one_in(client, nia, login):
    response = sign_in(client, login)

    assert response.url == reverse("today")
    assert client.get("/").context["user"] == nia


@pytest.mark.parametrize(
    ("login", "password"),
    [("nia@example.org", "something else"), ("nobody@example.org", PASSWORD)],
)
def test_what_is_wrong_is_said_the_same_way_for_anyone(client, nia, login, password):
    response = sign_in(client, login, password)

    assert "This address and this password do not fit together." in response.text
    assert f'value="{login}"' in response.text
    assert password not in response.text
    assert not is_in(client)


def test_an_account_that_is_switched_off_does_not_let_one_in(client):
    UserFactory(email="nia@example.org", password=PASSWORD, is_active=False)

    sign_in(client)

    assert not is_in(client)


def test_an_account_without_a_password_does_not_let_one_in(client):
    UserFactory(email="nia@example.org")

    for password in ("", "!", "None"):
        sign_in(client, password=password)

    assert not is_in(client)


def test_switching_an_account_off_ends_its_session(client, nia):
    sign_in(client)

    User.objects.filter(pk=nia.pk).update(is_active=False)

    assert client.get(reverse("people:profile")).status_code == 302


def test_one_arrives_where_one_wanted_to_go(client, nia):
    wanted = reverse("people:profile")
    door = client.get(wanted).url

    assert sign_in(client, address=door).url == wanted


def test_one_is_never_sent_to_another_site(client, nia):
    response = sign_in(client, address=f"{SIGN_IN}?next=https://elsewhere.example/")

    assert response.url == reverse("today")


def test_guessing_is_slowed_down(client, nia):
    for _ in range(5):
        sign_in(client, password="a guess")

    response = sign_in(client)

    assert "This was tried many times" in response.text
    assert not is_in(client)


def test_signing_out_takes_a_press(client, nia):
    sign_in(client)

    asked = client.get(SIGN_OUT)

    assert asked.status_code == 200
    assert is_in(client)

    client.post(SIGN_OUT)

    assert not is_in(client)
    assert client.get(reverse("people:profile")).status_code == 302


def test_strangers_cannot_sign_themselves_up(client):
    response = client.post(
        "/accounts/signup/",
        {"email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert response.status_code == 404
    assert not User.objects.exists()
