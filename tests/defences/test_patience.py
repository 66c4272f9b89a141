"""Whoever sends slowly, or far too much, waits by themselves: everybody else is answered."""

import asyncio
import time

import pytest

from config import patience
from config.patience import Patience
from tests.defences.conftest import headers_of, read, status
from tests.running.loops import run

pytestmark = pytest.mark.django_db  # so that the database of the tests is there


def head(web, *lines, method="POST", path="/accounts/login/"):
    return "\r\n".join(
        [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{web.port}", *lines, "", ""]
    ).encode()


def test_slow_bodies_keep_nobody_else_waiting(web):
    """More of them than Django has threads."""
    slow = [web.open() for _ in range(40)]
    try:
        for one in slow:
            one.sendall(head(web, "Content-Length: 1000") + b"a")
        begin = time.monotonic()
        assert status(web.get("/healthz")) == 200
        assert time.monotonic() - begin < 3
    finally:
        for one in slow:
            one.close()


def test_unfinished_heads_keep_nobody_else_waiting(web):
    slow = [web.open() for _ in range(200)]
    try:
        for one in slow:
            one.sendall(b"GET / HTTP/1.1\r\nX-a: ")
        assert status(web.get("/healthz")) == 200
    finally:
        for one in slow:
            one.close()


def test_a_head_that_does_not_end_is_not_waited_for(web):
    with web.open() as connection:
        connection.settimeout(patience.HEAD_SECONDS + 10)
        connection.sendall(b"GET / HTTP/1.1\r\nX-a: b\r\n")
        said = read(connection)

    assert status(said) == 408


def test_a_connection_without_a_word_is_closed(web):
    with web.open() as connection:
        connection.settimeout(patience.HEAD_SECONDS + 10)
        assert status(read(connection)) == 408


@pytest.mark.parametrize(
    "lines",
    [["X-a: " + "b" * 70_000], [f"X-{n}: b" for n in range(200)], ["X-a: " + "b" * 400_000]],
    ids=["one long", "many", "longer than one read"],
)
def test_a_huge_head_is_refused(web, lines):
    answer = web.say(head(web, *lines, method="GET", path="/healthz"))

    assert status(answer) == 431
    assert headers_of(answer)["x-content-type-options"] == ["nosniff"]


def test_a_huge_address_is_refused(web):
    assert status(web.get("/" + "a" * 70_000)) == 431


def test_a_body_that_is_announced_too_large_is_not_read(web):
    answer = web.say(head(web, f"Content-Length: {patience.MOST_BODY_BYTES + 1}"))

    assert status(answer) == 413


@pytest.mark.parametrize(
    "said",
    [
        b"\0\0\0\0\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /?\xff\xfe=\xfd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /%ff%fe%00 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \xff\xfe=\xfd\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        b"GET /live/?incident=\xff HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /live/write-ups/\xff/ HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
        b"Upgrade: websocket\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(web, said):
    assert 300 <= status(web.say(said + b"\r\n\r\n")) < 500
    assert status(web.get("/healthz")) == 200


def test_a_body_in_chunks_arrives_whole(web):
    body = b"5\r\nlogin\r\n1\r\n=\r\n0\r\n\r\n"
    said = head(web, "Transfer-Encoding: chunked", "Connection: close")

    assert status(web.say(said + body)) == 403  # read to its end: there is no CSRF token in it


class Sender:
    """What an ASGI server would hand on: pieces of a body, some of which never come."""

    def __init__(self, *pieces, ends=True):
        self.pieces, self.ends = list(pieces), ends

    async def __call__(self):
        if self.pieces:
            more = bool(self.pieces[1:]) or not self.ends
            return {"type": "http.request", "body": self.pieces.pop(0), "more_body": more}
        return await asyncio.get_running_loop().create_future()


def scope(*headers, client="1.2.3.4", query=b""):
    return {
        "type": "http", "client": (client, 1), "headers": list(headers), "query_string": query,
    }  # fmt: skip


async def echo(scope, receive, send):
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message["body"], message["more_body"]
    headers = [(b"seen", name) for name, _value in scope["headers"]]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def answer(receive, scope=None, app=echo, this=None):
    """The status, the body and the headers of an answer."""
    sent = []

    async def send(message):
        sent.append(message)

    run((this or Patience(app))(scope or globals()["scope"](), receive, send))
    return sent[0]["status"], sent[1]["body"], sent[0]["headers"]


def test_a_body_is_handed_on_as_it_came():
    pieces = [bytes([n]) * 50_000 for n in range(60)]

    code, body, _headers = answer(Sender(*pieces))

    assert code == 200
    assert body == b"".join(pieces)


def test_a_body_that_never_ends_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(patience, "BODY_SECONDS", 0.05)

    assert answer(Sender(b"a", ends=False))[0] == 408


def test_a_body_that_grows_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(patience, "MOST_BODY_BYTES", 10)

    assert answer(Sender(b"aaaaaa", b"bbbbbb"))[0] == 413


def test_what_arrives_at_one_time_has_an_end_and_is_counted_down(monkeypatch):
    monkeypatch.setattr(patience, "MOST_ARRIVING_BYTES", 10)
    this = Patience(echo)

    assert answer(Sender(b"aaaaaa", b"bbbbbb"), this=this)[0] == 503
    assert this.arriving == 0
    assert answer(Sender(b"aaaaaa"), this=this)[0] == 200


def test_one_place_has_so_many_requests_at_once(monkeypatch):
    monkeypatch.setattr(patience, "MOST_OF_ONE", 1)
    this = Patience(echo)
    this.open_of["1.2.3.4"] = 1

    assert answer(Sender(b""), this=this)[0] == 429
    assert answer(Sender(b""), scope(client="5.6.7.8"), this=this)[0] == 200
    assert this.open_of == {"1.2.3.4": 1}


def test_a_header_that_would_be_taken_for_a_proxys_is_left_out():
    sent = [(b"x_forwarded_proto", b"https"), (b"x-forwarded-proto", b"http")]

    _code, _body, headers = answer(Sender(b""), scope(*sent))

    assert headers == [(b"seen", b"x-forwarded-proto")]
