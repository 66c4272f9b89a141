"""What whoever reads the log of the real server does not learn from it."""

import re
from urllib.parse import urlencode

import pytest

from tests.defences.conftest import HOST, status
from tests.rules.pages import addresses
from tests.running.waiting import until

SECRET = "gs_aWordThatOpensSomething7"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def quiet_web(start_web):
    """A server that says as little of each request as the container does."""
    return start_web("--no-access-log")


def post(web, path, body, *headers):
    lines = [f"POST {path} HTTP/1.1", f"Host: {HOST}:{web.port}", "Connection: close", *headers]
    kind = "Content-Type: application/x-www-form-urlencoded"
    head = "\r\n".join([*lines, kind, f"Content-Length: {len(body)}", "", body])
    return web.say(head.encode())


def test_the_log_says_no_secret_of_any_address(quiet_web):
    web = quiet_web
    opened_by_words = {
        one.path
        for one in addresses(lambda _app, kind, _name: ["1"] if kind == "int" else [SECRET])
        if SECRET in one.path
    }
    assert len(opened_by_words) > 8
    for path in sorted(opened_by_words):
        assert 300 <= status(web.get(path)) < 500
        post(web, path, urlencode({"token": SECRET}))

    web.get(f"/{SECRET}/")
    web.get("/incidents/", f"Authorization: Bearer {SECRET}")
    web.get("/api/v1/incidents/", f"Authorization: Bearer {SECRET}")
    web.get("/incidents/", f"Cookie: __Host-session={SECRET}; sessionid={SECRET}")
    web.get(f"/accounts/login/?next=/{SECRET}")
    post(web, "/accounts/login/", urlencode({"login": "a@b.example", "password": SECRET}))
    web.get("/no/such/page/")

    until(lambda: web.process.said("an address that is not there") >= 2, within=10)
    said = web.process.output()
    assert SECRET not in said
    assert re.search(r"WARNING django.request: [^/]*/alerts/in/<str:token>/", said)
