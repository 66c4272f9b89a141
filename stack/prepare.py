"""Bring the database up to date in one process, as loading Django takes longer than the work.

Run as ``python -m stack.prepare FILE``; the sign-ins of the demo organisation,
if it is there, are written to the file.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from stack.words import timed


def main(sign_ins: Path) -> None:
    """Migrate, and give an empty database the demo organisation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    with timed("Database"):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    call_command("load_demo", "--if-empty")
    with sign_ins.open("w") as file:
        call_command("load_demo", "--sign-ins", stdout=file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
