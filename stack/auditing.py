"""Ask whether a weakness is known in any library of the lock files.

Not every machine reaches a database of them, and a package index without one answers as if there
were nothing to know. That is told apart here: what was not looked at is not called fine.

Run as ``python -m stack.auditing LOCKFILE``. Exits with 0 where every library was looked at,
1 where something is known, and `NOT_KNOWN` where some could not be looked at.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

from stack.places import ROOT
from stack.words import say

NOT_KNOWN = 75
PATIENCE_SECONDS = 90


@dataclass
class Audit:
    """What a look at all libraries came to."""

    known: list[str] = field(default_factory=list)
    looked_at: int = 0
    passed_over: int = 0

    @property
    def code(self) -> int:
        if self.known:
            return 1
        return 0 if self.looked_at and not self.passed_over else NOT_KNOWN

    def __str__(self) -> str:
        if self.known:
            return "\n".join(self.known)
        every = self.looked_at + self.passed_over
        if self.code == NOT_KNOWN:
            return f"{self.passed_over} of {every} libraries could not be looked up from here."
        return f"No weakness is known in any of {every} libraries."


def read(answer: str) -> Audit:
    """Understand what pip-audit says; nothing, or something else, is nothing known."""
    audit = Audit()
    try:
        libraries: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return audit
    for one in libraries:
        audit.known += [
            f"{one['name']} {one['version']}: {weakness['id']}, "
            f"better in {', '.join(weakness['fix_versions']) or 'no version yet'}"
            for weakness in one.get("vulns", [])
        ]
        if "skip_reason" in one:
            audit.passed_over += 1
        else:
            audit.looked_at += 1
    return audit


def ask(lockfile: str) -> str:
    """What pip-audit says of the versions in a lock file, or nothing where it cannot ask."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", lockfile]
    options = ["--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(
            [*command, *options, "--timeout", "5"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


if __name__ == "__main__":
    found = read(ask(sys.argv[1]))
    say(str(found))
    sys.exit(found.code)
