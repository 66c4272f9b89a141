"""What is asked of an OpenID Connect provider, and how its answers are checked.

Authorization code with PKCE (RFC 7636), a state and a nonce, each used once.
"""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.utils.crypto import constant_time_compare

TIMEOUT = (5, 10)
# What a provider signs with has a public part; anything else could be made by whoever reads it.
ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
]


class NoAnswer(Exception):
    """The provider did not answer, or in a way that cannot be trusted. It says what was wrong."""


@dataclass(frozen=True)
class Attempt:
    """One try at signing in, as the browser's session keeps it until the provider answers."""

    state: str
    nonce: str
    verifier: str
    onward: str = ""

    @classmethod
    def new(cls, onward: str) -> "Attempt":
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, onward)

    def kept(self) -> dict[str, str]:
        return asdict(self)


def address_to_ask(attempt: Attempt, *, callback: str) -> str:
    """Where the browser goes to be asked who it is."""
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": callback,
        "scope": settings.OIDC_SCOPES,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    endpoint: str = _configuration()["authorization_endpoint"]
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(query)}"


def claims_of(attempt: Attempt, *, code: str, callback: str) -> dict[str, Any]:
    """Who the provider says it is, from its signed answer and what it tells besides."""
    configuration = _configuration()
    tokens = _exchange(configuration, attempt, code, callback)
    claims = _checked(configuration, str(tokens.get("id_token", "")), attempt.nonce)
    if configuration.get("userinfo_endpoint") and tokens.get("access_token"):
        told = _json(
            "GET",
            configuration["userinfo_endpoint"],
            headers={"Authorization": f"Bearer {tokens['access_token']}"},
        )
        if told.get("sub") != claims["sub"]:
            raise NoAnswer("it told of somebody else")
        claims = told | claims
    return claims


def _configuration() -> dict[str, Any]:
    found = _json("GET", f"{settings.OIDC_ISSUER}/.well-known/openid-configuration")
    if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
        raise NoAnswer("it calls itself by another name")
    for needed in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(needed), str):
            raise NoAnswer(f"it has no {needed}")
    return found


def _exchange(
    configuration: dict[str, Any], attempt: Attempt, code: str, callback: str
) -> dict[str, Any]:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": attempt.verifier,
    }
    known = configuration.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    own = (settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)
    if "client_secret_basic" in known:
        return _json("POST", configuration["token_endpoint"], data=sent, auth=own)
    named = {"client_id": own[0], "client_secret": own[1]}
    return _json("POST", configuration["token_endpoint"], data=sent | named)


def _checked(configuration: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    keys = _json("GET", configuration["jwks_uri"])
    try:
        found = jwt.PyJWKSet.from_dict(keys).keys
        named = jwt.get_unverified_header(token).get("kid")
        key = next(one for one in found if named in (None, one.key_id))
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=configuration["issuer"],
            leeway=60,
            options={"require": ["exp", "iat", "sub", "iss", "aud"]},
        )
    except (jwt.PyJWTError, StopIteration, KeyError, TypeError, AttributeError) as error:
        raise NoAnswer(f"its answer cannot be trusted ({type(error).__name__})") from error
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise NoAnswer("it answered another question")
    if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise NoAnswer("it answered somebody else")
    return claims


def _json(method: str, url: str, **more: Any) -> dict[str, Any]:
    try:
        with requests.request(
            method, url, timeout=TIMEOUT, allow_redirects=False, **more
        ) as answer:
            answer.raise_for_status()
            found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise NoAnswer(f"it does not answer ({type(error).__name__})") from error
    if not isinstance(found, dict):
        raise NoAnswer("it does not answer in a way that is understood")
    return found
