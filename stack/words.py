"""Say on the terminal what is going on, in short calm lines."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator


def say(text: str = "") -> None:
    """Print a line. A terminal that was closed must not keep us from tidying up."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long something took, once it is ready."""
    begin = time.monotonic()
    yield
    say(f"{what} ready in {time.monotonic() - begin:.1f} s")


def let_go_of_a_closed_terminal() -> None:
    """Point the output at nothing if it can no longer be written, so that leaving is quiet."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
