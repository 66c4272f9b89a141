"""The page where an admin begins."""

import pytest

from people.models import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_admin_finds_everything_that_can_be_kept(client_of):
    page = client_of(UserFactory(role=Role.ADMIN)).get("/organisation/")

    assert page.status_code == 200
    assert 'href="/incidents/fields/"' in page.text
    assert 'aria-current="page"' in page.text


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_others_are_told_no_and_are_not_led_there(client_of, role):
    client = client_of(UserFactory(role=role))

    assert client.get("/organisation/").status_code == 403
    assert "/organisation/" not in client.get("/").text


def test_strangers_are_sent_to_the_sign_in(client):
    page = client.get("/organisation/")

    assert page.status_code == 302
    assert page.url.startswith("/accounts/login/")
