"""Imports go one way, read from the source itself so that it needs no tool."""

import ast

import pytest

from tests.rules.source import ALONE, ORDER, OURS, ROOT, name_of, python_files, tree

MAY_IMPORT = {
    **{package: {*ORDER[: place + 1], "lens", "live"} for place, package in enumerate(ORDER)},
    **{package: {package} for package in ALONE},
}


def imported_packages(path):
    """Every package that a file imports, anywhere in it, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(ROOT).parts[0] if node.level else node.module
            yield node.lineno, package.partition(".")[0]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_go_one_way(package):
    against = [
        f"{name_of(path)}:{line} imports {imported}"
        for path in python_files(package)
        for line, imported in imported_packages(path)
        if imported in OURS and imported not in MAY_IMPORT[package]
    ]

    assert against == []


def test_every_package_is_known_here():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages - set(OURS) == set()


def test_the_rule_sees_imports_inside_functions(tmp_path):
    path = tmp_path / "sly.py"
    path.write_text("def f():\n    from config import views\n    import demo.cast\n")

    assert [name for _line, name in imported_packages(path)] == ["config", "demo"]
