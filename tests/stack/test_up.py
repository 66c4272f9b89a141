"""`./dev up` for real: every part, on data of its own."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from stack.places import ROOT
from stack.ports import free_port, is_answered
from tests.running.waiting import until

pytestmark = pytest.mark.xdist_group("up")

NOT_OURS = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE", "DEBUG")


class Up:
    """One `./dev up`, and what it says."""

    def __init__(self, data: Path, log: Path, port: int, **more: str) -> None:
        env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        self.log = log
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "stack", "up"],
                cwd=ROOT,
                env=env | {"DATA_DIR": str(data), "PORT": str(port)} | more,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def greets(self) -> "Up":
        """Wait until it says where it is."""

        def greeted_or_ended() -> bool:
            return "Ctrl-C stops" in self.said or self.process.poll() is not None

        until(greeted_or_ended, within=120, otherwise=self.said)
        assert self.process.poll() is None, self.said
        return self

    @property
    def parts(self) -> list[psutil.Process]:
        """Everything it started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, word: str) -> psutil.Process:
        (found,) = (part for part in self.parts if word in part.cmdline())
        return found

    def ends(self) -> int:
        return self.process.wait(60)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of all tests here, so that the demo is loaded once."""
    return tmp_path_factory.mktemp("up") / "my data"


@pytest.fixture
def up(data: Path, tmp_path: Path) -> Iterator[Callable[[], Up]]:
    """`up()` starts everything. What still runs after the test is stopped."""
    started = []

    def start(port: int | None = None, **more: str) -> Up:
        one = Up(data, tmp_path / f"{len(started)}.log", port or free_port(), **more)
        started.append(one)
        return one

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(60)


@pytest.fixture
def somebody_elses() -> Iterator[int]:
    """A port that another server listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def gone(processes: list[psutil.Process]) -> None:
    until(
        lambda: not any(p.is_running() and p.status() != "zombie" for p in processes),
        otherwise=f"still there: {processes}",
    )


def test_it_says_where_it_is_and_stops_all_it_started(up, somebody_elses):
    one = up(somebody_elses).greets()
    parts = one.parts
    url = one.said.split("Goldseam is at ")[1].split("\n")[0]

    assert f"Port {somebody_elses} is taken, using " in one.said
    assert url != f"http://localhost:{somebody_elses}"
    assert "nia@larkspur.example" in one.said
    with urllib.request.urlopen(f"{url}/healthz", timeout=10) as answer:
        assert answer.status == 200

    second = up()

    assert second.ends() == 0
    assert second.said == f"Goldseam is already running at {url}.\n"

    one.process.send_signal(signal.SIGINT)

    assert one.ends() == 0
    assert len(parts) >= 5
    gone(parts)
    assert one.said.endswith("Stopped. Everything is kept for next time.\n")
    assert is_answered(somebody_elses)


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGHUP])
def test_it_can_be_stopped_while_it_starts(up, way):
    one = up()
    until(lambda: "Postgres ready" in one.said, within=60, otherwise=one.said)
    parts = one.parts

    one.process.send_signal(way)

    assert one.ends() == 0
    assert "Goldseam is at" not in one.said
    gone(parts)


def test_named_postgres_that_is_not_there_is_said_in_one_sentence(up):
    one = up(DATABASE_URL=f"postgres://somebody@127.0.0.1:{free_port()}/nowhere")

    assert one.ends() == 1
    assert "Postgres is the one that DATABASE_URL names\n" in one.said
    assert "Postgres cannot be reached: " in one.said
    assert "Traceback" not in one.said


@pytest.mark.parametrize(("word", "name"), [("worker", "The worker"), ("-D", "Postgres")])
def test_when_a_part_ends_the_rest_is_stopped(up, word, name):
    one = up().greets()
    parts = one.parts

    one.part(word).kill()

    assert one.ends() == 1
    assert f"{name} ended by itself" in one.said
    gone(parts)


def test_after_a_kill_the_next_one_tidies_up_and_has_the_data(up):
    first = up().greets()
    parts = first.parts
    first.process.kill()
    first.ends()

    second = up().greets()

    gone(parts)
    assert "left from last time" in second.said
    assert "Demo organisation ready" not in second.said
    assert "nia@larkspur.example" in second.said
