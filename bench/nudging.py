"""How fast messages leave, how soon, and what looking for them costs among millions."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from statistics import median
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from bench import ground
from bench.browser import Browser
from bench.figures import line, milliseconds, title
from incidents.domain.filing import declare_incident
from incidents.models import Incident
from nudges.domain.delivery import due_channels
from nudges.domain.saying import due_nudges
from nudges.domain.turns import AT_ONCE
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State as DeliveryState
from nudges.models.nudge import State
from nudges.tasks import deliver
from people.models import User
from stack.ports import free_port

PEOPLE = 200
MESSAGES = 5_000
LATER = 100_000
CAUSES = 20
LOOKS = 50
KINDS = ("update_due", "lead", "repair", "check_in")
# What is measured does not depend on the day and the hour.
ALWAYS_AT_WORK: dict[str, Any] = {
    "workday_starts": time_of_day.min,
    "workday_ends": time_of_day.max,
    "workdays": list(range(7)),
}

# Most were said long ago; one in a hundred waits for later, and a few hundred are due.
MANY_NUDGES = """
    INSERT INTO nudges_nudge (recipient_id, kind, about_type_id, about_id, dedupe_key, state,
        ended_because, stays_in_app, due_at, times_said, failures, last_error, created_at)
    SELECT %(person)s, 'check_in', %(type)s, n, 'many:' || n,
        CASE WHEN n %% 100 = 0 THEN 'waiting' ELSE 'done' END, '', false,
        CASE WHEN n %% 20000 = 0 THEN now() WHEN n %% 100 = 0 THEN now() + interval '1 day' END,
        1, 0, '', now() - n * interval '1 second'
    FROM generate_series(1, %(rows)s) n
"""
MANY_DELIVERIES = """
    INSERT INTO nudges_delivery (nudge_id, recipient_id, channel, outlet, number, is_bundle,
        may_interrupt, goes_at, state, due_at, attempts, last_error, sent_at)
    SELECT id, recipient_id, 'email', 'email', 1, false, false, now(),
        CASE WHEN id % 100 = 0 THEN 'waiting' ELSE 'sent' END,
        CASE WHEN id % 20000 = 0 THEN now() ELSE now() + interval '1 day' END, 0, '', NULL
    FROM nudges_nudge WHERE dedupe_key LIKE 'many:%'
"""


def measure(rows: int) -> None:
    people = [
        User.objects.create_user(f"nudged{n}@example.org", **ALWAYS_AT_WORK) for n in range(PEOPLE)
    ]
    incidents = [
        declare_incident(by=people[n % PEOPLE], title=f"Search is slow, again {n}", mode="record")
        for n in range(50)
    ]
    with _sink():
        _throughput(people, incidents)
        _promptness(people, incidents)
    _looking(people[0], rows)


@contextmanager
def _sink() -> Iterator[None]:
    """A mail server in a process of its own, which takes everything and keeps nothing."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.sink", str(port)], cwd=ground.ROOT)
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _throughput(people: list[User], incidents: list[Incident]) -> None:
    title(
        "Deliveries",
        how=f"One worker sends {MESSAGES:,} mails about {len(incidents)} incidents to "
        f"{PEOPLE} people, to a mail server on this machine. The three share its cores.",
    )
    _plan(people, incidents, MESSAGES, at=timezone.now())
    with ground.worker():
        # Each saying sets one off, and a process keeps as many as it has threads for mail.
        for _ in range(AT_ONCE):
            deliver.delay("email")
        _until(lambda: not Delivery.objects.filter(state=DeliveryState.WAITING).exists())
    sent = Delivery.objects.filter(state=DeliveryState.SENT).order_by("sent_at")
    times = [at for at in sent.values_list("sent_at", flat=True) if at]
    assert len(times) == MESSAGES, "each is sent once"
    # The first hundred warm the worker up.
    took = (times[-1] - times[100]).total_seconds()
    line("a second", f"{(len(times) - 100) / took:.0f}", "at least 500")


def _promptness(people: list[User], incidents: list[Incident]) -> None:
    title(
        "From a cause to its mail",
        how=f"{LATER:,} nudges and as many mails wait for later. {CAUSES} incidents are opened "
        "with the form; from the opening to the mail server's answer to the thanks.",
    )
    _plan(people, incidents, LATER, at=timezone.now() + timedelta(days=1))
    filer, port = User.objects.create_user("filer@example.org"), free_port()
    with ground.worker(), ground.web(port):
        browser = Browser(port, filer)
        for n in range(CAUSES):
            browser.post("/incidents/new/file/", {"title": f"Nothing loads {n}", "mode": "live"})
            _until(partial(_has_heard, filer, n + 1))
    took = [
        (one.sent_at - one.nudge.created_at).total_seconds()
        for one in Delivery.objects.filter(recipient=filer).select_related("nudge")
        if one.sent_at and one.nudge
    ]
    line("half of them within", f"{median(took) * 1000:.0f} ms")
    line("all of them within", f"{max(took) * 1000:.0f} ms", "5 s")


def _has_heard(person: User, times: int) -> bool:
    return Delivery.objects.filter(recipient=person, state=DeliveryState.SENT).count() == times


def _looking(person: User, rows: int) -> None:
    title(
        "Looking for what is due",
        how=f"Among {rows:,} nudges and as many messages, of which one in a hundred waits and "
        f"{rows // 20_000:,} are due. No tasks are sent.",
    )
    incident_type = ContentType.objects.get_for_model(Incident)
    with connection.cursor() as cursor:
        cursor.execute(MANY_NUDGES, {"person": person.pk, "type": incident_type.pk, "rows": rows})
        cursor.execute(MANY_DELIVERIES)
        cursor.execute("VACUUM ANALYZE nudges_nudge, nudges_delivery")
    for name, look in (("nudges", due_nudges), ("messages", due_channels)):
        look()
        line(name, milliseconds([_seconds(look) for _ in range(LOOKS)]))
    both = [_seconds(lambda: (due_nudges(), due_channels())) for _ in range(LOOKS)]
    line("one sweep", milliseconds(both), "20 ms")


def _plan(people: list[User], incidents: list[Incident], count: int, *, at: datetime) -> None:
    """Nudges that were said, and a message about each that goes out at a moment."""
    about_type = ContentType.objects.get_for_model(Incident)
    nudges = Nudge.objects.bulk_create(
        [
            Nudge(
                recipient=people[n % PEOPLE],
                kind=KINDS[n % len(KINDS)],
                about_type=about_type,
                about_id=incidents[n % len(incidents)].pk,
                dedupe_key=f"bench:{at}:{n}",
                state=State.SENT,
                times_said=1,
                due_at=timezone.now() + timedelta(days=1),
            )
            for n in range(count)
        ],
        batch_size=5_000,
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                nudge=one, recipient=one.recipient, channel="email", number=1, goes_at=at, due_at=at
            )
            for one in nudges
        ],
        batch_size=5_000,
    )


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _until(is_so: Callable[[], bool], *, within: float = 300) -> None:
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit("The worker does not get on with its messages.")
        time.sleep(0.05)
