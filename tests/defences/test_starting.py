"""A site that others can reach does not start with what is only good for trying out."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import is_public, refuse_carelessness

GOOD = {
    "debug": False,
    "key": "9f3c1d7be05a48264c0d9e7fb1a35862d4e07c9a8b165f3e2d7c4b0a91e8f653",
    "older_keys": [],
    "site": "https://goldseam.example.com",
    "hosts": ["goldseam.example.com"],
    "database": "nwT0bVq1XmZ4",
}


def test_a_careful_site_starts():
    refuse_carelessness(**GOOD)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("key", "short", "SECRET_KEY is too short"),
        ("key", "a" * 64, "SECRET_KEY is too short"),
        ("key", "django-insecure-" + GOOD["key"], "written down somewhere"),
        ("key", "change-me " + GOOD["key"], "written down somewhere"),
        (
            "key",
            "for trying out on one's own machine, never for a site others can reach",
            "written down somewhere",
        ),
        ("older_keys", ["django-insecure-abc"], "SECRET_KEY_FALLBACKS"),
        ("debug", True, "DEBUG"),
        ("site", "http://goldseam.example.com", "https://"),
        ("site", "http://93.184.215.14", "https://"),
        ("hosts", ["goldseam.example.com", "*"], "ALLOWED_HOSTS"),
        ("database", "postgres", "DATABASE_URL"),
    ],
)
def test_a_careless_site_does_not_start(setting, value, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        refuse_carelessness(**GOOD | {setting: value})


@pytest.mark.parametrize("site", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]"])
def test_trying_out_on_ones_own_machine_is_left_alone(site):
    words = {"site": site, "key": "for the tests", "database": "postgres", "hosts": ["*"]}

    refuse_carelessness(**GOOD | words)
    refuse_carelessness(**GOOD | words | {"debug": True})


def test_https_on_any_name_wants_a_real_key():
    with pytest.raises(ImproperlyConfigured):
        refuse_carelessness(**GOOD | {"site": "https://localhost", "key": "short"})


def test_what_is_wrong_is_said_all_at_once():
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_carelessness(**GOOD | {"key": "short", "hosts": ["*"], "database": "postgres"})

    assert all(name in str(refusal.value) for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE"))


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("goldseam.example.com", True),
        ("8.8.8.8", True),
        ("10.0.0.7", False),
        ("localhost", False),
        ("goldseam.internal", False),
        ("web", False),
        ("", False),
    ],
)
def test_which_names_are_public(host, public):
    assert is_public(host) is public
