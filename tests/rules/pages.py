"""Every address the project has, with its parameters filled in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

PARAMETER = re.compile(r"<(?:(?P<converter>[^>:]+):)?(?P<name>[^>]+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?:[^()]|\([^()]*\))*\)")

# What stands in an address of an app for `converter` and `name`: a list of values to try.
Fill = Callable[[str, str, str], list[str]]


@dataclass(frozen=True)
class Address:
    """One filled-in path, with the dotted name of its pattern."""

    name: str
    path: str

    @property
    def is_ours(self) -> bool:
        """Not the pages that Django's admin and allauth bring."""
        return not self.name.startswith("admin:") and not self.path.startswith("/accounts/")


def addresses(fill: Fill) -> Iterator[Address]:
    """Every pattern of the URL configuration, with every way to fill it in."""
    yield from _walk(get_resolver().url_patterns, ["/"], [], fill)


def _walk(
    patterns: list[URLPattern | URLResolver], before: list[str], names: list[str], fill: Fill
) -> Iterator[Address]:
    for pattern in patterns:
        inner = [*names, pattern.namespace] if getattr(pattern, "namespace", "") else names
        filled = _filled(pattern.pattern, ":".join(inner), fill)
        paths = [start + rest for start, rest in product(before, filled)]
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, paths, inner, fill)
        else:
            name = ":".join([*names, pattern.name or "unnamed"])
            yield from (Address(name, path) for path in paths)


def _filled(pattern: RoutePattern | RegexPattern, app: str, fill: Fill) -> list[str]:
    if isinstance(pattern, RoutePattern):
        route = str(pattern._route)
        found = list(PARAMETER.finditer(route))
    else:
        route = str(pattern._regex).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        found = list(GROUP.finditer(route))
    values = [fill(app, match.groupdict().get("converter") or "", match["name"]) for match in found]
    filled = []
    for chosen in product(*values):
        path = route
        for match, value in zip(reversed(found), reversed(chosen), strict=True):
            path = path[: match.start()] + value + path[match.end() :]
        filled.append(path)
    return filled
