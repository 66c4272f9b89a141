"""A database of its own for what runs, and this process's way to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import dj_database_url
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection
from psycopg2.errors import DeadlockDetected

from learning.domain.paths import bring_path
from learning.domain.shelving import bring_shelf
from tests.factories import bring_templates
from tests.running.waiting import until

# Rows that migrations and the scheduler make as they start; what runs counts on them.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "schedule_errand"}
WHERE = ("NAME", "HOST", "PORT", "USER", "PASSWORD")


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """Make an empty database in the Postgres of the tests. Returns its address."""
    connection.close()
    _on_the_side(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _on_the_side(f'CREATE DATABASE "{name}"')
    try:
        yield _address_of(name)
    finally:
        _on_the_side(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def talking_to(address: str) -> Iterator[None]:
    """Let this process use another database."""
    usual = {key: connection.settings_dict[key] for key in WHERE}
    other = dj_database_url.parse(address)
    connection.close()
    connection.settings_dict.update({key: other[key] for key in WHERE})
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)
        ContentType.objects.clear_cache()


def empty_database() -> None:
    """Leave the rows that every Goldseam has from its first run, and no others."""
    _forget_all_rows()
    bring_templates()
    bring_shelf()
    bring_path()


def _forget_all_rows() -> None:
    """Forget them, once what still answers a screen that just closed has let go of them."""
    tables = sorted(set(connection.introspection.table_names()) - KEPT)
    statement = f"TRUNCATE {', '.join(map(connection.ops.quote_name, tables))}"

    def emptied() -> bool:
        with connection.cursor() as cursor:
            try:
                cursor.execute(statement)
            except OperationalError as error:
                if isinstance(error.__cause__, DeadlockDetected):
                    return False
                raise
        return True

    until(emptied, within=30, otherwise="the tables are never free")


def _on_the_side(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _address_of(database: str) -> str:
    address = urlsplit(os.environ.get("DATABASE_URL", "postgres:///goldseam"))
    return address._replace(path=f"/{database}").geturl()
