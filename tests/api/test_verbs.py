"""What a page can do, the API can do, or it is written down why not."""

from http import HTTPStatus

import pytest

from config.api_urls import v1
from tests.api.verbs import VERBS, Not
from tests.factories import UserFactory
from tests.rules.pages import addresses

ANY = {
    "int": ["1"],
    "reference": ["INC-1"],
    "uuid": ["00000000-0000-4000-8000-000000000000"],
}


@pytest.fixture
def forms(client_of, db):
    """Every address that takes a form and nothing else."""
    admin = client_of(UserFactory(role="admin"))
    admin.raise_request_exception = False
    ours = {
        one.name: one.path
        for one in addresses(lambda app, converter, name: ANY.get(converter, ["x"]))
        if one.is_ours and not one.path.startswith("/api/")
    }
    refused = HTTPStatus.METHOD_NOT_ALLOWED
    return {name for name, path in ours.items() if admin.get(path).status_code == refused}


def test_every_form_has_its_verb_or_a_reason(forms):
    assert forms - VERBS.keys() == set()
    assert VERBS.keys() - forms == set()


def test_every_verb_that_is_named_is_there():
    there = {one.name for one in v1 if hasattr(one, "name")}
    named = {said for said in VERBS.values() if not isinstance(said, Not)}

    assert named - there == set()
