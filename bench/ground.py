"""What the measurements stand on: a database and a queue of their own, and real processes."""

import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import redis
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
WEB_LIMIT = 60.0
WORKER_LIMIT = 60.0


@contextmanager
def own_ground() -> Iterator[None]:
    """Set Django up on an empty, migrated database that is dropped afterwards.

    It stands on the servers that DATABASE_URL and REDIS_URL name, beside what is
    theirs: nothing else in them is touched.
    """
    name = f"goldseam_bench_{secrets.token_hex(4)}"
    before = dict(os.environ)
    given = before["DATABASE_URL"]
    os.environ |= {
        "DATABASE_URL": urlsplit(given)._replace(path=f"/{name}").geturl(),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONWARNINGS": "ignore:You're running the worker",
        "BENCH_QUEUE": name,
        "DEBUG": "0",
        "LOG_LEVEL": "ERROR",
        "SECRET_KEY": secrets.token_hex(32),
        "SITE_URL": "http://127.0.0.1",
    }
    os.environ.pop("EMAIL_URL", None)
    _say_to(given, "CREATE DATABASE {}", name)
    try:
        _migrate()
        yield
    finally:
        _say_to(given, "DROP DATABASE {} WITH (FORCE)", name)
        with redis.Redis.from_url(os.environ["REDIS_URL"]) as queue:
            queue.delete(name, f"_kombu.binding.{name}")
        os.environ.clear()
        os.environ.update(before)


def _say_to(url: str, command: str, name: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(command).format(sql.Identifier(name)))
    connection.close()


def _migrate() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


@contextmanager
def web(port: int) -> Iterator[None]:
    """Run the real server, as `./dev up` and the image do, until it is no longer needed."""
    command = ["uvicorn", "config.asgi:application", "--port", str(port), "--no-access-log"]
    command += ["--loop", "uvloop", "--http", "httptools", "--log-level", "warning"]
    with _running(command) as process:
        _wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield


@contextmanager
def worker() -> Iterator[None]:
    """Run the real worker."""
    command = ["celery", "-q", "-A", "config", "worker", "--pool", "threads"]
    command += ["--concurrency", "8", "--without-gossip", "--without-mingle", "-l", "ERROR"]
    with _running(command):
        yield


def worker_rests() -> None:
    """Wait until the worker has taken everything, and a moment for what it took last."""
    deadline = time.monotonic() + WORKER_LIMIT
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as queue:
        while queue.llen(os.environ["BENCH_QUEUE"]):
            if time.monotonic() > deadline:
                raise SystemExit("The worker does not get on with its tasks.")
            time.sleep(0.02)
    time.sleep(0.1)


@contextmanager
def _running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", *command]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + WEB_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            opener.open(url, timeout=5).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The web did not start.")
