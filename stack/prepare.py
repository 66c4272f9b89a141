"""Bring the database up to date in one process, as loading Django takes longer than the work.

Run as ``python -m stack.prepare FILE``; the sign-ins of the demo organisation,
if it is there, are written to the file.
"""

import io
import os
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.db import OperationalError, connection

from stack.words import say, timed


def main(sign_ins: Path) -> None:
    """Migrate, and give an empty database the demo organisation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        sys.exit(f"Postgres cannot be reached: {problem}")
    with timed("Database"):
        call_command("migrate", interactive=False, verbosity=0)
    begin = time.monotonic()
    said = io.StringIO()
    call_command("load_demo", "--if-empty", stdout=said)
    if said.getvalue():
        say(f"Demo organisation ready in {time.monotonic() - begin:.1f} s")
    with sign_ins.open("w") as file:
        call_command("load_demo", "--sign-ins", stdout=file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
