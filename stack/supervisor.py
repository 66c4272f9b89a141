"""Run the parts of Goldseam side by side, and end them together.

Starting a part, reading its lines and printing them under its name is honcho's.
Its Manager is not used: it would fork one more Python for every part, hears
neither a closed terminal nor a server that is not its own, and cannot tell us
when a part is ready.
"""

import contextlib
import queue
import shlex
import signal
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from honcho.colour import get_colours
from honcho.printer import Printer
from honcho.process import Process

from stack.places import ROOT
from stack.processes import Footprint, kill_group

PATIENCE = 10.0
"""Seconds the parts have to finish what they are doing."""


class Supervisor:
    """The parts that run, by name."""

    def __init__(self) -> None:
        self.footprints: dict[str, Footprint] = {}
        self.ended: dict[str, int] = {}
        self._messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._colours = get_colours()
        self._printer = Printer(sys.stdout)
        self._stopping = False

    def start(self, name: str, command: Sequence[str], env: dict[str, str]) -> None:
        """Start a part in a session of its own, so that Ctrl-C reaches it through us alone."""
        # The shell that honcho starts gives way to the program: the number we know is its own.
        line = f"exec {shlex.join(command)}"
        part = Process(line, name=name, colour=next(self._colours), env=env, cwd=str(ROOT))
        self._printer.width = max(self._printer.width, len(name))
        threading.Thread(target=part.run, args=(self._messages,), daemon=True).start()
        while name not in self.footprints:
            self.listen(1.0)

    def listen(self, patience: float) -> None:
        """Print what the parts say and note how they fare, for at most so many seconds."""
        deadline = time.monotonic() + patience
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                self._hear(self._messages.get(timeout=left))
                return

    def _hear(self, message: Any) -> None:
        if message.type == "start":
            self.footprints[message.name] = Footprint.of(message.data["pid"])
        elif message.type == "stop":
            self.ended[message.name] = message.data["returncode"]
        elif not self._stopping:
            with contextlib.suppress(OSError):
                self._printer.write(message)

    def stop(self) -> None:
        """End every part: first ask, later insist. Their farewells are not passed on."""
        self._stopping = True
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self._running() and time.monotonic() < deadline:
            self.listen(0.1)
        for name in self._running():
            kill_group(self.footprints[name].pid)
        while self._running():
            self.listen(0.1)

    def _running(self) -> list[str]:
        return [name for name in self.footprints if name not in self.ended]

    def _signal(self, number: signal.Signals) -> None:
        for name in self._running():
            if process := self.footprints[name].process():
                process.send_signal(number)
