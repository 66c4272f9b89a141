"""`./dev lint`: run every check, then say which ones found something."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from stack import services
from stack.places import ROOT
from stack.words import say

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
    is_fine: bool
    text: str
    seconds: float


def lint() -> int:
    """Run all checks, a few at a time, and return 1 if any found something."""
    with services.passing("lint") as (folder, urls):
        checks = _checks(str(folder))
        with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
            findings = list(pool.map(lambda check: _run(check, urls), checks))
    for finding in findings:
        say(f"{'fine' if finding.is_fine else 'LOOK'}  {finding.name} ({finding.seconds:.1f} s)")
    for finding in findings:
        if not finding.is_fine:
            say(f"\n{finding.name}\n{'─' * len(finding.name)}\n{finding.text.strip()}")
    return int(not all(finding.is_fine for finding in findings))


def _checks(folder: str) -> list[Check]:
    """Return the checks, the slowest first."""
    production = {
        "DEBUG": "0",
        "SECRET_KEY": "only for this check, and as long and varied as a real one: 0123456789",
        "SITE_URL": "https://goldseam.example",
        "ALLOWED_HOSTS": "goldseam.example",
        "EMAIL_URL": "smtp://mail.goldseam.example",
        "STATIC_ROOT": f"{folder}/static",
    }
    python, shellcheck = sys.executable, str(Path(sys.executable).with_name("shellcheck"))
    manage = [python, "manage.py"]
    return [
        Check("types", [python, "-m", "mypy", "."]),
        Check("templates", [python, "-m", "djlint", "--lint", "--quiet", "templates"]),
        Check("imports between packages", [python, "-c", LINT_IMPORTS]),
        Check("migrations are made", [*manage, "makemigrations", "--check", "--dry-run"]),
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
        Check("code", [python, "-m", "ruff", "check", "."]),
        Check("layout of the code", [python, "-m", "ruff", "format", "--check", "."]),
        Check("shell scripts", [shellcheck, "dev", ".ci/run", "lens/hook"]),
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
    return Finding(check.name, done.returncode == 0, done.stdout, time.monotonic() - begin)
