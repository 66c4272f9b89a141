import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from stack.ports import free_port
from tests.running.process import Process
from tests.running.waiting import until

HOST = "127.0.0.1"


class Web:
    """The real web server, talked to by the byte."""

    def __init__(self, port: int, process: Process) -> None:
        self.port, self.process = port, process

    def open(self) -> socket.socket:
        return socket.create_connection((HOST, self.port), timeout=10)

    def say(self, *pieces: bytes) -> bytes:
        """Send bytes as they are, and return what comes back until the server hangs up."""
        with self.open() as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
            except OSError:
                pass  # it hung up while we spoke; what it said is still to be read
            return read(connection)

    def get(self, path: str, *headers: str) -> bytes:
        lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Connection: close"]
        return self.say("\r\n".join([*lines, *headers, "", ""]).encode())

    def answers(self) -> bool:
        try:
            return status(self.get("/healthz")) == 200
        except OSError:
            return False


def read(connection: socket.socket) -> bytes:
    said = b""
    try:
        while piece := connection.recv(65536):
            said += piece
    except OSError:
        pass
    return said


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def headers_of(answer: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]:
        name, _colon, value = line.partition(": ")
        found.setdefault(name.lower(), []).append(value)
    return found


@pytest.fixture(scope="session")
def start_web(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Web]]:
    """`start_web(*options, **environment)` runs the real server on the database of the tests."""
    started: list[Process] = []
    folder = tmp_path_factory.mktemp("web")

    def start(*options: str, collect: bool = False, **more: str) -> Web:
        port = free_port()
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "1",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": _url(connection.settings_dict),
            "SITE_URL": f"http://{HOST}:{port}",
            "STATIC_ROOT": str(folder / "static"),
            **more,
        }
        if collect:
            files = Process("files", ["manage", "collectstatic", "--noinput"], env, folder / "log")
            files.start()
            assert files.finish(within=300) == 0, files.last_words()
        command = ["uvicorn", "config.asgi:application", "--host", HOST, "--port", str(port)]
        command += [
            "--http",
            "config.patience:Patient",
            "--timeout-graceful-shutdown",
            "1",
            *options,
        ]
        process = Process("web", command, env, folder / f"web-{port}.log")
        process.start()
        started.append(process)
        web = Web(port, process)
        until(web.answers, within=60, otherwise=f"no answer: {process.last_words()}")
        return web

    yield start
    for process in started:
        process.kill()


@pytest.fixture(scope="session")
def web(start_web: Callable[..., Web]) -> Web:
    return start_web()


def _url(database: dict[str, Any]) -> str:
    """The address of the database of the tests, as it was given, with its name for now."""
    given = os.environ["DATABASE_URL"]
    path, question, query = given.partition("?")
    return f"{path.rpartition('/')[0]}/{database['NAME']}{question}{query}"
