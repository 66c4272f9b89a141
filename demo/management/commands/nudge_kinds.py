"""`manage.py nudge_kinds`: write the page of the docs that lists every kind of nudge."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.nudge_kinds import nudge_kinds


class Command(BaseCommand):
    help = "Print docs/nudges.md: every kind of nudge, from what is declared, with an example."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(nudge_kinds())
