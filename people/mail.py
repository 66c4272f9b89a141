"""Mail as it is written down for a mail server."""

import email.policy
import quopri
import secrets
from collections.abc import Sequence
from email import encoders
from email.charset import BASE64, Charset
from email.header import Header
from email.message import Message
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache

from django.core.mail import EmailAttachment, EmailMultiAlternatives
from django.utils import timezone
from django.utils.encoding import force_bytes, punycode

UTF_8 = Charset("utf-8")
UTF_8.header_encoding = BASE64


class AsItIs(email.policy.Compat32):
    """Headers are written as they are: a link stays in one piece, on the line of its header."""

    def fold_binary(self, name: str, value: str) -> bytes:
        return f"{name}: {value}\r\n".encode("ascii")


WIRE = AsItIs(linesep="\r\n")


class Mail(EmailMultiAlternatives):
    """A mail with long links in its headers, and many a second.

    What Django takes from the standard library breaks a link of more than a line into encoded
    words, so that no mail program finds the button of RFC 8058 behind it, and it parses each
    header anew for each mail, which takes longer than all else that is done for one.
    """

    def message(self, *, policy: email.policy.Policy = WIRE) -> Message:  # type: ignore[override]
        """The whole mail. It is written as it goes over the wire, whatever the policy."""
        message = _text(force_bytes(self.body), "text/plain")
        if self.alternatives:
            others = [_text(force_bytes(content), kind) for content, kind in self.alternatives]
            message = _several("alternative", [message, *others])
        if self.attachments:
            message = _several("mixed", [message, *map(_file, self.attachments)])
        message["MIME-Version"] = "1.0"
        message["Subject"] = _line(str(self.subject))
        message["From"] = _address(self.from_email)
        message["To"] = ", ".join(map(_address, self.to))
        message["Date"] = format_datetime(timezone.now())
        for name, value in self.extra_headers.items():
            message[name] = _line(value)
        return message

    @property
    def envelope(self) -> tuple[str, list[str]]:
        """Who it is from and whom it is to, as a mail server wants to be told."""
        return _parsed(self.from_email)[1], [_parsed(one)[1] for one in self.to]


def _several(kind: str, parts: Sequence[Message]) -> Message:
    # One that is drawn needs no look at every line of every part, as the library's own does.
    whole = _part(f'multipart/{kind}; boundary="{secrets.token_hex(16)}"')
    for part in parts:
        whole.attach(part)
    return whole


def _text(content: bytes, mimetype: str) -> Message:
    part = _part(f'{mimetype}; charset="utf-8"')
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(quopri.encodestring(content).decode("ascii"))
    return part


def _file(attachment: EmailAttachment) -> Message:
    part = _part(str(attachment.mimetype))
    part.set_payload(force_bytes(attachment.content))
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.filename)
    return part


def _part(content_type: str) -> Message:
    part = Message(policy=WIRE)
    part["Content-Type"] = content_type
    return part


def _line(value: str) -> str:
    _check(value)
    if value.isascii():
        return value
    return Header(value, UTF_8, header_name="Subject").encode(linesep="\r\n")


def _address(value: str) -> str:
    return formataddr(_parsed(value))


@lru_cache(maxsize=1_000)
def _parsed(value: str) -> tuple[str, str]:
    """A name, and an address whose domain is ASCII."""
    _check(value)
    name, address = parseaddr(value)
    local, at, domain = address.rpartition("@")
    return name, f"{local}{at}{punycode(domain)}"


def _check(header: str) -> None:
    if len(header.splitlines()) > 1:
        raise ValueError("A header is one line")
