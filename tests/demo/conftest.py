from datetime import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from demo.load import load


@pytest.fixture(scope="module")
def larkspur(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> datetime:
    """The demo, loaded once for all tests of a module and then rolled back. Gives its now.

    Each test's own transaction is a savepoint in this one.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        now = timezone.now()
        load(now)
        yield now
        transaction.set_rollback(True)
    assert not connection.in_atomic_block
