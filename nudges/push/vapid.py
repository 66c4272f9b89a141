"""Say to a push service who a message is from (RFC 8292)."""

import json
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from requests import PreparedRequest
from requests.auth import AuthBase

from nudges.push.encryption import encode, write_public_key

# A push service takes no more than a day; its clock and ours may differ.
LASTS = 12 * 60 * 60
USUAL_PORT = {"https": ":443", "http": ":80"}


class Vapid(AuthBase):
    """Signs requests to push services with the key of this site.

    `subject` is how whoever runs a push service reaches whoever runs this site.
    """

    def __init__(self, key: ec.EllipticCurvePrivateKey, *, subject: str) -> None:
        self.key, self.subject = key, subject
        self.public_key = encode(write_public_key(key.public_key()))

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        token = self._token(origin(request.url or ""))
        request.headers["Authorization"] = f"vapid t={token}, k={self.public_key}"
        return request

    def _token(self, audience: str) -> str:
        claims = {"aud": audience, "exp": int(time.time()) + LASTS, "sub": self.subject}
        signed = f"{_part({'typ': 'JWT', 'alg': 'ES256'})}.{_part(claims)}"
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{signed}.{encode(r.to_bytes(32) + s.to_bytes(32))}"


def origin(url: str) -> str:
    """Scheme, host and, where it is not the usual one, port."""
    parts = urlsplit(url.lower())
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host.removesuffix(USUAL_PORT.get(parts.scheme, ''))}"


def _part(values: Mapping[str, object]) -> str:
    return encode(json.dumps(values, separators=(",", ":")).encode())
