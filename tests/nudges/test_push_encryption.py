"""What a push service carries is what the standards say, and only the browser reads it."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nudges.push.encryption import LONGEST, RECORD, decode, encode, encrypt, read_public_key
from tests.running.push import Device

# RFC 8291, appendix A.
MESSAGE = b"When I grow up, I want to be a watermelon"
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
ENCRYPTED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
    "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
    "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
# A point that is written in half, as no browser does.
COMPRESSED = encode(
    ec.generate_private_key(ec.SECP256R1())
    .public_key()
    .public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
)


def test_the_example_of_the_standard_comes_out_to_the_byte():
    own = ec.derive_private_key(int.from_bytes(decode(OWN)), ec.SECP256R1())

    encrypted = encrypt(MESSAGE, p256dh=THEIRS, auth=AUTH, own=own, salt=decode(SALT))

    assert encode(encrypted) == ENCRYPTED


@pytest.mark.parametrize("message", [b"", b"x", "Größe 🙂".encode(), b"x" * LONGEST])
def test_the_browser_reads_what_was_meant_for_it(message):
    device = Device()

    encrypted = encrypt(message, p256dh=device.p256dh, auth=device.auth)

    assert device.read(encrypted) == message
    assert len(encrypted) <= RECORD


def test_the_same_words_are_encrypted_anew_each_time():
    device = Device()

    first, second = (encrypt(b"x", p256dh=device.p256dh, auth=device.auth) for _ in range(2))

    assert first[:86] != second[:86]
    assert first[86:] != second[86:]


def test_nobody_else_reads_it():
    device, other = Device(), Device()
    other.auth_secret = device.auth_secret

    with pytest.raises(InvalidTag):
        other.read(encrypt(b"x", p256dh=device.p256dh, auth=device.auth))


def test_what_does_not_fit_into_one_record_is_not_begun():
    device = Device()

    with pytest.raises(ValueError, match="do not fit"):
        encrypt(b"x" * (LONGEST + 1), p256dh=device.p256dh, auth=device.auth)


@pytest.mark.parametrize(
    "key",
    ["", "x", "AAAA", "é", encode(b"\4" + bytes(64)), THEIRS[:-4], OWN, "!" + THEIRS, COMPRESSED],
    ids=["none", "x", "short", "é", "off", "cut", "private", "marked", "compressed"],
)
def test_a_key_that_is_no_point_on_the_curve_is_refused(key):
    with pytest.raises(ValueError, match=r".+"):
        read_public_key(key)
