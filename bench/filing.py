"""How long filing takes, beside a bare view that inserts one row in the same server."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from itertools import chain
from statistics import median
from uuid import uuid4

from bench import ground
from bench.browser import Browser
from bench.figures import line, milliseconds, p95, title
from incidents.models import Service
from people.models import User
from stack.ports import free_port

ROUNDS = 5
BLOCK = 20
WARM_UP = 50
CLIENTS = 8
AT_ONCE = 200

Send = Callable[[Browser], float]


def measure() -> None:
    """Send both forms in turns, over one connection and then over several."""
    users = [User.objects.create_user(f"bench{n}@example.org") for n in range(CLIENTS)]
    service = Service.objects.create(name="Search", slug="search")

    def bare(browser: Browser) -> float:
        return browser.post("/bare/", _fields())

    def file(browser: Browser) -> float:
        return browser.post("/incidents/new/file/", _fields())

    def file_with_service(browser: Browser) -> float:
        fields = _fields() | {"services": str(service.pk)}
        return browser.post("/incidents/new/file/", fields)

    forms = {"filing": file, "filing, with a service": file_with_service}
    for running, with_worker, posts, rest in (
        # It shares our cores, so a backlog would be measured instead of an answer.
        ("each when the worker has nothing left to do", ground.worker(), 40, ground.worker_rests),
        ("10 ms apart; no worker runs, the tasks wait", nullcontext(), 200, _breathe),
    ):
        title(
            "Filing, beside a bare view that inserts one row",
            how=f"One session over a kept connection, in turns of {BLOCK} POSTs, {running}.",
        )
        port = free_port()
        with with_worker, ground.web(port):
            browsers = [Browser(port, user) for user in users]
            _one_at_a_time(browsers[0], bare, forms, posts=posts, rest=rest)
            _several_at_once(browsers, bare, file)


def _breathe() -> None:
    """Nobody files as fast as they are answered."""
    time.sleep(0.01)


def _fields() -> dict[str, str]:
    """What the form sends when only its first field was filled in."""
    return {
        "title": "Checkout is slow since the last release",
        "undo_path": "unknown",
        "severity": "",
        "mode": "live",
        "client_token": str(uuid4()),
    }


def _one_at_a_time(
    browser: Browser,
    bare: Send,
    forms: Mapping[str, Send],
    *,
    posts: int,
    rest: Callable[[], None],
) -> None:
    sends = {"bare": bare, **forms}
    for send in sends.values():
        _in_a_row(browser, send, WARM_UP, rest)
    rounds: dict[str, list[list[float]]] = {name: [] for name in sends}
    for _ in range(ROUNDS):
        for times in rounds.values():
            times.append([])
        # In blocks, as what a request does after its answer may be felt by the next one.
        for _ in range(posts // BLOCK):
            for name, send in sends.items():
                rounds[name][-1] += _in_a_row(browser, send, BLOCK, rest)
    bares = rounds["bare"]
    for name, times in rounds.items():
        line(f"{name}, median", milliseconds(list(chain(*times))))
        if name == "bare":
            continue
        ratios = [median(one) / median(base) for one, base in zip(times, bares, strict=True)]
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        line("  times the bare view", f"{median(ratios):.2f} ({spread})", "at most 2")
        line("  95 % times its 95 %", f"{p95(list(chain(*times))) / p95(list(chain(*bares))):.2f}")


def _in_a_row(browser: Browser, send: Send, count: int, rest: Callable[[], None]) -> list[float]:
    took = []
    for _ in range(count):
        rest()
        took.append(send(browser))
    return took


def _several_at_once(browsers: list[Browser], bare: Send, filing: Send) -> None:
    rates: dict[str, list[float]] = {"bare": [], "filing": []}
    for _ in range(ROUNDS):
        rates["bare"].append(_rate(browsers, bare))
        rates["filing"].append(_rate(browsers, filing))
    for name, values in rates.items():
        line(f"{name}, {len(browsers)} at once", f"{median(values):.0f} a second")


def _rate(browsers: list[Browser], send: Send) -> float:
    """Answers a second, to so many browsers that each send as fast as they are answered."""
    each = AT_ONCE // len(browsers)

    def send_all(browser: Browser) -> None:
        for _ in range(each):
            send(browser)

    with ThreadPoolExecutor(len(browsers)) as pool:
        begin = time.perf_counter()
        list(pool.map(send_all, browsers))
        return each * len(browsers) / (time.perf_counter() - begin)
