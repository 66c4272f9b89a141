"""Which addresses of chats are taken, and what of them."""

import logging

import pytest
from apprise import Apprise

from nudges.channels.services import SERVICES, TAKEN, read
from people.errors import DomainError
from people.outbound import guard

SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
HOOK = "abcdefghijklmnopqrstuvwxyz"
TOKEN = "12345678901234567890123456789012"
# Parts that an address of an offered service can have, and that Goldseam decides. Whoever adds a
# service, or a new Apprise, looks at what a part does: `template` reads a file of the machine.
OURS = set(
    "template cto rto emojis format optional overflow redirect retry store tz verify wait "
    "image footer footer_logo timestamp blocks avatar avatar_url icon_url batch fields flags href "
    "url url_title expire interval e2ee autoverify discovery hsreq album content detect mdv "
    "preview status actions attach click delay email filename xtags method ttl wrap".split()
)


@pytest.fixture(autouse=True)
def nobody_is_asked(monkeypatch):
    """Let every name stand for a public address."""

    def resolve(host, port, *args, **kwargs):
        is_name = host[0].isalpha() and ":" not in host
        return real("93.184.215.14" if is_name else host, port, *args, **kwargs)

    real = guard._resolve
    monkeypatch.setattr(guard, "_resolve", resolve)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (SLACK, "Slack"),
        (f"  {SLACK}\n", "Slack"),
        ("slack://xoxb-1234-1234-abc124/#general", "Slack"),
        (
            "https://prod-01.westus.logic.azure.com:443/workflows/abcd/triggers/manual/paths/"
            "invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=SIGSIG",
            "Microsoft Teams",
        ),
        (f"https://chat.example.org/hooks/{HOOK}", "Mattermost at chat.example.org"),
        (f"https://example.org:8065/chat/hooks/{HOOK}", "Mattermost at example.org"),
        (f"mmosts://chat.example.org/{HOOK}", "Mattermost at chat.example.org"),
        ("https://discord.com/api/webhooks/1234567890/abcdefTOKEN", "Discord"),
        ("https://chat.example.org/hooks/abc123/DEF456", "Rocket.Chat at chat.example.org"),
        ("https://chat.googleapis.com/v1/spaces/AAAA/messages?key=K&token=T", "Google Chat"),
        ("matrixs://syt_tok@matrix.example.org/!room:example.org", "Matrix at matrix.example.org"),
        ("tgram://123456789:abcdefg_hijklmnop/12315544", "Telegram"),
        (f"zulip://botname@org/{TOKEN}/stream", "Zulip"),
        (f"https://webexapis.com/v1/webhooks/incoming/{TOKEN * 3}", "Webex"),
        ("nctalks://user:pw@cloud.example.org/room", "Nextcloud Talk at cloud.example.org"),
        ("signals://signal.example.org/+15551234567/+15557654321", "Signal at signal.example.org"),
        ("ntfys://secret-topic", "ntfy"),
        ("https://ntfy.sh/secret-topic", "ntfy"),
        ("ntfys://ntfy.example.org/secret-topic", "ntfy at ntfy.example.org"),
        (f"gotifys://push.example.org/{TOKEN}", "Gotify at push.example.org"),
        (f"pover://{TOKEN[:30]}@{TOKEN[:30]}", "Pushover"),
        (f"twilio://AC{TOKEN}:{TOKEN}@15551234567/15557654321", "Twilio"),
        ("vonage://ABCDEFGH:secretsecretsecr@15551234567/15557654321", "Vonage"),
        ("msgbird://aaaaaaaaaaaaaaaaaaaaaaaaa/15551234567/15557654321", "MessageBird"),
        ("clicksend://user:key@15557654321", "ClickSend"),
        ("jsons://hooks.example.org/in?+Authorization=Bearer%20x", "JSON at hooks.example.org"),
    ],
)
def test_chats_are_known_by_their_webhook_or_their_address(address, name):
    assert read(address).name == name


