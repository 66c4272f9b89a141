"""What goes out to a chat, and what is made of the answer."""

import json
import logging
import time
from urllib.parse import parse_qs

import pytest

from nudges.channels import chat
from nudges.channels.base import NotTaken
from nudges.channels.posts import _post, _short
from nudges.channels.services import read
from nudges.wording import Wording
from people.outbound import guard
from tests.running.web import web_server

SITE = "https://goldseam.example.org"
TEAMS = (
    "https://prod-01.westus.logic.azure.com:443/workflows/abcd/triggers/manual/paths/invoke"
    "?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=SIGSIG"
)
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
WORDS = Wording(
    title="Sam could use a hand in INC-7",
    body="It is about “user_id is *null*”, in “Search [is] down”.",
    action="I’m on my way",
    link="/incidents/7/help/1/",
    why="You know what is involved.",
)
MARKED = "It is about “user_id is \\*null\\*”, in “Search \\[is\\] down”."
FURTHER = (
    f"[I’m on my way]({SITE}/incidents/7/help/1/)\n\n"
    f"You know what is involved. [Choose what comes here]({SITE}/nudges/chat/)"
)
OF_SLACK = (
    f"<{SITE}/incidents/7/help/1/|I’m on my way>\n\n"
    f"You know what is involved. <{SITE}/nudges/chat/|Choose what comes here>"
)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def put(address, words=WORDS):
    there = read(address)
    post = _post([words], "/nudges/chat/", is_markdown=there.service.is_markdown)
    chat.put(there, post)


def test_slack_gets_an_attachment_in_its_own_markup(everywhere):
    put(SLACK)

    [call] = everywhere.calls
    assert call.headers["Was"] == SLACK
    [attachment] = call.json["attachments"]
    assert call.json["mrkdwn"] is True
    assert attachment["title"] == WORDS.title
    assert attachment["text"].endswith(OF_SLACK)
    assert attachment["text"].startswith("It is about “user_id is ")
    assert attachment["footer"] == "Goldseam"


