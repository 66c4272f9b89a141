"""What the embedded Postgres and Valkey have in common: a folder, a process, an address."""

import contextlib
import fcntl
import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from stack import processes
from stack.processes import Footprint

LOG_KEPT = 5_000_000
"""Bytes a log may have when a server starts; a longer one begins anew."""


class StartFailed(Exception):
    """A server did not come up. The text says why, for a person."""


class FolderInUse(StartFailed):
    """Another process holds this data folder."""


class Folder:
    """A data folder, held by this process alone until released.

    The lock belongs to a living process, so that it is free again however its
    owner ended. Whoever gets it therefore knows: a server that the folder still
    remembers was left behind, and may be stopped.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._footprint = path / "process"
        self._lock: IO[str] = (path / "lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise FolderInUse(f"{path} is in use by another process.") from None

    def password(self) -> str:
        """Return the folder's password, made at the first call and readable by its owner only."""
        path = self.path / "password"
        if not path.exists():
            path.touch(mode=0o600)
        if not path.read_text():
            path.write_text(secrets.token_urlsafe(24))
        return path.read_text()

    def remember(self, process: subprocess.Popen[bytes]) -> None:
        """Note which process serves this folder, for whoever finds it left behind."""
        self._footprint.write_text(str(Footprint.of(process.pid)))

    def stop_leftover(self, by: signal.Signals) -> None:
        """Stop the server that an owner who was killed could not stop."""
        if not self._footprint.exists():
            return
        left = Footprint.read(self._footprint.read_text())
        if left:
            processes.stop(left, by=by)
        self._footprint.unlink()

    def open_log(self) -> IO[bytes]:
        """Open the server's log for appending."""
        path = self.path / "log"
        if path.exists() and path.stat().st_size > LOG_KEPT:
            path.unlink()
        return path.open("ab")

    def log_tail(self, start: int = 0) -> str:
        """Return the last lines of what was logged after `start`."""
        text = (self.path / "log").read_bytes()[start:].decode(errors="replace")
        return "\n".join(text.splitlines()[-12:])

    def release(self) -> None:
        """Let the folder go. Its server is stopped by now."""
        self._footprint.unlink(missing_ok=True)
        self._lock.close()


@dataclass
class Server:
    """A running server that ends with us."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    folder: Folder
    stop_by: signal.Signals

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.folder.path / "log"

    def is_running(self) -> bool:
        """Say whether the server is still there."""
        return self.process.poll() is None

    def stop(self, patience: float = 15.0) -> None:
        """Stop the server in its own orderly way, and make sure that it ended."""
        if self.is_running():
            self.process.send_signal(self.stop_by)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.kill()
        self.folder.release()

    def kill(self) -> None:
        """End the server as a power cut would. The folder stays held until `stop`."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], limit: float) -> bool:
    """Wait for a server to be ready. False if it ended or the time is over."""
    deadline = time.monotonic() + limit
    while process.poll() is None and time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.02)
    return False
