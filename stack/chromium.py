"""Find, or as a last resort fetch, a Chromium for the browser tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from stack.words import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FETCH_LIMIT = 300


def find() -> str | None:
    """Return the program of a Chromium that runs: the system's, or Playwright's own."""
    candidates = [os.environ.get("GOLDSEAM_CHROMIUM"), *map(shutil.which, NAMES), MAC]
    for path in candidates:
        if path and _runs(path):
            return path
    own = _playwrights_own()
    return own if own and _runs(own) else None


def find_or_fetch() -> str | None:
    """Return a Chromium, fetched if there is none: by Playwright, or on Debian as a package."""
    if path := find():
        return path
    say("There is no Chromium here yet. Fetching Playwright's, for the browser tests")
    if _try(sys.executable, "-m", "playwright", "install", "chromium") and (path := find()):
        return path
    if os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get"):
        say("Installing the package chromium")
        _try("apt-get", "-q", "update")
        _try("apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium")
        return find()
    return None


def _runs(path: str) -> bool:
    """Ask for its version: a program may be there without the libraries it needs."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, timeout=30, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _playwrights_own() -> str | None:
    ask = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def _try(*command: str) -> bool:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, timeout=FETCH_LIMIT)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
