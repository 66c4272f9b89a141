"""What all tests share.

Most tests run in a transaction that is rolled back, so nothing commits and what
waits for the commit (live events, tasks) does not happen. Three fixtures change that:

- `work` commits what is done inside it and does at once what a worker would;
- `race` runs the same thing in parallel, each in a real transaction of its own;
- `goldseam` (tests/faults, tests/browser) runs the real server, worker and scheduler.
"""

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from math import inf
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.apps import AppConfig
from django.db import connection, connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.test import Client
from django.test.utils import CaptureQueriesContext

from config.celery import app
from people import organisation
from people.models import Organisation, User
from postmortems.views.shared import Openings
from tests.factories import bring_templates

HERE = Path(__file__).parent
# Each of these folders runs on one worker, with processes of its own that start once.
SIDE_BY_SIDE = ("browser", "faults")

# Playwright runs an event loop in the thread of its tests, where Django would then refuse to
# read the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


# Before pytest-xdist looks for groups.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares processes together, and begin with it, as it takes longest.

    Of tests with the same id pytest-xdist runs one and says nothing, so that is refused.
    """
    counted = Counter(item.nodeid for item in items)
    if twice := [name for name, n in counted.items() if n > 1]:
        raise pytest.UsageError(f"Several tests have the same id: {', '.join(twice)}")
    for item in items:
        if (folder := item.path.relative_to(HERE).parts[0]) in SIDE_BY_SIDE:
            item.add_marker(pytest.mark.xdist_group(folder))
    items.sort(key=lambda item: item.path.relative_to(HERE).parts[0] not in SIDE_BY_SIDE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Show what the server, worker and scheduler said last, where a test with them failed."""
    report = yield
    goldseam = getattr(item, "funcargs", {}).get("goldseam")
    if goldseam and report.failed and report.when == "call":
        report.sections.append(("what ran said last", goldseam.report()))
    return report


@receiver(post_migrate)
def keep_templates(sender: AppConfig, **kwargs: Any) -> None:
    """Bring back what a migration brought, after a test that commits has emptied all."""
    is_after_flush = "plan" not in kwargs
    if is_after_flush and sender.label == "postmortems":
        bring_templates()


@pytest.fixture(autouse=True)
def opened_no_links() -> None:
    """Forget how many links were opened from here before: tests are quicker than people."""
    Openings.cache.clear()


@pytest.fixture(autouse=True)
def usual_organisation() -> Iterator[None]:
    """Begin with the organisation as it is before anybody changes it, read already.

    What a test changes is read once, so that no page takes a query more than another by chance.
    """
    organisation.kept.row, organisation.kept.until = Organisation(), inf
    usual, organisation.LASTS = organisation.LASTS, inf
    yield
    organisation.LASTS = usual
    organisation.forget()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """Give a test client that is signed in as a user."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def work(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Any]]],
) -> Iterator[Callable[[], AbstractContextManager[list[Any]]]]:
    """`with work():` commits what is done inside, and does at once what a worker would."""
    app.conf.task_always_eager = app.conf.task_eager_propagates = True
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    app.conf.task_always_eager = app.conf.task_eager_propagates = False


@pytest.fixture
def race(transactional_db: None) -> Callable[[int, Any], list[str]]:
    """`race(n, act)` calls `act` n times at once, each with a connection of its own.

    `act` can also be a list of n different things to do. Returns what became of
    each, in that order: "ok", or the name of the exception.
    """

    def run(count: int, act: Callable[[], Any] | Sequence[Callable[[], Any]]) -> list[str]:
        acts = [act] * count if callable(act) else list(act)
        assert len(acts) == count
        start = Barrier(count, timeout=10)

        def run_one(one: Callable[[], Any]) -> str:
            try:
                connection.ensure_connection()
                start.wait()
                one()
            except Exception as error:
                return type(error).__name__
            else:
                return "ok"
            finally:
                connections.close_all()

        with ThreadPoolExecutor(count) as runners:
            return list(runners.map(run_one, acts))

    return run


@pytest.fixture
def queries_of(db: None) -> Iterator[Callable[..., int]]:
    """`queries_of(client, url)` counts the queries of a page that answers 200."""

    def count(client: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        assert response.status_code == 200, f"{url} answered {response.status_code}"
        return len(captured)

    return count