def test_teams_gets_an_adaptive_card(everywhere):
    put(TEAMS)

    [call] = everywhere.calls
    assert call.headers["Was"].startswith("https://prod-01.westus.logic.azure.com:443/workflows/")
    assert "sig=SIGSIG" in call.headers["Was"]
    [attachment] = call.json["attachments"]
    title, body = attachment["content"]["body"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert (title["type"], title["text"]) == ("TextBlock", WORDS.title)
    assert (body["type"], body["text"]) == ("TextBlock", f"{MARKED}\n\n{FURTHER}")


def test_mattermost_gets_markdown(everywhere):
    put("https://93.184.215.14/hooks/abcdefghijklmnopqrstuvwxyz")

    [call] = everywhere.calls
    assert call.headers["Was"] == "https://93.184.215.14/hooks/abcdefghijklmnopqrstuvwxyz"
    assert call.json == {
        "text": f"**{WORDS.title}**\n\n{MARKED}\n\n{FURTHER}",
        "username": "Goldseam",
    }


def test_discord_gets_an_embed(everywhere):
    put("https://discord.com/api/webhooks/1234567890/abcdefTOKEN")

    [call] = everywhere.calls
    [embed] = call.json["embeds"]
    assert call.headers["Was"].startswith("https://discord.com/api/webhooks/1234567890/abcdefTOKEN")
    assert (embed["title"], embed["description"]) == (WORDS.title, f"{MARKED}\n\n{FURTHER}")
    assert embed["author"] == {"name": "Goldseam", "url": SITE}


def test_matrix_gets_markdown_as_html_with_a_number_of_its_own(everywhere):
    everywhere.statuses["/.well-known/matrix/client"] = 404
    everywhere.answer = b'{"room_id": "!room:example.org", "event_id": "$1"}'

    for _ in range(2):
        put("matrixs://syt_token@93.184.215.14/!room:example.org")

    sent = [call for call in everywhere.calls if "/send/" in call.path]
    assert len({call.path for call in sent}) == 2
    assert sent[0].headers["Authorization"] == "Bearer syt_token"
    assert f'href="{SITE}/incidents/7/help/1/"' in sent[0].json["formatted_body"]
    assert WORDS.title in sent[0].json["formatted_body"]


def test_google_chat_gets_its_own_markup(everywhere):
    put("https://chat.googleapis.com/v1/spaces/AAAA/messages?key=K&token=T")

    [call] = everywhere.calls
    assert call.json["text"].startswith(f"*{WORDS.title}*\n\nIt is about “user_id is")
    assert call.json["text"].endswith(OF_SLACK)


def test_ones_own_service_gets_plain_text_with_the_links_written_out(everywhere):
    put("jsons://93.184.215.14/in?+Authorization=Bearer%20x")

    [call] = everywhere.calls
    assert call.headers["Authorization"] == "Bearer x"
    assert call.json["title"] == WORDS.title
    assert call.json["message"] == (
        f"{WORDS.body}\n\n"
        f"I’m on my way: {SITE}/incidents/7/help/1/\n\n"
        "You know what is involved.\n"
        f"Choose what comes here: {SITE}/nudges/chat/"
    )


def test_a_phone_gets_the_title_and_the_link(everywhere):
    address = "vonage://ABCDEFGH:secretsecretsecr@15551234567/15557654321"
    most = int(read(address).plugin.body_maxlen)
    post = _short([WORDS], _post([WORDS], "/", is_markdown=False), most)

    chat.put(read(address), post)

    [call] = everywhere.calls
    text = parse_qs(call.body.decode())["text"][0]
    assert text.split() == [*WORDS.title.split(), f"{SITE}/incidents/7/help/1/"]
    assert len(text) <= 160


@pytest.mark.parametrize("everybody", ["@everyone", "@here", "@all", "<!channel>", "<users/all>"])
@pytest.mark.parametrize(
    "address",
    [
        SLACK,
        TEAMS,
        "https://93.184.215.14/hooks/abcdefghijklmnopqrstuvwxyz",
        "https://discord.com/api/webhooks/1234567890/abcdefTOKEN",
        "https://93.184.215.14/hooks/abc123/DEF456",
        "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=K&token=T",
    ],
)
def test_nobody_is_called_by_what_somebody_typed(everybody, address, everywhere):
    words = Wording(f"{everybody} a", f"{everybody} b", "c", "/", "d")

    put(address, words)

    [call] = everywhere.calls
    body = json.dumps(call.json["attachments"] if "slack" in address else call.json)
    title = call.json.get("embeds", [{}])[0].get("title") or ""
    # The title of an embed, and of a card, is plain text that calls nobody.
    assert everybody not in body.replace(json.dumps(title)[1:-1], "") or (
        address == TEAMS and body.count(everybody) == 1
    )


@pytest.mark.parametrize(
    ("status", "flags"),
    [
        (301, (True, False)),
        (400, (True, False)),
        (401, (True, False)),
        (404, (True, False)),
        (410, (True, False)),
        (408, (False, True)),
        (429, (False, True)),
        (500, (False, True)),
        (503, (False, True)),
    ],
)
def test_an_answer_says_whether_to_try_again(status, flags, everywhere):
    everywhere.status = status

    with pytest.raises(NotTaken) as answer:
        put(SLACK)

    assert answer.value.reason == f"HTTP {status}"
    assert (answer.value.is_for_good, answer.value.is_down) == flags


def test_a_yes_that_is_a_no_is_tried_again(everywhere):
    everywhere.answer = b"invalid_payload"

    with pytest.raises(NotTaken) as answer:
        put(SLACK)

    assert (answer.value.is_for_good, answer.value.is_down) == (False, False)


def test_a_chat_that_does_not_answer_is_down(server, monkeypatch):
    monkeypatch.setattr("nudges.channels.services.READ_SECONDS", 0.2)
    server.go_on.clear()
    started = time.monotonic()

    with pytest.raises(NotTaken) as answer:
        put(f"json://127.0.0.1:{server.port}/secret")

    assert (answer.value.reason, answer.value.is_down) == ("ReadTimeout", True)
    assert time.monotonic() - started < 5


def test_a_chat_that_is_not_there_is_down(server):
    server.shutdown()
    server.server_close()

    with pytest.raises(NotTaken) as answer:
        put(f"json://127.0.0.1:{server.port}/secret")

    assert (answer.value.reason, answer.value.is_down) == ("ConnectionError", True)


def test_a_redirect_is_not_followed(server):
    with web_server() as other:
        server.status, server.headers = 307, {"Location": f"{other.url}/secret"}

        with pytest.raises(NotTaken) as answer:
            put(f"json://127.0.0.1:{server.port}/in")

        assert other.calls == []
    assert answer.value.reason == "HTTP 307"


def test_a_name_that_leads_inside_meanwhile_is_not_called(server, settings, monkeypatch):
    there = read(f"json://127.0.0.1:{server.port}/secret")
    settings.OUTBOUND_ALLOWED = []

    with pytest.raises(NotTaken) as answer:
        chat.put(there, _post([WORDS], "/", is_markdown=False))

    assert (answer.value.reason, answer.value.is_for_good) == (chat.INSIDE, True)
    assert server.calls == []


def test_metadata_of_a_cloud_is_not_called_though_it_is_renamed(settings, monkeypatch):
    def resolve(host, port, *args, **kwargs):
        return [(2, 1, 6, "", (answers.pop(0), int(port)))]

    answers = ["93.184.215.14", "169.254.169.254"]
    monkeypatch.setattr(guard, "_resolve", resolve)

    with pytest.raises(NotTaken) as answer:
        put("json://rebinding.example/latest/meta-data")

    assert answer.value.reason == chat.INSIDE


@pytest.mark.parametrize("status", [200, 404, 500])
def test_what_opens_a_chat_reaches_no_log_and_no_reason(status, everywhere, capfd):
    everywhere.status, everywhere.answer = status, b"distinctive"
    before = logging.getLogger().level
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        put("https://93.184.215.14/hooks/distinctivedistinctivedist")
        reason = ""
    except NotTaken as answer:
        reason = repr(answer)
    finally:
        logging.getLogger().setLevel(before)

    said = capfd.readouterr()
    assert len(everywhere.calls) == 1
    assert "distinctive" not in said.out + said.err + reason


def test_an_error_that_nobody_foresaw_quotes_nothing(everywhere, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("https://hooks.slack.com/services/distinctive")

    monkeypatch.setattr("apprise.plugins.slack.NotifySlack.send", fail)

    with pytest.raises(NotTaken) as answer:
        put(SLACK)

    assert answer.value.reason == "RuntimeError"
    assert answer.value.__cause__ is None
    assert answer.value.__suppress_context__
