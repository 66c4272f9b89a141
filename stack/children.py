"""Run one command to its end while we keep something for it."""

import contextlib
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from stack.places import ROOT


@contextlib.contextmanager
def heeding(
    *signals: signal.Signals, by: Callable[[int, FrameType | None], object]
) -> Iterator[None]:
    """Handle signals our way for a while."""
    before = {number: signal.signal(number, by) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run(command: Sequence[str], env: dict[str, str]) -> int:
    """Run a command in our terminal and return its exit code.

    Ctrl-C reaches the command by itself, as it shares our terminal. Other
    requests to stop are passed on, and we live until it has ended, so that what
    was started for it is stopped after it.
    """
    child: subprocess.Popen[bytes] | None = None

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if child and number != signal.SIGINT:
            child.send_signal(number)

    with heeding(signal.SIGINT, signal.SIGTERM, signal.SIGHUP, by=pass_on):
        child = subprocess.Popen(command, env=env, cwd=ROOT)
        code = child.wait()
    return 128 - code if code < 0 else code
