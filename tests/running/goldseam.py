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
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from psycopg2.errors import DeadlockDetected
from redis import Redis

from config.celery import app
from learning.domain.paths import bring_path
from learning.domain.shelving import bring_shelf
from nudges.tasks import sweep
from people.models import User
from stack import valkey
from stack.ports import free_port
from stack.server import Server
from tests.factories import bring_templates
from tests.running.mail import MailServer
from tests.running.process import Process
from tests.running.visitor import Visitor
from tests.running.waiting import until

# Rows that migrations make; the running processes remember their numbers.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
ENDED = r"\[([\w-]+)\] (?:succeeded in|raised unexpected)|Discarding revoked task: \S+\[([\w-]+)\]"


class Goldseam:
    """A running Goldseam, whose parts a test may stop, kill and start again."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self.mail = MailServer()
        self.mail.start()
        self.valkey: Server = valkey.start(folder / "valkey", durable=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEBUG": "0",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": _address_of(database),
            "REDIS_URL": self.valkey.url,
            "EMAIL_URL": self.mail.url,
            "SITE_URL": self.url,
            # Push services of tests are on this machine.
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
            assert command.finish(within=120) == 0, command.last_words()

    def _process(self, name: str, command: list[str], env: dict[str, str]) -> Process:
        return Process(name, command, env, self.folder / f"{name}.log")

    @property
    def parts(self) -> list[Process]:
        return [self.web, self.worker, self.beat]

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
        self.mail.stop()

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
        swept = r"Task nudges\.tasks\.sweep\[\S+\] succeeded"
        before = self.worker.said(swept)
        for _ in range(2):
            self.put(sweep)
        self.worker.says(swept, times=before + 2)
        until(self.is_idle, otherwise=f"never done: {self.worker.last_words()}")

    def is_idle(self) -> bool:
        """Whether no task waits, and the worker has finished all that it took.

        What waits in a worker for its time is gone with the connection.
        """
        since_connected = self.worker.output().rpartition("Connected to ")[2]
        taken = set(re.findall(r"\[([\w-]+)\] received", since_connected))
        ended = re.findall(ENDED, self.worker.output())
        return not self.queue().llen("celery") and taken <= {one or other for one, other in ended}

    def visitor(self, user: User) -> Visitor:
        """Somebody signed in, without a browser."""
        return Visitor(self.port, user)

    def reset(self) -> None:
        """Make ready for the next test: everything runs, and nothing is left of the last one."""
        if not self.valkey.is_running():
            self.bring_valkey_back()
        self.mail.take()
        self.lose_queue()
        self.start()
        until(self.is_idle, otherwise="the worker is never idle")
        _empty_database()
        _bring_what_comes_with_it()
        self.mail.clear()

    def report(self) -> str:
        """The last words of every part, for a test that failed."""
        return "\n\n".join([*(part.last_words() for part in self.parts), *self.mail.subjects()])


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """Make an empty database, for as long as it is held."""
    connection.close()
    _on_the_side(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _on_the_side(f'CREATE DATABASE "{name}"')
    try:
        yield name
    finally:
        _on_the_side(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def talking_to(name: str) -> Iterator[None]:
    """Let this process use another database."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        ContentType.objects.clear_cache()


def _on_the_side(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _address_of(database: str) -> str:
    address = urlsplit(os.environ.get("DATABASE_URL", "postgres:///goldseam"))
    return address._replace(path=f"/{database}").geturl()


def _empty_database() -> None:
    """Forget all rows, once what still answers a screen that just closed has let go of them."""
    tables = sorted(set(connection.introspection.table_names()) - KEPT)
    statement = f"TRUNCATE {', '.join(map(connection.ops.quote_name, tables))}"

    def emptied() -> bool:
        with connection.cursor() as cursor:
            try:
                cursor.execute(statement)
            except OperationalError as error:
                if isinstance(error.__cause__, DeadlockDetected):
                    return False
                raise
        return True

    until(emptied, within=30, otherwise="the tables are never free")


def _bring_what_comes_with_it() -> None:
    """The rows that every Goldseam has from its first run."""
    bring_templates()
    bring_shelf()
    bring_path()
