"""The secrets with which a source says who it is. Nobody can read one later."""

import base64
import hmac
import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from nudges.sealing import Unreadable, seal, unseal

PREFIX = "alerts_"
SALT = "goldseam.alerts.token"


def make() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str, secret: str = "") -> str:  # nosec B107 (empty is the key of this site)
    """Keyed, so that a copy of the database does not even tell whether a guess is right."""
    return salted_hmac(SALT, token, secret=secret or None, algorithm="sha256").hexdigest()


def digests(token: str) -> list[str]:
    """What may be kept of a token: under the key of now, or under one of before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [digest(token, str(key)) for key in keys]


def from_headers(request: HttpRequest) -> str:
    """The token in `Authorization`, as a bearer's or as the password of anybody."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() == "basic":
        try:
            pair = base64.b64decode(given.strip(), validate=True).decode()
        except ValueError:
            return ""
        return pair.partition(":")[2]
    return ""


def seal_secret(secret: str) -> str:
    return seal({"secret": secret}) if secret else ""


def is_signed(sealed: str, *, body: bytes, signatures: list[str]) -> bool:
    """Whether one of the signatures is that of the body, under a secret that is sealed."""
    try:
        secret = unseal(sealed)["secret"]
    except Unreadable:
        return False
    right = hmac.new(secret.encode(), body, sha256).hexdigest().encode()
    return any(hmac.compare_digest(right, one.encode()) for one in signatures[:20])
