"""Signing in through the organisation, against a provider that runs on this machine."""

from urllib.parse import parse_qs, urlsplit

import jwt
import oidc_provider_mock
import pytest
import requests
from django.test import Client
from django.urls import reverse

from people.models import AuditEntry, Identity, Role, User
from people.single_sign_on import provider as asked
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

START, BACK = reverse("people:single_sign_on"), reverse("people:single_sign_on_answered")
SIGN_IN = reverse("account_login")


@pytest.fixture(scope="module")
def server():
    with oidc_provider_mock.run_server_in_thread(port=0) as running:
        yield f"http://localhost:{running.server_port}"


@pytest.fixture
def issuer(server, settings):
    settings.OIDC_ISSUER, settings.OIDC_NAME = server, "Larkspur"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "goldseam", "a secret of theirs"
    settings.OIDC_ROLES = {"goldseam-admins": "admin", "guests": "reader"}
    settings.OIDC_TEAMS = {"payments": "Payments", "platform": "Platform"}
    settings.OIDC_MAKES_ACCOUNTS = False
    return server


def known(issuer, subject="nia", **claims):
    """Let the provider know somebody."""
    told = {"email": "nia@example.org", "email_verified": True, "name": "Nia Kamau"} | claims
    requests.put(f"{issuer}/users/{subject}", json=told, timeout=5).raise_for_status()


def asked_at(client, **more):
    """The address at which the provider asks."""
    return client.get(START, more).url


def answer_of(address, subject="nia", *, action="authorize"):
    """Press the button there, as a browser would. Returns where it leads."""
    given = requests.post(
        address, data={"sub": subject, "action": action}, allow_redirects=False, timeout=5
    )
    found = urlsplit(given.headers["Location"])
    assert found.path == BACK
    return f"{found.path}?{found.query}"


def sign_in(client=None, subject="nia", **more):
    client = client or Client()
    return client.get(answer_of(asked_at(client, **more), subject)), client


def is_in(client):
    return "_auth_user_id" in client.session


def said(client):
    return client.get(SIGN_IN).text


def test_without_an_issuer_there_is_none(client, settings):
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404
    assert "Sign in with" not in client.get(SIGN_IN).text


def test_the_sign_in_offers_it(client, issuer):
    page = client.get(SIGN_IN, {"next": "/people/profile/"}).text

    assert "Sign in with Larkspur" in page
    assert f"{START}?next=/people/profile/" in page


def test_a_verified_address_joins_an_account_once_and_then_the_subject_does(issuer):
    nia = UserFactory(email="nia@example.org")
    known(issuer, email="Nia@Example.org")
    answer, client = sign_in()
    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(nia.pk)

    known(issuer, email="nia.kamau@elsewhere.example", email_verified=False)
    _answer, again = sign_in()

    assert again.session["_auth_user_id"] == str(nia.pk)
    assert Identity.objects.get().subject == "nia"


def test_one_arrives_where_one_wanted_to_go_and_nowhere_else(issuer):
    UserFactory(email="nia@example.org")
    known(issuer)

    assert sign_in(next="/people/profile/")[0].url == "/people/profile/"
    assert sign_in(next="https://elsewhere.example/")[0].url == "/"


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_is_not_verified_opens_nothing(issuer, settings, verified):
    settings.OIDC_MAKES_ACCOUNTS = True
    UserFactory(email="nia@example.org")
    known(issuer, email_verified=verified)

    _answer, client = sign_in()

    assert not is_in(client)
    assert not Identity.objects.exists()
    assert "has not verified your address" in said(client)


def test_another_subject_with_the_same_address_is_somebody_else(issuer):
    UserFactory(email="nia@example.org")
    known(issuer)
    sign_in()
    known(issuer, "nia-the-second")

    _answer, client = sign_in(subject="nia-the-second")

    assert not is_in(client)


def test_an_unknown_person_gets_an_account_only_where_that_is_wanted(issuer, settings):
    known(issuer)
    _answer, client = sign_in()
    assert not is_in(client)
    assert "no account here yet" in said(client)

    settings.OIDC_MAKES_ACCOUNTS = True
    _answer, client = sign_in()

    assert is_in(client)
    made = User.objects.get()
    assert (made.email, made.display_name, made.role) == ("nia@example.org", "Nia Kamau", "member")
    assert not made.has_usable_password()


def test_somebody_who_was_switched_off_stays_out(issuer):
    nia = UserFactory(email="nia@example.org")
    known(issuer)
    sign_in()
    User.objects.filter(pk=nia.pk).update(is_active=False)

    _answer, client = sign_in()

    assert not is_in(client)
    assert "switched off" in said(client)


