"""All of it together."""

import os
import re
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from celery import Task
from django.conf import settings
from django.db import connection
from redis import Redis

from config.celery import app
from nudges.tasks import sweep
from people.models import User
from stack import postgres, valkey
from stack.ports import free_port
from stack.server import Server
from tests.running.database import empty_database
from tests.running.mail import MailServer
from tests.running.process import Process
from tests.running.visitor import Visitor
from tests.running.waiting import until

SWEPT = r"Task nudges\.tasks\.sweep\[\S+\] succeeded"
ENDED = r"\[([\w-]+)\] (?:succeeded in|raised unexpected)|Discarding revoked task: \S+\[([\w-]+)\]"


class Goldseam:
    """A running Goldseam, whose parts a test may stop, kill and start again.

    `database` is the address of one that others may use too, or else a Postgres of its own.
    """

    def __init__(self, folder: Path, database: str | Server) -> None:
        self.folder = folder
        self.postgres = database if isinstance(database, Server) else None
        self.database = database.url if isinstance(database, Server) else database
        self.mail = MailServer()
        self.mail.start()
        self.valkey: Server = valkey.start(folder / "valkey", durable=True)
        self.port = free_port()
        # Its name: to an address of numbers, no browser gives a passkey.
        self.url = f"http://localhost:{self.port}"
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "0",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": self.database,
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": self.mail.url,
            "SITE_URL": self.url,
            # Push services and chats of tests are on this machine.
            "OUTBOUND_ALLOWED": "127.0.0.1",
            "DATA_DIR": str(folder),
            "STATIC_ROOT": str(folder / "static"),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:You're running the worker",
        }
        env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        celery = ["celery", "-q", "-A", "config"]
        self.web = self._process(
            "web",
            [
                *("uvicorn", "config.asgi:application", "--host", "127.0.0.1"),
                *("--port", str(self.port), "--timeout-graceful-shutdown", "2"),
                *("--http", "config.patience:Patient"),
            ],
            env,
        )
        self.worker = self._process(
            "worker",
            [
                *(*celery, "worker", "--pool", "threads", "--concurrency", "8"),
                *("--without-gossip", "--without-mingle", "--loglevel", "INFO"),
            ],
            env,
        )
        self.workers = [self.worker]
        self.beat = self._process(
            "beat", [*celery, "beat", "--pidfile", "", "--loglevel", "INFO"], env
        )
        self._prepare(
            self._process("migrate", ["manage", "migrate"], env),
            self._process("collectstatic", ["manage", "collectstatic", "--noinput"], env),
        )

    def _prepare(self, *commands: Process) -> None:
        """Run commands side by side to their end."""
        for command in commands:
            command.start()
        for command in commands:
            assert command.finish(within=300) == 0, command.last_words()

    def _process(self, name: str, command: list[str], env: dict[str, str]) -> Process:
        return Process(name, command, env, self.folder / f"{name}.log")

    @property
    def parts(self) -> list[Process]:
        return [self.web, self.worker, self.beat]

    @contextmanager
    def another(self, part: Process, *options: str) -> Iterator[Process]:
        """Run one more of a part beside it."""
        name = f"{part.name}-2"
        more = self._process(name, [*part.command, *options], {**part.env})
        if part is self.worker:
            self.workers.append(more)
        more.start()
        try:
            yield more
        finally:
            more.stop()
            self.workers = [self.worker]

    def start(self) -> None:
        """Start what does not run, and wait until it works."""
        fresh = [part for part in self.parts if not part.is_running]
        for part in fresh:
            part.start()
        if self.web in fresh:
            until(self.answers, within=60, otherwise=f"no answer: {self.web.last_words()}")
        if self.worker in fresh:
            self.wait_for_worker()

    def answers(self) -> bool:
        """Whether the server answers."""
        assert self.web.is_running, f"the server ended: {self.web.last_words()}"
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def wait_for_worker(self) -> None:
        """Wait until a worker takes tasks from the queue: Valkey knows who waits there."""

        def is_waiting() -> bool:
            assert self.worker.is_running, f"the worker ended: {self.worker.last_words()}"
            return any(client["cmd"] == "brpop" for client in self.queue().client_list())

        until(is_waiting, within=60, otherwise=f"no worker: {self.worker.last_words()}")

    def stop(self) -> None:
        """Stop everything, the parts that write first."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(Process.stop, self.parts))
        self.valkey.stop()
        if self.postgres:
            self.postgres.stop()
        self.mail.stop()

    @contextmanager
    def without_postgres(self) -> Iterator[None]:
        """Take Postgres away for a while."""
        connection.close()
        assert self.postgres, "other tests use it"
        self.postgres.stop()
        try:
            yield
        finally:
            self.bring_postgres_back()

    def bring_postgres_back(self) -> None:
        """Start Postgres again where its clients look for it."""
        port = urlsplit(self.database).port
        self.postgres = postgres.start(self.folder / "postgres", durable=False, port=port)

    def queue(self) -> Redis:
        return Redis.from_url(self.valkey.url, socket_timeout=5)

    def stop_valkey(self) -> None:
        """Take Valkey away; what was queued in it is kept, as it would be by a restart."""
        self.valkey.stop()

    def lose_valkey(self) -> None:
        """Take Valkey away with everything that was in it."""
        self.valkey.kill()
        self.valkey.stop()
        for dump in (self.folder / "valkey").glob("*.rdb"):
            dump.unlink()

    def bring_valkey_back(self) -> None:
        """Start Valkey again where its clients look for it."""
        port = urlsplit(self.valkey.url).port
        self.valkey = valkey.start(self.folder / "valkey", durable=True, port=port)

    def lose_queue(self) -> None:
        """Forget every task that waits in Valkey."""
        self.queue().delete("celery")

    def put(self, task: Task, *args: object) -> None:
        """Put a task into the queue that the worker takes from."""
        with app.connection_for_write(self.valkey.url) as queue:
            task.apply_async(args, connection=queue)

    def sweep_again(self) -> None:
        """Let the worker sweep twice more and do what it found: what comes twice, has by then."""
        before = self.said(SWEPT)
        for _ in range(2):
            self.put(sweep)
        until(lambda: self.said(SWEPT) >= before + 2, within=30, otherwise=self.report())
        until(self.is_idle, otherwise=f"never done: {self.worker.last_words()}")

    def said(self, pattern: str) -> int:
        """How often the pattern stands in the output of all workers."""
        return sum(worker.said(pattern) for worker in self.workers)

    def is_idle(self) -> bool:
        """Whether no task waits, and the workers have finished all that they took."""
        return not self.queue().llen("celery") and all(map(_has_finished, self.workers))

    def visitor(self, user: User) -> Visitor:
        """Somebody signed in, without a browser."""
        return Visitor(self.port, user)

    def reset(self) -> None:
        """Make ready for the next test: everything runs, and nothing is left of the last one."""
        if self.postgres and not self.postgres.is_running():
            self.bring_postgres_back()
        if not self.valkey.is_running():
            self.bring_valkey_back()
        self.mail.take()
        self.lose_queue()
        self.start()
        until(self.is_idle, otherwise="the worker is never idle")
        empty_database()
        self.mail.clear()

    def report(self) -> str:
        """The last words of every part, for a test that failed."""
        return "\n\n".join([*(part.last_words() for part in self.parts), *self.mail.subjects()])


def _has_finished(worker: Process) -> bool:
    """Whether a worker has nothing in hand.

    What waits in a worker for its time is gone with the connection.
    """
    since_connected = worker.output().rpartition("Connected to ")[2]
    taken = set(re.findall(r"\[([\w-]+)\] received", since_connected))
    return taken <= {one or other for one, other in re.findall(ENDED, worker.output())}
