"""Every answer of the real server says to the browser what to be careful about, once."""

import re

import pytest
from django.conf import settings
from django.utils.csp import build_policy

from config.headers import BARE_POLICY, POLICY, always, careful
from tests.defences.conftest import headers_of, status
from tests.running.loops import run

pytestmark = pytest.mark.django_db  # so that the database of the tests is there

SITE = "https://goldseam.example.com"
SECURE = {
    "DEBUG": "0",
    "SITE_URL": SITE,
    "ALLOWED_HOSTS": "goldseam.example.com,127.0.0.1",
    "SECRET_KEY": "5b1d2f8c7e90a46321fedcba0987654321a1b2c3d4e5f60718293a4b5c6d7e8f",
}
HTTPS = ("Host: goldseam.example.com", "X-Forwarded-Proto: https")


@pytest.fixture(scope="module")
def secure(start_web):
    """A server as in production, behind something that ends TLS."""
    return start_web(collect=True, **SECURE)


def ask(web, path, *lines):
    return web.say(
        "\r\n".join([f"GET {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode()
    )


PATHS = {
    "a page": "/accounts/login/",
    "nothing": "/nothing/here/",
    "a redirect": "/incidents/",
    "the API": "/api/v1/incidents/",
    "a stream": "/live/",
    "a static file": "/static/js/app.js",
    "for everyone": "/manifest.webmanifest",
    "the admin": "/admin/login/",
    "the health check": "/healthz",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_every_answer_says_all_of_it_once(web, path):
    answer = web.get(path)
    said = headers_of(answer)

    assert 200 <= status(answer) < 500
    missing = {name for name in always(secure=False) if name.lower() not in said}
    assert missing == set()
    assert [name for name, values in said.items() if len(values) > 1 and name != "set-cookie"] == []
    assert "frame-ancestors 'none'" in said["content-security-policy"][0]
    assert "access-control-allow-origin" not in said


def test_what_the_server_refuses_by_itself_says_it_too(web):
    said = headers_of(web.say(b"\0\0\r\n\r\n"))

    assert said["content-security-policy"] == [BARE_POLICY]
    assert "cross-origin-resource-policy" in said


def test_an_editor_that_is_turned_away_is_told_too(web):
    answer = web.get(
        "/live/write-ups/1/", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Connection: Upgrade",
    )  # fmt: skip

    assert "x-content-type-options" in headers_of(answer)


def test_pages_are_kept_by_nobody_but_may_say_otherwise(web):
    assert headers_of(web.get("/accounts/login/"))["cache-control"][0].find("no-store") >= 0
    assert "public" in headers_of(web.get("/manifest.webmanifest"))["cache-control"][0]


def test_over_https_everything_stays_there(secure):
    for path in ("/accounts/login/", "/live/", "/nothing/"):
        said = headers_of(ask(secure, path, *HTTPS))
        assert said["strict-transport-security"] == ["max-age=31536000; includeSubDomains; preload"]


def test_over_https_cookies_belong_to_this_host_alone(secure):
    cookies = headers_of(ask(secure, "/accounts/login/", *HTTPS))["set-cookie"]

    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert all(word in cookie for word in ("; Secure", "; Path=/", "; SameSite=Lax"))
        assert "Domain" not in cookie


def test_plain_http_is_sent_to_https_and_to_no_other_host(secure):
    answer = ask(secure, "/accounts/login/", "Host: goldseam.example.com")

    assert status(answer) == 301
    assert headers_of(answer)["location"] == [f"{SITE}/accounts/login/"]


@pytest.mark.parametrize("host", ["evil.example", "goldseam.example.com.evil.example", "a b", ""])
def test_another_host_is_not_answered_and_nowhere_repeated(secure, host):
    answer = ask(secure, "/accounts/login/", f"Host: {host}", "X-Forwarded-Proto: https")

    assert status(answer) == 400
    assert b"evil" not in answer


def test_a_host_that_a_proxy_names_is_not_believed(secure):
    answer = ask(secure, "/incidents/", *HTTPS, "X-Forwarded-Host: evil.example")

    assert b"evil" not in answer


def test_what_breaks_shows_nothing_of_how_it_works(secure):
    answer = ask(secure, "/nothing/here/", *HTTPS)

    assert status(answer) == 404
    assert not re.search(rb"Traceback|urlpatterns|DEBUG|django", answer, re.IGNORECASE)


def test_the_policy_lets_nothing_in_that_is_not_a_file_of_ours():
    policy = build_policy(POLICY, nonce="abc")

    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'")
    assert settings.SECURE_CSP is POLICY


def test_what_breaks_before_django_does_says_it_too():
    sent = []

    async def app(scope, receive, send):
        raise RuntimeError("Something secret")

    async def send(message):
        sent.append(message)

    with pytest.raises(RuntimeError):
        run(careful(app, always(secure=True))({"type": "http"}, None, send))

    assert sent[0]["status"] == 500
    assert (b"x-frame-options", b"DENY") in sent[0]["headers"]
    assert b"secret" not in sent[1]["body"]


def test_a_view_may_be_stricter():
    sent = []

    async def app(scope, receive, send):
        headers = [(b"Referrer-Policy", b"no-referrer")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def send(message):
        sent.append(message)

    run(careful(app, always(secure=True))({"type": "http"}, None, send))

    said = [value for name, value in sent[0]["headers"] if name.lower() == b"referrer-policy"]
    assert said == [b"no-referrer"]
