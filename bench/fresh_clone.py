"""What `./dev up` takes in a fresh clone, and what it holds in memory when nobody does anything."""

import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from bench.figures import line, title
from bench.ground import ROOT

LIMIT = 600.0
AT_REST = 20.0
"""Seconds for the processes to settle, in which the scheduler has asked for a few sweeps."""

ADDRESS = re.compile(r"Goldseam is at http\S+")
# What a fresh machine would not have: our servers, our environment, our settings.
NOT_THEIRS = {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "SITE_URL", "DEBUG", "VIRTUAL_ENV"}


def measure(*, seconds: bool = True, memory: bool = True) -> None:
    """Start a clone for the first time and again, without a package cache and with one."""
    with tempfile.TemporaryDirectory(prefix="goldseam-bench-") as folder:
        caches = Path(folder) / "caches"
        title("./dev up, in a fresh clone of the last commit")
        first, again, held = _try_out(Path(folder) / "first clone", caches, memory=memory)
        if seconds:
            line("first, package caches empty", f"{first:.1f} s", "under 60 s")
            line("again", f"{again:.1f} s", "under 10 s")
            first, _again, _held = _try_out(Path(folder) / "second clone", caches, memory=False)
            line("first, package caches filled", f"{first:.1f} s", "under 60 s")
    if memory:
        title("Memory of the idle stack", how="PSS: what is shared is counted once.")
        for name, size in sorted(held.items(), key=lambda item: -item[1]):
            line(name, f"{size / 1e6:.0f} MB")
        line("all of it", f"{sum(held.values()) / 1e6:.0f} MB", "under 500 MB")


def _try_out(clone: Path, caches: Path, *, memory: bool) -> tuple[float, float, dict[str, int]]:
    """Start a new clone twice; return how long each took, and what the second held at rest."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    with _up(clone, caches) as (first, _process):
        pass
    with _up(clone, caches) as (again, process):
        if memory:
            time.sleep(AT_REST)
        return first, again, _memory(process)


@contextmanager
def _up(clone: Path, caches: Path) -> Iterator[tuple[float, psutil.Process]]:
    """Run `./dev up` and stop it as Ctrl-C does; gives the seconds until it said its address."""
    begin = time.monotonic()
    process = subprocess.Popen(
        ["./dev", "up"],
        cwd=clone,
        env=_environment(caches),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        _wait_for_address(process)
        yield time.monotonic() - begin, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _environment(caches: Path) -> dict[str, str]:
    """Ours, without what a fresh machine would not have, and with package caches elsewhere."""
    env = {name: value for name, value in os.environ.items() if name not in NOT_THEIRS}
    our_programs = str(Path(sys.executable).parent)
    path = [part for part in env["PATH"].split(os.pathsep) if part != our_programs]
    return env | {
        "PATH": os.pathsep.join(path),
        "UV_CACHE_DIR": str(caches / "uv"),
        "PIP_CACHE_DIR": str(caches / "pip"),
    }


def _wait_for_address(process: subprocess.Popen[str]) -> None:
    """Read what it says, on a thread that goes on reading so that it never waits for us."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read() -> None:
        for text in process.stdout or ():
            said.put(text)
        said.put("")

    threading.Thread(target=read, daemon=True).start()
    lines = []
    while text := said.get(timeout=LIMIT):
        lines.append(text)
        if ADDRESS.search(text):
            return
    raise SystemExit("./dev up ended without an address:\n" + "".join(lines))


def _memory(process: psutil.Process) -> dict[str, int]:
    """The bytes that a process and all below it hold, by what each of them is."""
    held: dict[str, int] = {}
    for one in [process, *process.children(recursive=True)]:
        try:
            name, size = _name(one), one.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
        held[name] = held.get(name, 0) + size
    return held


def _name(process: psutil.Process) -> str:
    command = " ".join(process.cmdline())
    for part, name in (
        ("stack.web", "web"),
        (" worker ", "worker"),
        (" beat ", "scheduler"),
        ("stack up", "supervisor"),
        ("postgres", "Postgres"),
        ("valkey", "Valkey"),
    ):
        if part in command:
            return name
    return process.name()
