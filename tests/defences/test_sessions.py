"""A session belongs to whoever signed in, and a form sets what it shows."""

import pytest

from people.models import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a long and odd password 7"


def test_signing_in_begins_a_new_session(client):
    user = UserFactory(password=PASSWORD)
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted, token = session.session_key, client.cookies["csrftoken"].value

    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != planted
    assert client.cookies["csrftoken"].value != token


def test_a_session_that_nobody_began_is_not_taken(client):
    client.cookies["sessionid"] = "chosen-by-somebody-else-0123456789"

    client.get("/accounts/login/")
    user = UserFactory(password=PASSWORD)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    assert client.session.session_key != "chosen-by-somebody-else-0123456789"


RICHER = {
    "role": "admin",
    "is_superuser": "on",
    "is_staff": "on",
    "is_senior": "on",
    "is_active": "on",
    "leads_teams": "1",
    "team": "",
    "pk": "1",
    "id": "1",
    "user_permissions": "1",
    "groups": "1",
    "password": "x",
}


def test_fields_that_a_form_does_not_have_change_nothing(client_of):
    user = UserFactory(is_senior=False)
    password = user.password

    for address in ("/people/profile/", "/people/profile/save/", "/nudges/preferences/save/"):
        client_of(user).post(address, RICHER | {"display_name": "Nia Okafor"})

    user.refresh_from_db()
    assert user.role == Role.MEMBER
    assert not user.is_admin
    assert user.password == password
    assert not user.leads_teams.exists()
