"""Every threat that is written down has a test, and the test is there."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "threats.md").read_text()
LINES = [
    line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| what |")
]


def test_there_are_threats():
    assert len(LINES) > 30


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("|")[1].strip()[:40])
def test_each_line_names_a_test_that_exists(line):
    _start, _what, holds, named, _end = line.split("|")
    path, name = re.fullmatch(r" `(tests/[\w/]+\.py)::(\w+)` ", named).groups()

    assert holds.strip()
    tree = ast.parse((ROOT / path).read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