def test_groups_decide_role_and_team_at_each_sign_in(issuer):
    payments = TeamFactory(name="Payments")
    UserFactory(role=Role.ADMIN)
    nia = UserFactory(email="nia@example.org")
    known(issuer, groups=["goldseam-admins", "payments", "lunch"])
    sign_in()
    nia.refresh_from_db()
    assert (nia.role, nia.team) == (Role.ADMIN, payments)
    assert AuditEntry.objects.filter(action="people.changed_by_single_sign_on").count() == 1

    known(issuer, groups=["guests", "platform"])
    sign_in()
    nia.refresh_from_db()
    assert (nia.role, nia.team) == (Role.READER, payments)

    known(issuer, groups=["lunch"])
    sign_in()
    nia.refresh_from_db()
    assert nia.role == Role.MEMBER


def test_without_groups_nothing_is_decided(issuer):
    nia = UserFactory(email="nia@example.org", role=Role.READER)
    known(issuer)

    sign_in()

    nia.refresh_from_db()
    assert nia.role == Role.READER


def test_the_last_admin_stays_one(issuer):
    nia = UserFactory(email="nia@example.org", role=Role.ADMIN)
    UserFactory(role=Role.ADMIN, is_active=False)
    known(issuer, groups=["guests"])

    sign_in()

    nia.refresh_from_db()
    assert nia.role == Role.ADMIN


def test_whoever_says_no_there_is_not_signed_in(issuer):
    known(issuer)
    client = Client()

    client.get(answer_of(asked_at(client), action="deny"))

    assert not is_in(client)
    assert "You were not signed in" in said(client)


def test_an_answer_to_another_try_or_browser_is_refused(issuer):
    UserFactory(email="nia@example.org")
    known(issuer)
    mine, theirs = Client(), Client()
    answer = answer_of(asked_at(theirs))
    asked_at(mine)

    mine.get(answer)
    assert not is_in(mine)

    Client().get(answer)
    theirs.get(answer.replace("state=", "state=x"))
    assert not is_in(theirs)


def test_an_answer_is_good_once(issuer):
    UserFactory(email="nia@example.org")
    known(issuer)
    client = Client()
    answer = answer_of(asked_at(client))
    client.get(answer)
    client.logout()

    client.get(answer)

    assert not is_in(client)


def test_what_is_asked_has_a_challenge_a_state_and_a_nonce(issuer):
    query = parse_qs(urlsplit(asked_at(Client())).query)

    assert query["code_challenge_method"] == ["S256"]
    assert all(len(query[name][0]) >= 40 for name in ("state", "nonce", "code_challenge"))
    assert query["redirect_uri"] == [f"http://localhost:8000{BACK}"]


def test_an_answer_with_another_nonce_is_refused(issuer):
    UserFactory(email="nia@example.org")
    known(issuer)
    client = Client()
    address = asked_at(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]

    client.get(answer_of(address.replace(nonce, "another")))

    assert not is_in(client)
    assert "did not answer as it should" in said(client)


@pytest.mark.parametrize("key", ["", "a secret of theirs, and a long one"])
def test_an_answer_that_the_provider_did_not_sign_is_refused(issuer, monkeypatch, key):
    UserFactory(email="nia@example.org")
    known(issuer)
    real = asked._exchange

    def forged(*args):
        tokens = real(*args)
        claims = jwt.decode(tokens["id_token"], options={"verify_signature": False})
        how = "HS256" if key else "none"
        return tokens | {"id_token": jwt.encode(claims, key or None, algorithm=how)}

    monkeypatch.setattr(asked, "_exchange", forged)
    _answer, client = sign_in()

    assert not is_in(client)


def test_an_answer_for_another_client_is_refused(issuer, settings):
    UserFactory(email="nia@example.org")
    known(issuer)
    client = Client()
    answer = answer_of(asked_at(client).replace("client_id=goldseam", "client_id=another"))

    client.get(answer)

    assert not is_in(client)


def test_a_provider_that_is_down_says_so_calmly(issuer, settings):
    client = Client()
    answer = answer_of(asked_at(client))
    settings.OIDC_ISSUER = "http://localhost:9"

    assert client.get(START).url == SIGN_IN
    assert "did not answer as it should" in said(client)
    assert client.get(answer).status_code == 302
    assert not is_in(client)


def test_a_provider_by_another_name_is_not_trusted(issuer, settings):
    settings.OIDC_ISSUER = issuer.replace("localhost", "127.0.0.1")
    settings.OIDC_ISSUER += "/x/.."

    assert Client().get(START).url == SIGN_IN


def test_passwords_can_be_switched_off(issuer, settings):
    UserFactory(email="nia@example.org", password="a seam of quiet gold")
    settings.PASSWORDS_ALLOWED = False
    client = Client()

    page = client.get(SIGN_IN).text
    client.post(SIGN_IN, {"login": "nia@example.org", "password": "a seam of quiet gold"})

    assert 'type="password"' not in page
    assert not is_in(client)
