"""Somebody signed in, who uses the pages without a browser: plain requests and plain forms."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import SHUT_RDWR
from threading import Thread
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from people.models import User
from tests.running.waiting import until

PATIENCE = 60


class Visitor:
    """One person with a session on a running server."""

    def __init__(self, port: int, user: User) -> None:
        self.port = port
        client = Client()
        client.force_login(user)
        self.cookies = {settings.SESSION_COOKIE_NAME: client.session.session_key}

    def get(self, path: str) -> "Answer":
        return self._ask("GET", path)

    def fill_in(self, page: str, action: str, **typed: str) -> "Answer":
        """Open a page, fill in its form that leads to `action`, and send it."""
        form = self.get(page).form(action)
        return self.send(action, form | typed)

    def send(self, action: str, fields: dict[str, str]) -> "Answer":
        return self._ask("POST", action, urlencode(fields))

    @contextmanager
    def listening(self, path: str = "/live/") -> Iterator["Stream"]:
        """Hold a live stream open."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Cookie": self._cookie()})
        socket = connection.sock
        stream = Stream(connection.getresponse())
        try:
            yield stream
        finally:
            socket.shutdown(SHUT_RDWR)
            stream.reading.join(5)
            connection.close()

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, method: str, path: str, body: str | None = None) -> "Answer":
        headers = {"Cookie": self._cookie()}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        began = time.monotonic()
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        took = time.monotonic() - began
        connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), text, took)


class Answer:
    def __init__(self, status: int, location: str, text: str, took: float) -> None:
        self.status, self.location, self.text, self.took = status, location, text, took

    def form(self, action: str) -> dict[str, str]:
        """The fields, as the page filled them in, of its form that leads to `action`."""
        reader = _FormReader(action)
        reader.feed(self.text)
        assert reader.fields, f"no form leads to {action} ({self.status})"
        return reader.fields


class _FormReader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("action") == self.action
        elif self.inside and tag == "input" and given.get("name"):
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in given:
                self.fields[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


class Stream:
    """What a live stream says, as it is said."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.events: list[str] = []
        self._response = response
        self.reading = Thread(target=self._read, daemon=True)
        self.reading.start()

    def _read(self) -> None:
        try:
            for line in self._response:
                if line.startswith(b"event: "):
                    self.events.append(line.removeprefix(b"event: ").decode().strip())
        except (OSError, HTTPException):
            return  # one of the two ends closed it

    def wait_for(self, *events: str, within: float = 15) -> None:
        """Wait until one of the events has been heard."""
        until(
            lambda: not {*events}.isdisjoint(self.events),
            within=within,
            otherwise=f"heard {self.events}, never {events}",
        )
