"""Scripts, each with a token."""

import pytest
from django.test import Client

from people.domain.tokens import make_token
from people.models import Scope

EVERYTHING = [one.value for one in Scope if one != Scope.SCIM]


@pytest.fixture
def script_of(db):
    """`script_of(user)` is a client that sends JSON with a token of theirs, and no session."""

    def with_token(person, *scopes):
        _made, token = make_token(person, by=person, name="script", scopes=scopes or EVERYTHING)
        return Script(token)

    return with_token


class Script:
    def __init__(self, token):
        self.client = Client(headers={"Authorization": f"Bearer {token}"})

    def get(self, path, **headers):
        return self.client.get(path, headers=_named(headers))

    def post(self, path, data=None, **headers):
        return self.client.post(
            path, data if data is not None else {}, "application/json", headers=_named(headers)
        )


def _named(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}
