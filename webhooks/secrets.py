"""What messages are signed with, as Standard Webhooks has it. It is kept sealed."""

import secrets
from base64 import b64encode
from datetime import datetime

from django.views.decorators.debug import sensitive_variables
from standardwebhooks import Webhook

from people.sealing import seal, unseal
from webhooks.models import Endpoint

PREFIX = "whsec_"
BYTES = 32


def a_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()


def sealed(secret: str) -> str:
    return seal({"secret": secret})


@sensitive_variables()
def signature(endpoint: Endpoint, *, key: str, at: datetime, body: str) -> str:
    """Sign a message, with both secrets while one takes the place of the other.

    Raises Unreadable where a secret was sealed under a `SECRET_KEY` that is given no more.
    """
    kept = [endpoint.sealed_secret]
    if endpoint.has_two_secrets:
        kept.append(endpoint.sealed_previous)
    signing = [Webhook(unseal(one)["secret"]) for one in kept]
    return " ".join(one.sign(key, at, body) for one in signing)
