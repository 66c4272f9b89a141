import time
from collections.abc import Callable


def until[T](condition: Callable[[], T], *, within: float = 15, otherwise: str = "") -> T:
    """Wait until `condition` gives something true, and return that."""
    deadline = time.monotonic() + within
    while not (outcome := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(otherwise or f"nothing came of it within {within} seconds")
        time.sleep(0.02)
    return outcome
