"""Fixtures that `tests/faults` and `tests/browser` take into their conftest."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.running.database import own_database, talking_to
from tests.running.goldseam import Goldseam


@pytest.fixture(scope="package")
def processes(
    django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Goldseam]:
    """Everything that runs, started once for all tests of a folder."""
    with django_db_blocker.unblock(), own_database(f"running_{os.getpid()}") as database:
        goldseam = Goldseam(tmp_path_factory.mktemp("goldseam"), database)
        try:
            yield goldseam
        finally:
            goldseam.stop()


@pytest.fixture
def goldseam(processes: Goldseam, django_db_blocker: Any) -> Iterator[Goldseam]:
    """A running Goldseam with an empty database, which this test's own queries go to too."""
    with django_db_blocker.unblock(), talking_to(processes.database):
        processes.reset()
        yield processes
