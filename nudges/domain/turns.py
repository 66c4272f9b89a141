"""What the threads of a process are busy with: what hangs keeps few of them, not all."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from nudges.models import Delivery
from nudges.models.delivery import EMAIL_OUTLET

# How many threads may be busy with one channel.
AT_ONCE = 2
# All mail goes through one server, which takes several connections.
SHARED = {EMAIL_OUTLET}

_slots: defaultdict[str, BoundedSemaphore] = defaultdict(lambda: BoundedSemaphore(AT_ONCE))
_claiming = Lock()
_busy: set[str] = set()


@contextmanager
def slot(channel: str) -> Iterator[bool]:
    """Whether one more thread may work on a channel, and keep it counted meanwhile."""
    this = _slots[channel]
    is_free = this.acquire(blocking=False)
    try:
        yield is_free
    finally:
        if is_free:
            this.release()


@contextmanager
def turn(claim: Callable[[set[str]], list[Delivery]]) -> Iterator[list[Delivery]]:
    """Claim something with `claim`, which is given the outlets that it has to leave out.

    Those are what another thread is busy with: a second would only hang beside it.
    """
    with _claiming:
        batch = claim(set(_busy))
        taken = {one.outlet for one in batch} - SHARED
        _busy.update(taken)
    try:
        yield batch
    finally:
        _busy.difference_update(taken)
