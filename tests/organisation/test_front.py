"""The page where an admin begins."""

import re

import pytest

from organisation.views.front import CARDS
from people.models import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_admin_finds_everything_that_can_be_kept(client_of):
    client = client_of(UserFactory(role=Role.ADMIN))
    page = client.get("/organisation/")

    led_to = re.findall(r'href="([^"]+)"><strong>', page.text)
    assert len(led_to) == sum(len(lines) for lines in CARDS.values()) > 10
    assert {client.get(path).status_code for path in led_to} == {200}
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


@pytest.mark.parametrize(
    ("path", "marked"), [("/slack/", "organisation"), ("/slack/mine/", "people/profile")]
)
def test_ones_own_accounts_in_slack_belong_to_the_profile(client_of, path, marked):
    page = client_of(UserFactory(role=Role.ADMIN)).get(path)

    assert re.findall(r'href="([^"]+)"[^>]*aria-current="page"', page.text) == [f"/{marked}/"]
