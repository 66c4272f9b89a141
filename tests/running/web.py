"""A real HTTP server in a thread, which answers what a test tells it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Call:
    """One request, as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class WebServer(ThreadingHTTPServer):
    """Keeps every request. Answers with `status`, `headers` and `answer`, or not until let go.

    Of a path in `statuses`, with that status. With `drip`, the answer comes byte by byte, each
    after so many seconds, and never ends.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[Call] = []
        self.status, self.headers, self.answer = 200, {}, b"ok"
        self.statuses: dict[str, int] = {}
        self.drip = 0.0
        self.go_on = threading.Event()
        self.go_on.set()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: WebServer

    def _take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.calls.append(Call(self.command, self.path, dict(self.headers), body))
        self.server.go_on.wait(30)
        self.send_response(self.server.statuses.get(self.path, self.server.status))
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        if self.server.drip:
            self._drip()
            return
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def _drip(self) -> None:
        self.end_headers()
        while True:
            self.wfile.write(b".")
            time.sleep(self.server.drip)

    do_GET = do_POST = do_PUT = _take

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def web_server() -> Iterator[WebServer]:
    server = WebServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.go_on.set()
        server.shutdown()
        server.server_close()
        thread.join()
