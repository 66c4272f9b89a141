"""Read settings from the environment, with a clear word when one cannot be read."""

import os
import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes or on, whatever the case."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """Split a comma-separated value, leaving out empty parts."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """Read what stands for what, such as `goldseam-admins=admin, everybody=member`."""
    found = [word.partition("=") for word in words(name)]
    if wrong := [before for before, sign, after in found if not (before and sign and after)]:
        raise ImproperlyConfigured(f"{name}: “{wrong[0]}” needs a name, = and what it stands for.")
    return {before.strip(): after.strip() for before, _sign, after in found}


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """Read one of some words."""
    word = os.environ.get(name, default).strip().lower() or default
    if word not in choices:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(choices)}, not “{word}”.")
    return word


# A name, or with a dot before it all names below it.
NAME = re.compile(r"\.?([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
NUMBER = re.compile(r"[0-9.]+(/.*)?|.*:.*|.*/.*")


def reachable(name: str) -> list[IPv4Network | IPv6Network | str]:
    """Read networks and names of hosts, such as `10.20.0.0/16, chat.example.org, .corp.example`."""
    return [_place(word.lower(), name) for word in words(name)]


def _place(word: str, name: str) -> IPv4Network | IPv6Network | str:
    if not NUMBER.fullmatch(word):
        if NAME.fullmatch(word):
            return word
        raise ImproperlyConfigured(f"{name}: “{word}” is no name of a host.")
    try:
        return ip_network(word)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: “{word}” is no address or network ({error}). It takes 10.20.0.7, "
            "10.20.0.0/16 or the name of a host, without https:// and without a port."
        ) from None


def mailer(url: str) -> dict[str, Any]:
    """Turn `EMAIL_URL` into one entry of Django's `MAILERS`.

    `smtp://user:password@host:port`, `smtp+tls://…` (STARTTLS), `smtps://…`,
    `file:///folder` (a file a mail) or `console:`.
    """
    parts = urlsplit(url)
    backends = "django.core.mail.backends"
    if parts.scheme == "console":
        return {"BACKEND": f"{backends}.console.EmailBackend"}
    if parts.scheme == "file":
        path = unquote(parts.path)
        return {
            "BACKEND": f"{backends}.filebased.EmailBackend",
            "OPTIONS": {"file_path": path},
        }
    if parts.scheme in {"smtp", "smtp+tls", "smtps"}:
        options: dict[str, Any] = {
            "host": parts.hostname or "localhost",
            "port": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": int(dict(parse_qsl(parts.query)).get("timeout", "20")),
        }
        return {"BACKEND": f"{backends}.smtp.EmailBackend", "OPTIONS": options}
    raise ImproperlyConfigured(
        "EMAIL_URL begins with smtp://, smtp+tls://, smtps://, file:// or console:"
    )


def files(
    *, bucket: str, endpoint: str, region: str, access_key: str, secret_key: str
) -> dict[str, Any]:
    """Where uploaded files are kept: in `MEDIA_ROOT`, or on S3 when a bucket is named.

    Without keys, boto3 looks for them where the machine has them (a role, its own
    variables).
    """
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    named = {
        "endpoint_url": endpoint,
        "region_name": region,
        "access_key": access_key,
        "secret_key": secret_key,
    }
    options: dict[str, Any] = {name: value for name, value in named.items() if value}
    options |= {"bucket_name": bucket, "default_acl": None, "file_overwrite": False}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


# Names that nobody outside can mean.
INNER = {"localhost", "local", "internal", "lan", "home", "corp", "intranet", "test", "invalid"}
SHORTEST_KEY, LEAST_LETTERS = 50, 10
# What stands in examples, ours and others', and what images begin with.
SAMPLES = re.compile(r"change.?me|django-insecure|secret.?key|never for a site|used-only", re.I)
POOR_PASSWORDS = {"password", "postgres", "goldseam", "changeme", "secret", "admin", "root"}


def is_public(host: str) -> bool:
    """Whether the host of an address may be reached by people outside."""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and host.rpartition(".")[2].lower() not in INNER


def refuse_carelessness(
    *, debug: bool, key: str, older_keys: list[str], site: str, hosts: list[str], database: str
) -> None:
    """Do not start a site for others with what is only good for trying out."""
    parts = urlsplit(site)
    is_for_others = is_public(parts.hostname or "")
    problems = []
    if debug and is_for_others:
        problems.append("DEBUG shows everybody how this site works inside: leave it out.")
    if not debug and (is_for_others or parts.scheme == "https"):
        problems += _of_keys(key, older_keys)
        if is_for_others and parts.scheme != "https":
            problems.append("SITE_URL begins with https:// where others can reach it.")
        if any(host in {"*", "."} or host.startswith("*") for host in hosts):
            problems.append("ALLOWED_HOSTS names the hosts of this site, and not every host.")
        if database in POOR_PASSWORDS:
            problems.append("The password in DATABASE_URL is one that anybody would try first.")
    if problems:
        raise ImproperlyConfigured(" ".join(problems))


def _of_keys(key: str, older: list[str]) -> list[str]:
    good = "openssl rand -hex 32 makes a good one."
    if len(key) < SHORTEST_KEY or len(set(key)) < LEAST_LETTERS:
        return [f"SECRET_KEY is too short to keep secrets. {good}"]
    if SAMPLES.search(key):
        return [f"SECRET_KEY is one that is written down somewhere: {good}"]
    if any(SAMPLES.search(one) for one in older):
        return ["SECRET_KEY_FALLBACKS has a key that is written down somewhere: leave it out."]
    return []
