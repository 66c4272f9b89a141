"""Recognise and stop processes of ours, and no others."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from typing import Self

import psutil

START_TIME_SLACK = 2.0
"""Seconds a start time may move when the machine's clock is set."""


@dataclass(frozen=True)
class Footprint:
    """A process as it can be told from a later one that was given the same number."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> Self:
        """Take the footprint of a process; one that is gone has none to compare with."""
        try:
            return cls(pid, psutil.Process(pid).create_time())
        except psutil.NoSuchProcess:
            return cls(pid, 0.0)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read what `str()` wrote. A file cut short by a crash is no footprint."""
        try:
            pid, started = text.split()
            return cls(int(pid), float(started))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.pid} {self.started}"

    def process(self) -> psutil.Process | None:
        """Return the process if it still runs, None if it ended or the number is another's."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.started) > START_TIME_SLACK:
                return None
            return process if process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.NoSuchProcess:
            return None


def stop(footprint: Footprint, *, by: signal.Signals, patience: float = 10.0) -> None:
    """Ask a process to end, and end it when it does not listen.

    A process that ended counts as gone, even while nobody has asked for its exit
    code: as process 1 of a container many a program never does.
    """
    for number in (by, signal.SIGKILL):
        if process := footprint.process():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        deadline = time.monotonic() + patience
        while footprint.process() and time.monotonic() < deadline:
            time.sleep(0.02)


def kill_group(pid: int) -> None:
    """Kill a process that leads its own group, and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
