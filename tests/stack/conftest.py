import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a space in its name, and deeper than a socket's address may be long."""
    deep = tmp_path / "my checkouts" / ("deep" * 20) / "gold seam"
    deep.mkdir(parents=True)
    return deep


@pytest.fixture
def python() -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """`python(code)` runs code in a process of its own, which ends with the test."""
    children = []

    def run(code: str) -> "subprocess.Popen[str]":
        child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        children.append(child)
        return child

    yield run
    for child in children:
        child.kill()
        child.communicate()