@pytest.mark.parametrize(
    "address",
    [
        "",
        "chat",
        "https://example.org/",
        "https://[",
        "http://",
        "file:///etc/passwd",
        "syslog://",
        "rsyslog://localhost",
        "dbus://",
        "gnome://",
        "macosx://",
        "windows://",
        "mailto://user:pass@example.org",
        "mailtos://user:pass@example.org",
        "ses://user@example.org/key/secret/region",
        "xml://example.org",
        "form://example.org",
        "apprise://example.org/token",
        "mqtt://example.org/topic",
        "aprs://user:pass@call",
        "irc://example.org/#room",
        f"{SLACK} {SLACK}",
        "json://example.org/\x00",
    ],
)
def test_what_acts_on_the_machine_or_is_no_chat_is_not_known(address):
    with pytest.raises(DomainError, match="does not know this address"):
        read(address)


@pytest.mark.parametrize("address", ["slack://x", "mmosts://chat.example.org", "discord://1234567"])
def test_an_address_with_something_missing_is_said_to_be_so(address):
    with pytest.raises(DomainError, match="Something is missing"):
        read(address)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        (f"{SLACK}?template=file:///etc/passwd", "template"),
        (f"{SLACK}?TEMPLATE=/etc/passwd", "template"),
        ("discord://1234567890/abcdef?template=/etc/passwd", "template"),
        (f"{SLACK}?verify=no", "verify"),
        (f"{SLACK}?redirect=yes", "redirect"),
        (f"{SLACK}?rto=9999", "rto"),
        (f"{SLACK}?retry=99", "retry"),
        (f"{SLACK}?+Header=x", "+header"),
        ("jsons://example.org/?method=DELETE", "method"),
        ("jsons://example.org/?:key=value", ":key"),
        ("ntfys://topic?attach=http://127.0.0.1/", "attach"),
        ("ntfys://topic?email=somebody@example.org", "email"),
    ],
)
def test_parts_that_goldseam_decides_are_not_taken(address, part):
    with pytest.raises(DomainError, match="leave") as refusal:
        read(address)

    assert f"“{part}”" in refusal.value.messages[0]


def test_no_part_of_an_address_is_taken_that_nobody_has_looked_at():
    details = Apprise().details(show_disabled=True)["schemas"]
    offered = {
        name
        for plugin in details
        if SERVICES.keys() & {*(plugin["protocols"] or ()), *(plugin["secure_protocols"] or ())}
        for name in plugin["details"]["args"]
    }

    assert offered - TAKEN - OURS == set()
    assert set() == TAKEN & OURS


def test_every_service_is_one_that_apprise_has():
    details = Apprise().details(show_disabled=True)["schemas"]
    known = {
        name
        for plugin in details
        for name in (*(plugin["protocols"] or ()), *(plugin["secure_protocols"] or ()))
    }

    assert SERVICES.keys() <= known


def test_one_address_is_one_room():
    with pytest.raises(DomainError, match="one room"):
        read("slack://xoxb-1234-1234-abc124/#general/#random")


def test_matrix_is_reached_by_a_token():
    with pytest.raises(DomainError, match="access token"):
        read("matrixs://user:password@matrix.example.org/!room:example.org")


@pytest.mark.parametrize(
    "address",
    [
        f"https://127.0.0.1/hooks/{HOOK}",
        "jsons://10.0.0.1/x",
        "json://169.254.169.254/latest/meta-data/",
        "jsons://[::1]/x",
        "jsons://[fd00:ec2::254]/x",
        "gotifys://192.168.1.1/tokentokentoken",
    ],
)
def test_an_address_inside_is_refused_at_once(address):
    with pytest.raises(DomainError, match="inside this server's own network"):
        read(address)


def test_goldseam_decides_how_long_a_chat_has_and_where_it_leads():
    plugin = read(SLACK).plugin

    assert (plugin.socket_connect_timeout, plugin.socket_read_timeout) == (5, 10)
    assert plugin.redirects is False
    assert plugin.verify_certificate is True
    assert plugin.image_url("info") is None


def test_two_spellings_of_one_address_are_the_same():
    there = SLACK.partition("/services/")[2]

    assert read(SLACK).same == read(f"slack://{there}").same
    assert read(SLACK).same != read(SLACK.replace("FQ", "FX")).same


@pytest.mark.parametrize(
    "address", ["slack://Tdistinctive", f"{SLACK}distinctive?x=1", "x://distinctive"]
)
def test_what_somebody_types_reaches_no_log(address, capfd):
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        with pytest.raises(DomainError) as refusal:
            read(address)
    finally:
        logging.getLogger().setLevel(logging.WARNING)

    said = capfd.readouterr()
    assert "distinctive" not in said.out + said.err + str(refusal.value)
