"""Mail as it is written down for a mail server."""

import email.policy
import quopri
import secrets
from email import encoders
from email.charset import BASE64, Charset
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime, formataddr, parseaddr

from django.core.mail import EmailAttachment, EmailMultiAlternatives
from django.core.mail.message import RFC5322_EMAIL_LINE_LENGTH_LIMIT
from django.utils import timezone
from django.utils.encoding import force_bytes, punycode

# Only words that are not ASCII are folded: a link stays in one piece, on the line of its header.
WIRE = email.policy.compat32.clone(linesep="\r\n", max_line_length=RFC5322_EMAIL_LINE_LENGTH_LIMIT)
UTF_8 = Charset("utf-8")
UTF_8.header_encoding = BASE64


class Mail(EmailMultiAlternatives):
    """A mail with long links in its headers, and several a millisecond.

    What Django takes from the standard library breaks a link of more than a line into encoded
    words, so that no mail program finds the button of RFC 8058 behind it, and it parses each
    header anew for each mail, which takes longer than all else that is done for one.
    """

    def message(self, *, policy: email.policy.Policy = WIRE) -> Message:  # type: ignore[override]
        """The whole mail. It is written as it goes over the wire, whatever the policy."""
        message = _text(str(self.body), "text/plain")
        if self.alternatives:
            others = [_text(str(content), kind) for content, kind in self.alternatives]
            message = _several("alternative", [message, *others])
        if self.attachments:
            message = _several("mixed", [message, *map(_file, self.attachments)])
        message["Subject"] = _line(str(self.subject))
        message["From"] = _address(self.from_email)
        message["To"] = ", ".join(map(_address, self.to))
        message["Date"] = format_datetime(timezone.now())
        for name, value in self.extra_headers.items():
            message[name] = _line(value)
        return message


def _several(kind: str, parts: list[Message]) -> Message:
    # One that is drawn needs no look at every line of every part, as the library's own does.
    whole = MIMEMultipart(kind, boundary=secrets.token_hex(16), policy=WIRE)
    for part in parts:
        whole.attach(part)
    return whole


def _text(content: str, mimetype: str) -> Message:
    kind, _slash, rest = mimetype.partition("/")
    subtype, *parameters = rest.split("; ")
    named = dict(one.split("=", 1) for one in parameters)
    part = MIMENonMultipart(kind, subtype, charset="utf-8", policy=WIRE, **named)
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(quopri.encodestring(content.encode()).decode("ascii"))
    return part


def _file(attachment: EmailAttachment) -> Message:
    part = MIMEBase(*attachment.mimetype.split("/"), policy=WIRE)
    part.set_payload(force_bytes(attachment.content))
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.filename)
    return part


def _line(value: str) -> str:
    _check(value)
    return value if value.isascii() else Header(value, UTF_8, header_name="Subject").encode()


def _address(value: str) -> str:
    _check(value)
    name, address = parseaddr(value)
    local, at, domain = address.rpartition("@")
    return formataddr((name, f"{local}{at}{punycode(domain)}"))


def _check(header: str) -> None:
    if len(header.splitlines()) > 1:
        raise ValueError("A header is one line")
