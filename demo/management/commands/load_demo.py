"""`manage.py load_demo`: show what a team at work looks like."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.load import load, sign_ins
from people.domain.accounts import is_first_run
from people.errors import DomainError


class Command(BaseCommand):
    help = "Load Larkspur, a pretend company, into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing when there are people already."
        )
        parser.add_argument(
            "--sign-ins", action="store_true", help="Only print how to sign in to the demo."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self._print_sign_ins()
        elif not (options["if_empty"] and not is_first_run()):
            self._load()

    def _load(self) -> None:
        try:
            load()
        except DomainError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write("Larkspur has moved in. You can sign in as")
        self._print_sign_ins()

    def _print_sign_ins(self) -> None:
        for line in sign_ins():
            self.stdout.write(line)
