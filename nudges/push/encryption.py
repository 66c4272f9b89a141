"""Encrypt a message so that only the browser it is for can read it (RFC 8291, RFC 8188)."""

import secrets
from base64 import b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
LENGTH_OF_POINT = 65
LENGTH_OF_AUTH = 16
RECORD = 4096
# Salt, size of a record, and a public key with its length stand before what is encrypted;
# a tag and the sign that this is the last record come behind it.
LONGEST = RECORD - (16 + 4 + 1 + LENGTH_OF_POINT) - 16 - 1
LAST_RECORD = b"\x02"


def encode(data: bytes) -> str:
    """Write bytes as all of these standards do: base64 for addresses, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read what `encode` writes, or raise ValueError."""
    text = text.rstrip("=")
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def read_public_key(text: str) -> ec.EllipticCurvePublicKey:
    """Read a browser's public key, or raise ValueError where it is no point on the curve."""
    point = decode(text)
    if len(point) != LENGTH_OF_POINT:
        raise ValueError("a whole point is 65 bytes long")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def write_public_key(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    message: bytes,
    *,
    p256dh: str,
    auth: str,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Encrypt a message to the browser that gave `p256dh` and `auth`, as one record.

    `own` and `salt` are new for every message, and given by tests alone.
    """
    if len(message) > LONGEST:
        raise ValueError(f"{len(message)} bytes do not fit into one record")
    theirs = read_public_key(p256dh)
    own = own or ec.generate_private_key(CURVE)
    salt = salt or secrets.token_bytes(16)
    own_public = write_public_key(own.public_key())
    about = b"WebPush: info\0" + write_public_key(theirs) + own_public
    shared = _derive(own.exchange(ec.ECDH(), theirs), salt=decode(auth), info=about, length=32)
    key = _derive(shared, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(shared, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + RECORD.to_bytes(4) + len(own_public).to_bytes(1) + own_public
    return header + AESGCM(key).encrypt(nonce, message + LAST_RECORD, None)


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
