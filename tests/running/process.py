"""One process of the product, told apart from all others by its number."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.running.waiting import until

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """`python -m` something, with its output kept in a file."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path):
        self.name, self.command, self.env, self.log = name, command, env, log
        self._started: subprocess.Popen[bytes] | None = None
        self._begin = 0

    @property
    def pid(self) -> int:
        assert self._started, f"{self.name} was never started"
        return self._started.pid

    @property
    def is_running(self) -> bool:
        return self._started is not None and self._started.poll() is None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.is_running:
            return
        with self.log.open("ab") as log:
            self._begin = log.tell()
            self._started = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                cwd=ROOT,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def finish(self, *, within: float) -> int:
        """Wait for its own end, and return its exit code."""
        assert self._started
        return self._started.wait(within)

    def stop(self) -> None:
        """Ask it to finish what it does and end."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, whatever it does: kill -9."""
        self._end(signal.SIGKILL)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it stand still for a while."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    def _end(self, by: signal.Signals) -> None:
        if self._started is None or self._started.poll() is not None:
            return
        os.kill(self.pid, by)
        try:
            self._started.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._started.wait(10)

    def says(self, pattern: str, *, times: int = 1, within: float = 30) -> None:
        """Wait until the pattern stands in its output, at least so often."""

        def said_or_ended() -> bool:
            return self.said(pattern) >= times or not self.is_running

        until(said_or_ended, within=within, otherwise=f"never said {pattern}: {self.last_words()}")
        assert self.said(pattern) >= times, f"ended: {self.last_words()}"

    def said(self, pattern: str) -> int:
        """How often the pattern stands in its output."""
        return len(re.findall(pattern, self.output()))

    def output(self) -> str:
        """What it has said since it was last started."""
        if not self.log.exists():
            return ""
        return self.log.read_bytes()[self._begin :].decode(errors="replace")

    def last_words(self) -> str:
        return f"{self.name}\n{self.log.read_text(errors='replace')[-4000:]}"
