"""`./dev test`: run every test against a Postgres and a Valkey of its own."""

import os
import sys
from collections.abc import Sequence

from stack import children, chromium, services
from stack.words import say

NO_BROWSER = """
There is no Chromium on this machine and none could be fetched, so the browser
tests are left out. Install one (on Debian: apt-get install chromium), or name
its program in GOLDSEAM_CHROMIUM.
"""


def test(arguments: Sequence[str]) -> int:
    """Run pytest with these arguments and return its exit code."""
    browser = chromium.find_or_fetch()
    if not browser:
        say(NO_BROWSER)
    with services.passing("test") as (folder, urls):
        env = os.environ | urls | {"DEBUG": "1", "DATA_DIR": str(folder)}
        env.pop("GOLDSEAM_CHROMIUM", None)
        if browser:
            env["GOLDSEAM_CHROMIUM"] = browser
        code = children.run([sys.executable, "-m", "pytest", *_side_by_side(arguments)], env)
    if browser:
        return code
    say(NO_BROWSER)
    return code or bool(os.environ.get("CI"))


def _side_by_side(arguments: Sequence[str]) -> list[str]:
    """Use every core, unless told otherwise or asked to stop in the debugger."""
    own_way = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    return [*arguments] if own_way else ["-n", str(max(2, os.cpu_count() or 2)), *arguments]
