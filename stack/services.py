"""Give a command the Postgres and Valkey it needs: those named in the environment, or our own."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stack import postgres, valkey
from stack.places import DATA
from stack.server import Folder, FolderInUse, Server
from stack.words import say, timed

EMBEDDED = {"DATABASE_URL": "postgres", "REDIS_URL": "valkey"}
PROGRAMS = {"postgres": postgres.start, "valkey": valkey.start}


def start(folder: Path, *, durable: bool, quiet: bool = False) -> dict[str, Server]:
    """Start, side by side, what the environment does not name.

    The result goes by the variables that are to name them.
    """
    missing = [name for name in EMBEDDED if not os.environ.get(name)]

    def start_one(name: str) -> Server:
        what = EMBEDDED[name]
        with contextlib.nullcontext() if quiet else timed(what.capitalize()):
            return PROGRAMS[what](folder / what, durable=durable)

    with ThreadPoolExecutor() as pool:
        starting = {name: pool.submit(start_one, name) for name in missing}
    try:
        return {name: future.result() for name, future in starting.items()}
    except BaseException:
        for future in starting.values():
            if not future.exception():
                future.result().stop()
        raise


def urls(servers: dict[str, Server]) -> dict[str, str]:
    """Return the variables that tell the product where its servers are."""
    given = {name: os.environ[name] for name in EMBEDDED if os.environ.get(name)}
    return given | {name: server.url for name, server in servers.items()}


def stop(servers: dict[str, Server]) -> None:
    """Stop servers, the database last."""
    for server in reversed(servers.values()):
        server.stop()


@contextlib.contextmanager
def lasting() -> Iterator[dict[str, str]]:
    """Run the servers with the data of `./dev up` for as long as one command takes."""
    servers = start(DATA, durable=True, quiet=True)
    try:
        yield urls(servers)
    finally:
        stop(servers)


@contextlib.contextmanager
def passing(name: str) -> Iterator[tuple[Path, dict[str, str]]]:
    """Run servers with empty data, thrown away afterwards, in a folder nobody else uses."""
    folder = _own_folder(DATA / name)
    servers: dict[str, Server] = {}
    try:
        servers = start(folder.path, durable=False, quiet=True)
        yield folder.path, urls(servers)
    finally:
        stop(servers)
        folder.release()
        shutil.rmtree(folder.path, ignore_errors=True)


def _own_folder(path: Path) -> Folder:
    """Hold the folder, or the next one if another run is at work in it."""
    for number in range(1, 100):
        candidate = path if number == 1 else path.with_name(f"{path.name}-{number}")
        with contextlib.suppress(FolderInUse):
            return Folder(candidate)
    raise FolderInUse(f"All the folders {path}-… are in use.")


def describe_given() -> None:
    """Say which servers are not ours."""
    for name, what in (("DATABASE_URL", "Postgres"), ("REDIS_URL", "Redis")):
        if os.environ.get(name):
            say(f"{what} is the one that {name} names")
