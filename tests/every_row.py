"""What is anywhere in the database."""

from django.db import connection


def every_row():
    """Every row of every table, as text, with the table it is in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT row_to_json(one)::text FROM "{table}" one')  # noqa: S608
            yield from ((table, row) for (row,) in cursor.fetchall())
