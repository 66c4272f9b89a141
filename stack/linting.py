"""`./dev lint`: run every check, then say which ones found something."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from stack import auditing, services
from stack.places import ROOT
from stack.words import say

LOCK = "requirements-dev.lock"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"


@dataclass(frozen=True)
class Check:
    """A program that exits with something else than zero when it finds something."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What a check said."""

    name: str
    code: int
    text: str
    seconds: float

    @property
    def word(self) -> str:
        return {0: "fine", auditing.NOT_KNOWN: "NOT KNOWN"}.get(self.code, "LOOK")


def lint() -> int:
    """Run all checks, a few at a time, and return 1 if any found something."""
    with services.passing("lint") as (folder, urls):
        checks = _checks(str(folder))
        with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
            findings = list(pool.map(lambda check: _run(check, urls), checks))
    for finding in findings:
        say(f"{finding.word}  {finding.name} ({finding.seconds:.1f} s)")
    for finding in findings:
        if finding.word != "fine":
            say(f"\n{finding.name}\n{'─' * len(finding.name)}\n{finding.text.strip()}")
    return int(any(finding.word == "LOOK" for finding in findings))


def _checks(folder: str) -> list[Check]:
    """Return the checks, the slowest first."""
    production = {
        "DEBUG": "0",
        "SECRET_KEY": "only for this check, and as long and varied as a real one: 0123456789",  # nosec B105
        "SITE_URL": "https://goldseam.example",
        "ALLOWED_HOSTS": "goldseam.example",
        "EMAIL_URL": "smtp://mail.goldseam.example",
        "STATIC_ROOT": f"{folder}/static",
    }
    python, beside = sys.executable, Path(sys.executable).parent
    manage, rules = [python, "manage.py"], [str(beside / "ast-grep")]
    return [
        Check("types", [python, "-m", "mypy", "."]),
        Check("templates", [python, "-m", "djlint", "--lint", "--quiet", "templates"]),
        Check("imports between packages", [python, "-c", LINT_IMPORTS]),
        Check("migrations are made", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check(
            "description of the API",
            [*manage, "spectacular", "--validate", "--fail-on-warn", "--file", os.devnull],
        ),
        Check("Django's checks", [*manage, "check", "--fail-level", "WARNING"]),
        Check(
            "Django's checks for production",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production,
        ),
        Check(
            "static files as in production",
            [*manage, "collectstatic", "--noinput", "--verbosity", "0"],
            production,
        ),
        Check("known weaknesses of libraries", [python, "-m", "stack.auditing", LOCK]),
        Check("weak spots", [python, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", "."]),
        Check("our own rules", [*rules, "scan", "--error"]),
        Check("tests of our own rules", [*rules, "test", "--skip-snapshot-tests"]),
        Check("code", [python, "-m", "ruff", "check", "."]),
        Check("layout of the code", [python, "-m", "ruff", "format", "--check", "."]),
        Check("shell scripts", [str(beside / "shellcheck"), "dev", ".ci/run", "lens/hook"]),
    ]


def _run(check: Check, urls: dict[str, str]) -> Finding:
    begin = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | urls | {"DEBUG": "1"} | check.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Finding(check.name, done.returncode, done.stdout, time.monotonic() - begin)
