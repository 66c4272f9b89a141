"""The key by which push services know this site."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from nudges.models import PushKey
from nudges.push.encryption import encode, write_public_key
from nudges.push.keys import this_site

pytestmark = pytest.mark.django_db

KEY = ec.generate_private_key(ec.SECP256R1())
RAW = encode(KEY.private_numbers().private_value.to_bytes(32))
PUBLIC = encode(write_public_key(KEY.public_key()))


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_without_a_key_one_is_made_and_stays():
    assert this_site().public_key == this_site().public_key
    assert PushKey.objects.count() == 1


def test_what_is_kept_cannot_be_read_from_the_database_alone(settings):
    this_site()
    private = settings.SECRET_KEY

    assert PushKey.objects.get().sealed.startswith("gAAAA")
    assert private not in PushKey.objects.get().sealed


def test_many_processes_at_once_have_one_key(race):
    keys = set()

    assert race(8, lambda: keys.add(this_site().public_key)) == ["ok"] * 8

    assert len(keys) == PushKey.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [RAW, f" {RAW}=\n", pem(KEY), pem(KEY).replace("\n", "\\n")],
    ids=["raw", "padded", "pem", "one line"],
)
def test_a_key_that_is_given_is_used_and_none_kept(settings, given):
    settings.VAPID_PRIVATE_KEY = given

    assert this_site().public_key == PUBLIC
    assert not PushKey.objects.exists()


@pytest.mark.parametrize(
    "given",
    ["x", PUBLIC, encode(bytes(32)), pem(ec.generate_private_key(ec.SECP384R1())), "-----BEGIN x"],
    ids=["short", "public", "zero", "another curve", "cut short"],
)
def test_what_is_no_key_is_said_in_a_sentence(settings, given):
    settings.VAPID_PRIVATE_KEY = given

    with pytest.raises(ImproperlyConfigured, match="VAPID_PRIVATE_KEY is no P-256"):
        this_site()


def test_another_secret_key_makes_another_key_unless_the_old_one_is_still_known(settings):
    before, secret = this_site().public_key, settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [secret]
    assert this_site().public_key == before

    settings.SECRET_KEY_FALLBACKS = []

    after = this_site().public_key
    assert after != before
    assert this_site().public_key == after


@pytest.mark.parametrize(
    ("sender", "site", "subject"),
    [
        ("Goldseam <ops@corp.example>", "https://g.corp.example", "mailto:ops@corp.example"),
        ("Goldseam <goldseam@localhost>", "https://g.corp.example", "https://g.corp.example"),
        ("goldseam@localhost", "http://localhost:8000", "mailto:goldseam@localhost"),
    ],
)
def test_a_push_service_is_told_whom_to_write_to(settings, sender, site, subject):
    settings.DEFAULT_FROM_EMAIL, settings.SITE_URL = sender, site

    assert this_site().subject == subject
