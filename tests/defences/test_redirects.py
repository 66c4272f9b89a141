"""Nobody is sent from here to where somebody else wants them."""

from urllib.parse import urlsplit

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a long and odd password 7"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "https:///evil.example",
    "/\t/evil.example/",
    "\x08//evil.example",
    "javascript:alert(1)",
    "data:text/html,hi",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
]


def leads_here(response):
    where = urlsplit(response.headers.get("Location", "/"))
    return where.netloc in {"", "testserver"} and where.scheme in {"", "http", "https"}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_signing_in_leads_nowhere_else(where, client):
    user = UserFactory(password=PASSWORD)

    signed_in = client.post(
        "/accounts/login/", {"login": user.email, "password": PASSWORD, "next": where}
    )

    assert signed_in.status_code == 302
    assert leads_here(signed_in)
    assert "evil" not in signed_in.headers["Location"]


@pytest.mark.parametrize("where", ELSEWHERE)
def test_the_way_to_the_sign_in_carries_no_other_site(where, client):
    response = client.post("/incidents/declare/", headers={"Referer": where})

    assert leads_here(response)
    assert "evil" not in response.headers.get("Location", "")


@pytest.mark.parametrize("where", ["//evil.example/", "/%2Fevil.example/", "/\\evil.example"])
def test_an_address_with_two_strokes_is_no_other_site(where, client):
    response = client.get(where)

    assert leads_here(response)
