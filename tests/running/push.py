"""A real push service in a thread, and the devices it brings messages to.

A device decrypts by itself, from the standard's own steps (RFC 8291 section 3.4, RFC 8188
section 2.1), with nothing of the product.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _data(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()


class Device:
    """A browser that takes messages: its keys, and how it reads."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.auth_secret = secrets.token_bytes(16)
        self.point = self._key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    @property
    def p256dh(self) -> str:
        return _text(self.point)

    @property
    def auth(self) -> str:
        return _text(self.auth_secret)

    def read(self, body: bytes) -> bytes:
        """Decrypt one message."""
        salt, record, length = body[:16], int.from_bytes(body[16:20]), body[20]
        sender, encrypted = body[21 : 21 + length], body[21 + length :]
        assert length == 65
        assert len(encrypted) <= record
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        agreed = _mac(self.auth_secret, self._key.exchange(ec.ECDH(), public))
        secret = _mac(agreed, b"WebPush: info\0" + self.point + sender + b"\1")
        both = _mac(salt, secret)
        key = _mac(both, b"Content-Encoding: aes128gcm\0\1")[:16]
        nonce = _mac(both, b"Content-Encoding: nonce\0\1")[:12]
        padded = AESGCM(key).decrypt(nonce, encrypted, None).rstrip(b"\0")
        assert padded.endswith(b"\2")
        return padded[:-1]


@dataclass
class Taken:
    """One request, as the push service had it."""

    path: str
    headers: dict[str, str]
    body: bytes
    said: dict[str, Any] = field(default_factory=dict)

    def claims(self) -> dict[str, Any]:
        """Who it says that it is from; the signature is checked as RFC 8292 asks."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        assert scheme == "vapid"
        given = dict(part.strip().split("=", 1) for part in rest.split(","))
        signed, _, signature = given["t"].rpartition(".")
        raw, point = _data(signature), _data(given["k"])
        assert len(raw) == 64
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        numbers = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
        key.verify(encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(hashes.SHA256()))
        head, claims = (json.loads(_data(part)) for part in signed.split("."))
        assert head == {"typ": "JWT", "alg": "ES256"}
        return claims | {"key": given["k"]}


class PushService:
    """Takes messages, or answers what a test tells it; `hold` never answers."""

    def __init__(self) -> None:
        self.devices: dict[str, Device] = {}
        self.taken: list[Taken] = []
        self.asked: list[Taken] = []
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self.held: set[str] = set()
        self._go_on = Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                service._take(self)

            def log_message(self, *_args: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()

    def subscribe(self) -> tuple[str, Device]:
        """A new device, and the address at which it takes messages."""
        path, device = f"/push/{secrets.token_urlsafe(16)}", Device()
        self.devices[path] = device
        return f"{self.origin}{path}", device

    def answer(self, endpoint: str, status: int, **headers: str) -> None:
        """Answer every message to an address with a status."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[endpoint.removeprefix(self.origin)] = status, named

    def hold(self, endpoint: str) -> None:
        """Leave the sender waiting."""
        self.held.add(endpoint.removeprefix(self.origin))

    def said_to(self, endpoint: str) -> list[dict[str, Any]]:
        """What a device was told."""
        path = endpoint.removeprefix(self.origin)
        return [one.said for one in tuple(self.taken) if one.path == path]

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in request.headers.items()}
        this = Taken(request.path, headers, body)
        self.asked.append(this)
        if request.path in self.held:
            self._go_on.wait()
        status, more = self.answers.get(request.path, (201, {}))
        if status == 201:
            this.said = json.loads(self.devices[request.path].read(body))
            self.taken.append(this)
        request.send_response(status)
        for name, value in more.items():
            request.send_header(name, value)
        request.send_header("Content-Length", "0")
        request.end_headers()


@contextmanager
def running_push_service() -> Iterator[PushService]:
    service = PushService()
    try:
        yield service
    finally:
        service.stop()
