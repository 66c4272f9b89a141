"""Push services are told who a message is from, as RFC 8292 has it."""

import time
from urllib.parse import urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec

from nudges.push.encryption import encode, encrypt, write_public_key
from nudges.push.vapid import Vapid, origin
from tests.running.push import running_push_service


def test_a_push_service_can_check_who_a_message_is_from():
    key = ec.generate_private_key(ec.SECP256R1())
    with running_push_service() as service:
        endpoint, device = service.subscribe()
        body = encrypt(b'{"title": "x"}', p256dh=device.p256dh, auth=device.auth)

        answer = requests.post(endpoint, body, auth=Vapid(key, subject="mailto:a@b.example"))

    assert answer.status_code == 201
    claims = service.taken[0].claims()
    assert claims["aud"] == f"http://{urlsplit(service.origin).netloc}"
    assert claims["sub"] == "mailto:a@b.example"
    assert claims["key"] == encode(write_public_key(key.public_key()))
    assert 0 < claims["exp"] - time.time() <= 24 * 60 * 60


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://push.example/a/b?c", "https://push.example"),
        ("https://push.example:8443/a", "https://push.example:8443"),
        ("https://push.example:443/a", "https://push.example"),
        ("https://Push.Example/a", "https://push.example"),
        ("https://somebody:secret@push.example/a", "https://push.example"),
        ("https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_origin_has_its_port_where_that_is_not_the_usual_one(url, expected):
    assert origin(url) == expected
