"""Which account in Slack is whose: said once, signed in, and taken back by them or an admin."""

import re

import pytest
from django.utils import timezone

from incidents.models import Incident
from people.models import AuditEntry, Role
from slack.models import Account, Link
from tests.every_row import every_row
from tests.factories import UserFactory
from tests.slack.conftest import SLACK_USER, WORKSPACE, say

pytestmark = pytest.mark.django_db


def link(**changed):
    text = say("Card payments fail", **changed).json()["text"]
    return re.search(r"http://localhost:8000(/slack/link/\S+/)", text)[1]


def test_link_opens_once_for_whoever_is_signed_in(client_of):
    nia, at = UserFactory(), link()
    client = client_of(nia)
    page = client.get(at)
    assert "nia (larkspur)" in page.text
    assert not Account.objects.exists()

    client.post(f"{at}mine/")
    account = Account.objects.get()
    assert (account.user, account.workspace, account.slack_user) == (nia, WORKSPACE, SLACK_USER)
    say("Card payments fail")
    assert Incident.objects.get().declared_by == nia

    other = client_of(UserFactory())
    other.post(f"{at}mine/")
    assert "opens nothing any more" in other.get(at).text
    assert Account.objects.get().user == nia
    assert AuditEntry.objects.filter(action="slack.linked").count() == 1


def test_strangers_sign_in_first(client):
    at = link()
    for answer in (client.get(at), client.post(f"{at}mine/")):
        assert answer.url.startswith("/accounts/login/")
    assert not Account.objects.exists()


def test_old_link_opens_nothing(client_of):
    at = link()
    Link.objects.update(asked_at=timezone.now() - timezone.timedelta(minutes=16))
    client_of(UserFactory()).post(f"{at}mine/")
    assert not Account.objects.exists()


def test_newer_link_takes_the_place_of_the_one_before(client_of):
    first, second = link(), link(channel_name="another")
    client = client_of(UserFactory())
    client.post(f"{first}mine/")
    assert not Account.objects.exists()
    client.post(f"{second}mine/")
    assert Account.objects.exists()


def test_link_is_kept_as_a_digest_alone(db):
    token = link().split("/")[3]
    assert not [row for _table, row in every_row() if token in row]


def test_link_used_twice_at_once_is_one_persons(race):
    from slack.domain.linking import link_account

    token = link().split("/")[3]
    people = [UserFactory(), UserFactory()]

    acts = [lambda one=one: link_account(token, by=one) for one in people]
    assert sorted(race(2, acts)) == ["DomainError", "ok"]
    assert Account.objects.count() == 1


def test_somebody_unlinks_their_own(nia, client_of):
    client, account = client_of(nia), Account.objects.get()
    assert SLACK_USER in client.get("/slack/mine/").text
    assert client.post(f"/slack/accounts/{account.pk}/unlink/").url == "/slack/mine/"
    assert not Account.objects.exists()
    say("Card payments fail")
    assert not Incident.objects.exists()


def test_somebody_with_no_account_in_slack_reads_what_to_do(client_of, settings):
    client = client_of(UserFactory())
    assert "Type /incident there" in client.get("/slack/mine/").text
    settings.SLACK_SIGNING_SECRET = ""
    assert "An admin can connect it" in client.get("/slack/mine/").text


def test_admin_unlinks_and_others_do_not(nia, client_of):
    path = f"/slack/accounts/{Account.objects.get().pk}/unlink/"
    assert client_of(UserFactory()).post(path).status_code == 404
    admin = client_of(UserFactory(role=Role.ADMIN))
    assert nia.get_full_name() in admin.get("/slack/").text
    assert admin.post(path).url == "/slack/"
    assert not Account.objects.exists()
    assert AuditEntry.objects.filter(action="slack.unlinked").count() == 1


def test_page_of_the_set_up_has_the_manifest_and_is_for_admins(client_of, client, settings):
    settings.SLACK_SIGNING_SECRET = settings.SLACK_BOT_TOKEN = ""
    for role in (Role.READER, Role.MEMBER):
        assert client_of(UserFactory(role=role)).get("/slack/").status_code == 403
    assert client.get("/slack/").status_code == 302
    page = client_of(UserFactory(role=Role.ADMIN)).get("/slack/").text
    assert "http://localhost:8000/slack/commands/" in page
    assert "http://localhost:8000/slack/interactions/" in page
    assert "Not connected" in page


def test_pages_ask_as_often_for_many_rows_as_for_one(nia, client_of, queries_of):
    admin = client_of(UserFactory(role=Role.ADMIN))
    before = queries_of(admin, "/slack/")
    for number in range(3):
        Account.objects.create(user=UserFactory(), workspace=WORKSPACE, slack_user=f"U{number}")
    assert queries_of(admin, "/slack/") == before <= 12
