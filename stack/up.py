"""`./dev up`: everything Goldseam needs, on one machine, until Ctrl-C."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import indent

from stack import processes, services
from stack.children import heeding
from stack.places import DATA, ROOT
from stack.processes import Footprint
from stack.server import Folder, FolderInUse, Server, StartFailed
from stack.supervisor import Supervisor
from stack.words import say, timed

FOLDER = DATA / "up"
NOTE = FOLDER / "running.json"
TAKEN_PORT = FOLDER / "port"
WEB_LIMIT = 120.0

CELERY = ("celery", "-q", "-A", "config")
COMMANDS = {
    "worker": (
        *(*CELERY, "worker", "--pool", "threads", "--concurrency", "8"),
        *("--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
    ),
    "scheduler": (*(*CELERY, "beat", "--pidfile", "", "--loglevel", "WARNING"),),
}


class Stopped(Exception):
    """Somebody asked us to stop."""


@dataclass(frozen=True)
class Running:
    """What another command, or the next `up`, needs to know about this one."""

    url: str
    services: dict[str, str]
    parts: dict[str, str]
    """Footprints by name."""

    def write(self) -> None:
        """Leave the note, readable by its owner only as the addresses carry passwords."""
        NOTE.touch(mode=0o600)
        NOTE.write_text(json.dumps(asdict(self)))

    @classmethod
    def read(cls) -> "Running | None":
        """Read the note. One cut short by a crash is none."""
        try:
            return cls(**json.loads(NOTE.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None


def running() -> Running | None:
    """Return the stack that runs in this checkout now."""
    try:
        Folder(FOLDER).release()
    except FolderInUse:
        return Running.read()
    return None


def up() -> int:
    """Start everything, say where it is, and stay until told to stop or until a part ends."""
    try:
        held = Folder(FOLDER)
    except FolderInUse:
        there = Running.read()
        say(f"Goldseam is already running{f' at {there.url}' if there and there.url else ''}.")
        return 0
    asked_to_stop = threading.Event()
    with heeding(signal.SIGINT, signal.SIGTERM, signal.SIGHUP, by=lambda *_: asked_to_stop.set()):
        try:
            _stop_leftovers()
            return _Up(asked_to_stop).run()
        finally:
            NOTE.unlink(missing_ok=True)
            held.release()


def _stop_leftovers() -> None:
    """Stop the parts of an `up` that was killed and could not do it."""
    for text in (left.parts if (left := Running.read()) else {}).values():
        footprint = Footprint.read(text)
        if footprint and footprint.process():
            say(f"Stopping process {footprint.pid}, left from last time")
            processes.stop(footprint, by=signal.SIGTERM)


class _Up:
    """One run, from the first server to the last one stopped."""

    def __init__(self, asked_to_stop: threading.Event) -> None:
        self.asked_to_stop = asked_to_stop
        self.servers: dict[str, Server] = {}
        self.supervisor = Supervisor()

    def run(self) -> int:
        try:
            services.describe_given()
            self.servers = services.start(DATA, durable=True)
            self.heed()
            self.prepare()
            url = self.start_parts()
            self.greet(url)
            return self.watch()
        except Stopped:
            return 0
        except StartFailed as problem:
            say(f"\n{problem}")
            return 1
        finally:
            say("Stopping")
            self.supervisor.stop()
            services.stop(self.servers)
            say("Stopped. Everything is kept for next time.")

    def heed(self) -> None:
        """Stop here if somebody asked for it."""
        if self.asked_to_stop.is_set():
            raise Stopped

    def env(self, **more: str) -> dict[str, str]:
        """Return the environment of a part: ours, with defaults for trying out."""
        return {
            "DEBUG": "1",
            "LOG_LEVEL": "WARNING",
            **os.environ,
            **services.urls(self.servers),
            "DATA_DIR": str(DATA),
            "PYTHONUNBUFFERED": "1",
            # The worker warns root at length, and here root is somebody trying it out.
            "PYTHONWARNINGS": "ignore:You're running the worker",
            **more,
        }

    def prepare(self) -> None:
        """Migrate, and load the demo organisation on the first run."""
        command = [sys.executable, "-m", "stack.prepare", str(FOLDER / "sign-ins")]
        child = subprocess.Popen(command, env=self.env(), cwd=ROOT, start_new_session=True)
        try:
            while child.poll() is None:
                self.heed()
                time.sleep(0.05)
        finally:
            child.kill()
        if child.wait():
            raise StartFailed("The database could not be prepared. The lines above say why.")

    def start_parts(self) -> str:
        """Start web, worker and scheduler, and wait until the web answers."""
        with timed("Web, worker and scheduler"):
            port = self.start_web()
            url = os.environ.get("SITE_URL") or f"http://localhost:{port}"
            for name, command in COMMANDS.items():
                self.start_part(name, command, SITE_URL=url)
            Running(url, services.urls(self.servers), self.footprints()).write()
            self.wait_for(lambda: _answers(f"http://localhost:{port}/healthz"))
        return url

    def start_web(self) -> int:
        """Start the web, and return the port it took."""
        wanted = int(os.environ.get("PORT") or 8000)
        TAKEN_PORT.unlink(missing_ok=True)
        self.start_part("web", ["stack.web", str(wanted), str(TAKEN_PORT)])
        self.wait_for(TAKEN_PORT.exists)
        port = int(TAKEN_PORT.read_text())
        if port != wanted:
            say(f"Port {wanted} is taken, using {port}")
        return port

    def start_part(self, name: str, command: Sequence[str], **env: str) -> None:
        """Start a part, and note it for whoever may have to stop it in our place."""
        self.heed()
        self.supervisor.start(name, [sys.executable, "-m", *command], self.env(**env))
        Running("", services.urls(self.servers), self.footprints()).write()

    def footprints(self) -> dict[str, str]:
        """Return what tells our parts from all other processes."""
        return {name: str(footprint) for name, footprint in self.supervisor.footprints.items()}

    def wait_for(self, ready: Callable[[], bool]) -> None:
        """Wait for the web, unless a part ends before."""
        deadline = time.monotonic() + WEB_LIMIT
        while not ready():
            self.heed()
            self.check()
            if time.monotonic() > deadline:
                raise StartFailed(f"The web did not answer within {WEB_LIMIT:.0f} s.")
            self.supervisor.listen(0.1)

    def check(self) -> None:
        """Raise if anything that should run has ended."""
        for name, code in self.supervisor.ended.items():
            raise StartFailed(f"The {name} ended by itself (exit code {code}).")
        for server in self.servers.values():
            if not server.is_running():
                raise StartFailed(f"{server.name} ended by itself. Its log is in {server.log}.")

    def watch(self) -> int:
        """Pass on what the parts say until somebody asks us to stop."""
        while not self.asked_to_stop.is_set():
            self.check()
            self.supervisor.listen(0.5)
        return 0

    def greet(self, url: str) -> None:
        """Say where Goldseam is and who can sign in."""
        say(f"\nGoldseam is at {url}\n")
        with contextlib.suppress(FileNotFoundError):
            sign_ins = (FOLDER / "sign-ins").read_text().rstrip()
            if sign_ins:
                say(f"Sign in as\n{indent(sign_ins, '  ')}\n")
        if not os.environ.get("EMAIL_URL"):
            say(f"Mail is not sent. It is kept as files in {_short(DATA / 'mail')}")
        say("Ctrl-C stops everything. The data stays.\n")


def _answers(url: str) -> bool:
    """Ask without any proxy, as this is our own machine, and without keeping a Ctrl-C waiting."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=1) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _short(path: Path) -> str:
    """Name a path from the checkout, where that is shorter."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
