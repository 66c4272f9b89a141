"""The key by which push services know this site: the one that is given, or one made and kept."""

from email.utils import parseaddr

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from nudges.models import PushKey
from nudges.push.encryption import CURVE, decode, encode
from nudges.push.vapid import Vapid
from people.sealing import Unreadable, seal, unseal


def this_site() -> Vapid:
    """Who this site is to push services, the same in all of its processes."""
    given = settings.VAPID_PRIVATE_KEY
    return Vapid(read_private_key(given) if given else _kept(), subject=_subject())


def read_private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Read VAPID_PRIVATE_KEY: 32 bytes in base64, as most tools make it, or PEM."""
    try:
        if "-----BEGIN" in text:
            # An environment file has no ends of lines within a value.
            key = load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)
        else:
            key = _read(text.strip())
        if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, type(CURVE)):
            return key
    except (ValueError, TypeError):
        pass
    raise ImproperlyConfigured(
        "VAPID_PRIVATE_KEY is no P-256 private key. It takes 32 bytes in base64, or PEM; "
        "without it, Goldseam makes one and keeps it."
    )


def _kept() -> ec.EllipticCurvePrivateKey:
    """The key in the database, made by whichever process asks first.

    One that was sealed under a SECRET_KEY that is given no more cannot be read, nor can the
    subscriptions made with it: a new one takes its place.
    """
    if row := PushKey.objects.first():
        try:
            return _read(unseal(row.sealed)["key"])
        except Unreadable:
            PushKey.objects.filter(sealed=row.sealed).delete()
    PushKey.objects.bulk_create([PushKey(sealed=_made())], ignore_conflicts=True)
    return _read(unseal(PushKey.objects.get().sealed)["key"])


def _made() -> str:
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return seal({"key": encode(number.to_bytes(32))})


def _read(text: str) -> ec.EllipticCurvePrivateKey:
    raw = decode(text)
    if len(raw) != 32:
        raise ValueError("a private key is 32 bytes long")
    return ec.derive_private_key(int.from_bytes(raw), CURVE)


def _subject() -> str:
    """Where whoever runs a push service writes to. They refuse what is inside a network."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    is_outside = "." in address.rpartition("@")[2]
    if not is_outside and settings.SITE_URL.startswith("https://"):
        return settings.SITE_URL
    return f"mailto:{address}"
