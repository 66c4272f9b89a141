"""The commands of `./dev`, once the shell script has found Python and made the environment."""

import os
import sys
from collections.abc import Sequence

from stack.places import ROOT
from stack.server import StartFailed
from stack.words import let_go_of_a_closed_terminal, say


def main(command: str, arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if command == "up":
        from stack.up import up

        return up()
    if command == "test":
        from stack.testing import test

        return test(arguments)
    if command == "lint":
        from stack.linting import lint

        return lint()
    if command == "manage":
        return with_services([sys.executable, "manage.py", *arguments])
    if command == "python":
        return with_services([sys.executable, *arguments])
    say(f"There is no command {command}. ./dev help lists them.")
    return 2


def with_services(command: Sequence[str]) -> int:
    """Run a command with the data of `./dev up`, whether that runs at the moment or not."""
    from stack import children, services, up

    there = up.running()
    defaults = {"DEBUG": "1"} | os.environ
    if there:
        where = {"SITE_URL": there.url} if there.url else {}
        given = {name: os.environ[name] for name in there.services if os.environ.get(name)}
        return children.run(command, defaults | there.services | where | given)
    with services.lasting() as urls:
        return children.run(command, defaults | urls)


if __name__ == "__main__":
    os.chdir(ROOT)
    try:
        code = main(sys.argv[1], sys.argv[2:])
    except StartFailed as problem:
        say(str(problem))
        code = 1
    except KeyboardInterrupt:
        code = 130
    let_go_of_a_closed_terminal()
    sys.exit(code)
