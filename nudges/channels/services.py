"""The chat services that Goldseam writes to: those of Apprise that are elsewhere, and chats.

Apprise knows many more. Some act on the machine itself (syslog, dbus), read files of it
(templates, attachments) or are other roads for mail; none of them is here, and of an address
only the parts named here are taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.errors import DomainError
from people.outbound import check

if TYPE_CHECKING:
    from apprise import AppriseAsset
    from apprise.plugins import NotifyBase

CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0


@dataclass(frozen=True)
class Service:
    """A chat service: its name, and what to look at when it says yes and nothing is to be seen.

    Of one with a `has_host` everybody can run one, so that its address names a server.
    """

    label: str
    look: str | Promise
    has_host: bool = False
    is_markdown: bool = True


_CHANNEL = gettext_lazy("look at the channel that the webhook was made for.")
_ROOM = gettext_lazy("look at the room that the address names, and who may see it.")
_RUNS = gettext_lazy("look at the run history of the workflow.")
_BOT = gettext_lazy("write to the bot once, so that it may write to you.")
_PHONE = gettext_lazy("look at whether your phone is subscribed there.")
_NUMBER = gettext_lazy("look at the number, and at the log of your account there.")
_LOG = gettext_lazy("look at the log of what you run there.")

# By the words that addresses of it begin with.
_SERVICES = {
    ("slack",): Service("Slack", _CHANNEL),
    ("workflow", "workflows"): Service("Microsoft Teams", _RUNS),
    ("mmost", "mmosts"): Service("Mattermost", _CHANNEL, has_host=True),
    ("discord",): Service("Discord", _CHANNEL),
    ("rocket", "rockets"): Service("Rocket.Chat", _CHANNEL, has_host=True),
    ("gchat",): Service("Google Chat", _CHANNEL),
    ("matrix", "matrixs"): Service("Matrix", _ROOM, has_host=True),
    ("tgram",): Service("Telegram", _BOT),
    ("zulip",): Service("Zulip", _ROOM),
    ("wxteams", "webex"): Service("Webex", _ROOM),
    ("nctalk", "nctalks"): Service("Nextcloud Talk", _ROOM, has_host=True),
    ("signal", "signals"): Service("Signal", _NUMBER, has_host=True, is_markdown=False),
    ("ntfy", "ntfys"): Service("ntfy", _PHONE, has_host=True, is_markdown=False),
    ("gotify", "gotifys"): Service("Gotify", _PHONE, has_host=True),
    ("pover",): Service("Pushover", _PHONE, is_markdown=False),
    ("twilio",): Service("Twilio", _NUMBER, is_markdown=False),
    ("vonage", "nexmo"): Service("Vonage", _NUMBER, is_markdown=False),
    ("msgbird",): Service("MessageBird", _NUMBER, is_markdown=False),
    ("clicksend",): Service("ClickSend", _NUMBER, is_markdown=False),
    ("json", "jsons"): Service("JSON", _LOG, has_host=True, is_markdown=False),
}
SERVICES = {schema: service for schemas, service in _SERVICES.items() for schema in schemas}

# To whom, from whom, and with which key. What else an address can say is left to Goldseam:
# `template`, above all, would read a file of this machine.
TAKEN = frozenset(
    "to from mode token key secret sid apikey auth webhook workspace thread topic team channel "
    "channels botname priority sound silent ping path version msgtype url_prefix tts "
    "id sig ver api-version sp sv pa powerautomate route routeid".split()
)
# A header of the request, where somebody's own service asks for one.
HEADER = "+"

# A webhook of a server that somebody runs themselves, as that server shows it.
_HOOK = re.compile(r"(?P<where>.*)/hooks/(?P<token>[a-z0-9]{26})/?")
_ROCKET = re.compile(r"/hooks/(?P<token>[A-Za-z0-9]+/[A-Za-z0-9]+)/?")


@dataclass(frozen=True)
class Chat:
    """An address that was read: which service it is of, and what sends there."""

    service: Service
    plugin: "NotifyBase"

    @property
    def name(self) -> str:
        """What it is, without a secret: “Slack”, or “Mattermost at chat.example.org”."""
        if not self.host:
            return self.service.label
        return _("%(service)s at %(host)s") % {"service": self.service.label, "host": self.host}

    @property
    def host(self) -> str:
        """The server that the address names, if it names one."""
        # In the cloud of ntfy, what stands there is the topic, and opens it.
        if not self.service.has_host or getattr(self.plugin, "mode", "") == "cloud":
            return ""
        return str(self.plugin.host or "")

    @property
    def same(self) -> str:
        """What two spellings of one address have in common."""
        return str(self.plugin.url(privacy=False))  # type: ignore[no-untyped-call]


def read(text: str) -> Chat:
    """Read an address that somebody typed, or raise DomainError with what to do about it."""
    parts = _parts(text.strip())
    service = SERVICES.get(parts["schema"]) if parts else None
    if not parts or not service:
        raise DomainError(
            _(
                "Goldseam does not know this address. Paste the webhook that your chat gave you, "
                "or write one like those below."
            )
        )
    for part in _not_taken(parts):
        raise DomainError(
            _("Please leave “%(part)s” out of the address: Goldseam decides that.")
            % {"part": part[:40]}
        )
    chat = Chat(service, _plugin(parts))
    _check_one_room(chat)
    if chat.host:
        check(f"https://{chat.host}:{chat.plugin.port or 443}")
    return chat


def _check_one_room(chat: Chat) -> None:
    if len(chat.plugin) > 1:
        raise DomainError(_("Give one room in an address. Another can have an address too."))
    # With a password it would sign in anew for each message, and out whenever it is forgotten.
    mode = getattr(chat.plugin, "mode", "")
    if chat.service.label == "Matrix" and chat.plugin.user and mode == "off":
        raise DomainError(
            _("For Matrix, give an access token: matrixs://token@matrix.example.org/#room")
        )


def _parts(text: str) -> dict[str, Any] | None:
    """The parts of an address as Apprise has it, or of a webhook as a service shows it."""
    from apprise.plugins import url_to_dict

    if not text.isprintable() or " " in text:
        return None
    try:
        parts: dict[str, Any] | None = url_to_dict(  # type: ignore[no-untyped-call]
            _own_webhook(text) or text
        )
    except (ValueError, TypeError, AttributeError, KeyError):
        return None  # not every plugin is careful with what it is given
    return parts


def _own_webhook(text: str) -> str | None:
    """A webhook of Mattermost or Rocket.Chat, in the words of Apprise."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.query:
        return None
    s = "s" if parts.scheme == "https" else ""
    if hook := _HOOK.fullmatch(parts.path):
        return f"mmost{s}://{parts.netloc}{hook['where']}/{hook['token']}"
    if hook := _ROCKET.fullmatch(parts.path):
        return f"rocket{s}://{hook['token']}@{parts.netloc}"
    return None


