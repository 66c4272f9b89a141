"""What holds at every address of the project, asked without a token and with odd verbs."""

import logging

import pytest
from django.test import Client
from django.urls import resolve

from people.models import Role
from tests.factories import UserFactory
from tests.rules.pages import addresses

pytestmark = pytest.mark.django_db

# Mail programs press these, monitoring and Slack call them, none of which has a cookie: what stands
# in the address is the secret, or the request is signed. `api_nowhere` does nothing.
BRINGS_ITS_OWN_SECRET = {
    *("status:leave", "nudges:leave", "api_nowhere"),
    *("alerts:take", "alerts:take_by_address", "slack:commands", "slack:interactions"),
}


def one(app, converter, name):
    return {"reference": ["INC-1"], "uuid": ["00000000-0000-4000-8000-000000000000"]}.get(
        converter, ["1"]
    )


def every_address():
    return list(addresses(one))


@pytest.fixture
def admin():
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(UserFactory(role=Role.ADMIN))
    logging.disable(logging.CRITICAL)
    yield client
    logging.disable(logging.NOTSET)


def is_exempt(address):
    view = resolve(address.path).func
    return getattr(view, "csrf_exempt", False) and not hasattr(view, "cls")


def test_only_what_brings_a_secret_takes_a_form_from_elsewhere():
    """The views of the API are looked at below: they ask by themselves."""
    assert {address.name for address in every_address() if is_exempt(address)} == (
        BRINGS_ITS_OWN_SECRET
    )


def test_nothing_is_done_without_a_token(admin):
    done = [
        f"{address.name} ({status})"
        for address in every_address()
        if not is_exempt(address)
        if (status := admin.post(address.path).status_code) not in {401, 403, 404, 405}
    ]

    assert done == []


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_no_address_takes_a_verb_that_it_does_not_know(verb, client_of):
    client = client_of(UserFactory(role=Role.ADMIN))
    client.raise_request_exception = False
    logging.disable(logging.CRITICAL)

    taken = [
        f"{address.name} ({status})"
        for address in every_address()
        if address.is_ours and not address.path.startswith(("/api/", "/scim/"))
        if (status := client.generic(verb, address.path).status_code) not in {302, 403, 404, 405}
    ]
    logging.disable(logging.NOTSET)

    assert taken == []
