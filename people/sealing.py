"""Keep what opens something unreadable to whoever reads the database alone."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


class Unreadable(Exception):
    """It was sealed under a `SECRET_KEY` that is given no more."""


def seal(details: dict[str, str]) -> str:
    """Encrypt under `SECRET_KEY`."""
    return _keys().encrypt(json.dumps(details).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """Decrypt what `seal` gave, also under one of `SECRET_KEY_FALLBACKS`, or raise Unreadable."""
    try:
        details: dict[str, str] = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken:
        raise Unreadable from None
    return details


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(force_bytes(secret))) for secret in secrets])


def _key(secret: bytes) -> bytes:
    """A key that is used for nothing else that `SECRET_KEY` is used for."""
    return urlsafe_b64encode(sha256(b"goldseam.sealing:" + secret).digest())
