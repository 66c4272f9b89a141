"""The project's own files, as the rules read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the bottom up: a package imports itself and those before it.
ORDER = [
    *("people", "nudges", "webhooks", "hints", "incidents", "postmortems", "learning"),
    *("alerts", "slack", "organisation", "demo", "config"),
]
ALONE = ["lens", "live", "stack", "schedule"]
OURS = [*ORDER, *ALONE, "bench", "tests"]


def python_files(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((ROOT / package).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def scripts_and_styles() -> list[Path]:
    static = ROOT / "static"
    return [
        path
        for path in sorted(static.rglob("*"))
        if path.suffix in {".js", ".css"} and static / "vendor" not in path.parents
    ]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


def screen_texts(path: Path) -> Iterator[tuple[int, str]]:
    """What a Python file says to people: its translated texts, with their lines."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TRANSLATED:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.lineno, argument.value


def identifiers(path: Path) -> Iterator[tuple[int, str]]:
    """Every name that a Python file gives or uses, with its line; imported paths left out."""
    for node in ast.walk(tree(path)):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield line, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield line, name
            case ast.ClassDef(name=name) | ast.arg(arg=name):
                yield line, name
            case ast.keyword(arg=str(name)) | ast.alias(asname=str(name)):
                yield line, name