def _not_taken(parts: dict[str, Any]) -> Iterator[str]:
    for name in parts.get("qsd") or {}:
        if name not in TAKEN and not (name[:1] == HEADER and parts["schema"] in ("json", "jsons")):
            yield name


def _plugin(parts: dict[str, Any]) -> "NotifyBase":
    from apprise import Apprise

    if SERVICES[parts["schema"]].is_markdown:
        parts["format"] = "markdown"
    if parts["schema"] in ("matrix", "matrixs"):
        # A device and its keys would be made anew for every message.
        parts["e2ee"] = False
    plugin = Apprise.instantiate(parts, asset=_asset())
    if plugin is None:
        raise DomainError(
            _("Something is missing in this address, or is not as this service has it.")
        )
    plugin.socket_connect_timeout, plugin.socket_read_timeout = CONNECT_SECONDS, READ_SECONDS
    # A message sent elsewhere by a redirect may be lost, and would count as sent.
    plugin.redirects = False
    return plugin


def _asset() -> "AppriseAsset":
    """What Apprise says of us, and that it keeps nothing."""
    from apprise import AppriseAsset, PersistentStoreMode

    return AppriseAsset(
        app_id="Goldseam",
        app_desc="Goldseam",
        app_url=settings.SITE_URL,
        image_url_mask=None,
        image_path_mask=False,
        storage_mode=PersistentStoreMode.MEMORY,
        async_mode=False,
        interpret_emojis=False,
        allow_templates=False,
    )
