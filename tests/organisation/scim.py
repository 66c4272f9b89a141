"""A directory, as tests speak for one."""

import json

from django.test import Client

from people.domain.tokens import make_token, open_service_account
from people.models import Scope

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


def open_directory(admin, *, name="Okta", scopes=(Scope.SCIM,), role="member"):
    """A service account, and a token of it."""
    account = open_service_account(by=admin, display_name=name, role=role)
    _made, token = make_token(account, by=admin, name="scim", scopes=scopes)
    return account, token


class Directory:
    """Sends what a directory sends, at addresses below /scim/v2."""

    def __init__(self, admin, **account):
        self.account, self.token = open_directory(admin, **account)
        self.client = Client(headers={"Authorization": f"Bearer {self.token}"})

    def ask(self, method, path, said=None, **headers):
        return self.client.generic(
            method,
            f"/scim/v2/{path}",
            "" if said is None else json.dumps(said),
            content_type="application/scim+json",
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, said):
        return self.ask("POST", path, said)

    def put(self, path, said, **headers):
        return self.ask("PUT", path, said, **headers)

    def patch(self, path, *operations, **headers):
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": operations}, **headers)

    def delete(self, path, **headers):
        return self.ask("DELETE", path, **headers)

    def find(self, kind, wanted, **more):
        return self.client.get(f"/scim/v2/{kind}", {"filter": wanted} | more)


def okta_person(**more):
    """What Okta sends for somebody new."""
    return {
        "schemas": [USER],
        "userName": "nia.kamau@example.org",
        "name": {"givenName": "Nia", "familyName": "Kamau"},
        "emails": [{"primary": True, "value": "nia.kamau@example.org", "type": "work"}],
        "displayName": "Nia Kamau",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": True,
    } | more


def entra_person(**more):
    """What Entra sends for somebody new."""
    return {
        "schemas": [USER, ENTERPRISE],
        "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
        "userName": "Nia.Kamau@example.org",
        "active": True,
        "displayName": "Nia Kamau",
        "emails": [{"primary": True, "type": "work", "value": "nia.kamau@example.org"}],
        "meta": {"resourceType": "User"},
        "name": {"formatted": "Nia Kamau", "familyName": "Kamau", "givenName": "Nia"},
        "roles": [],
        "title": "Engineer",
        ENTERPRISE: {"department": "Payments", "manager": {"value": "17"}},
    } | more
