"""Signing in: second step, passkeys, recovery codes, and where somebody is signed in."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.domain.sessions import end_other_sessions
from people.errors import DomainError
from people.models import AuditEntry, Letter, Session
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a seam of quiet gold"
HERE = reverse("people:security")
SIGN_IN = reverse("account_login")


@pytest.fixture
def nia():
    return UserFactory(email="nia@example.org", password=PASSWORD)


@pytest.fixture
def client(nia):
    return signed_in(Client())


def signed_in(client):
    client.post(SIGN_IN, {"login": "nia@example.org", "password": PASSWORD})
    return client


def say_who(client):
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret, *, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def turn_on(client):
    """Turn the second step on, and give its secret back."""
    say_who(client)
    page = client.get(reverse("mfa_activate_totp")).text
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    return secret


def codes_shown(client):
    return re.findall(
        r"<li><code>(\d+)</code>", client.get(reverse("mfa_view_recovery_codes")).text
    )


def noted():
    return set(AuditEntry.objects.values_list("action", flat=True))


def test_the_page_says_how_one_signs_in(client):
    page = client.get(HERE).text

    assert "nia@example.org" in page
    assert "Turn it on" in page
    assert "This browser" in page


@pytest.mark.parametrize(
    "name",
    [
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "people:change_address",
    ],
)
def test_before_a_change_one_is_asked_who_one_is(client, name):
    answer = client.get(reverse(name))

    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_the_second_step_takes_a_code(client, work):
    with work():
        secret = turn_on(client)
    other = signed_in(Client())

    assert "_auth_user_id" not in other.session
    assert "passkey" not in other.get(reverse("mfa_authenticate")).text
    answer = other.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "This code does not fit" in answer.text
    assert "_auth_user_id" not in other.session

    other.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1)})
    assert "_auth_user_id" in other.session
    assert "people.second_step_on" in noted()


def test_a_new_password_takes_the_second_step_too(client, nia, work):
    secret = turn_on(client)
    with work():
        Client().post(reverse("account_reset_password"), {"email": nia.email})
    link = re.search(r"https?://[^/]+(/\S+/reset/key/\S+)", mail.outbox[-1].body)[1]
    other = Client()
    page = other.get(link, follow=True).redirect_chain[-1][0]
    other.post(page, {"password1": "a quiet word at dawn", "password2": "a quiet word at dawn"})

    assert "_auth_user_id" not in other.session

    other.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1)})
    assert "_auth_user_id" in other.session


def test_a_code_is_good_once(client):
    secret = turn_on(client)
    code = code_of(secret, later=1)
    signed_in(one := Client()).post(reverse("mfa_authenticate"), {"code": code})
    signed_in(two := Client()).post(reverse("mfa_authenticate"), {"code": code})

    assert "_auth_user_id" in one.session
    assert "_auth_user_id" not in two.session


def test_guessing_codes_is_slowed_down(client):
    secret = turn_on(client)
    other = signed_in(Client())
    for _ in range(5):
        other.post(reverse("mfa_authenticate"), {"code": "000000"})

    other.post(reverse("mfa_authenticate"), {"code": code_of(secret, later=1)})

    assert "_auth_user_id" not in other.session


def test_secrets_are_kept_sealed(client):
    secret = turn_on(client)

    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert not any(code in kept for code in codes_shown(client))


def test_recovery_codes_are_shown_once_and_each_is_good_once(client):
    turn_on(client)
    codes = codes_shown(client)

    assert len(codes) == 10
    assert codes_shown(client) == []

    for expected in (True, False):
        other = signed_in(Client())
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert ("_auth_user_id" in other.session) is expected


def test_new_recovery_codes_replace_the_old(client, work):
    turn_on(client)
    old = codes_shown(client)
    with work():
        client.post(reverse("mfa_generate_recovery_codes"))

    assert set(codes_shown(client)).isdisjoint(old)
    assert "people.recovery_codes_made" in noted()


def test_the_second_step_is_turned_off(client, work):
    with work():
        turn_on(client)
        client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert "people.second_step_off" in noted()


def test_one_hears_of_changes_by_mail(client, work, mailoutbox):
    with work():
        turn_on(client)

    assert [one.to for one in mailoutbox] == [["nia@example.org"]]
    assert "The second step was turned on" in mailoutbox[0].body


def test_nobody_touches_the_passkeys_of_somebody_else(client):
    say_who(client)
    theirs = Authenticator.objects.create(
        user=UserFactory(), type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"}
    )
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[theirs.pk]), {"name": "x"}).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_what_is_no_passkey_lets_nobody_in(client):
    stranger = Client()
    for credential in ("", "{}", "[]", "null", '{"response": {"userHandle": "x"}}', '"a"', "7"):
        answer = stranger.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer.status_code in (200, 302), credential
    assert "_auth_user_id" not in stranger.session


def test_asking_for_a_passkey_tells_of_nobody(nia):
    asked = Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})

    options = asked.json()["request_options"]["publicKey"]
    assert not options.get("allowCredentials")
    assert options["rpId"] == "localhost"


def test_one_signs_out_in_one_other_browser(client):
    other = signed_in(Client())
    handle = Session.objects.get(pk=other.session.session_key).handle

    client.post(reverse("people:end_session"), {"handle": handle})

    assert other.get(HERE).status_code == 302
    assert client.get(HERE).status_code == 200
    assert "people.sessions_ended" in noted()


def test_one_signs_out_everywhere_else(client):
    others = [signed_in(Client()) for _ in range(2)]

    client.post(reverse("people:end_other_sessions"))

    assert [one.get(HERE).status_code for one in others] == [302, 302]
    assert client.get(HERE).status_code == 200


def test_nobody_ends_the_sessions_of_somebody_else(client, nia):
    somebody = Client()
    somebody.force_login(UserFactory())
    handle = Session.objects.get(pk=client.session.session_key).handle

    somebody.post(reverse("people:end_session"), {"handle": handle})

    assert client.get(HERE).status_code == 200
    with pytest.raises(DomainError):
        end_other_sessions(nia, by=UserFactory(), this=None)


def test_the_key_of_a_session_is_on_no_page(client):
    signed_in(other := Client())

    page = client.get(HERE).text

    assert other.session.session_key not in page
    assert client.session.session_key not in page


def test_a_new_password_signs_out_the_others(client, work):
    other = signed_in(Client())
    new = "a seam of another gold"
    with work():
        client.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": new, "password2": new},
        )

    assert client.get(HERE).status_code == 200
    assert other.get(HERE).status_code == 302
    assert Session.objects.filter(person__email="nia@example.org").count() == 1
    assert "people.password_changed" in noted()
    assert Letter.objects.filter(kind="account_changed").exists()


def test_a_password_that_everybody_has_is_refused(client):
    for new in ("password12", "nia@example.org", "short"):
        client.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": new, "password2": new},
        )
    assert signed_in(Client()).get(HERE).status_code == 200


def test_what_is_tried_too_often_waits(client):
    for _ in range(30):
        answer = Client().post(reverse("account_reset_password"), {"email": "a@example.org"})
        if answer.status_code == 429:
            break

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "A short pause" in answer.text


def test_the_page_takes_as_many_queries_with_more_on_it(client, nia, queries_of):
    few = queries_of(client, HERE)
    for _ in range(3):
        signed_in(Client())
        Authenticator.objects.create(
            user=nia, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"}
        )

    assert queries_of(client, HERE) == few
    assert few <= 12
