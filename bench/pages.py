"""How many queries each page takes, with one row of everything it lists and with thirty."""

# The world of rows is that of the tests, which carry no types.
# mypy: disallow-untyped-calls=False

from collections import Counter
from typing import Any

from django.test import Client

from bench.figures import line, title
from tests.rules.test_query_counts import MOST, World, counts

MANY = 30


def measure() -> None:
    """Ask every page there is, as the two people who together see them all."""
    title("Queries of every page", how=f"With 1 row of everything that it lists, and with {MANY}.")
    world = World()
    world.grow(1)
    few = _most(world)
    world.grow(MANY - 1)
    many = _most(world)
    for page, found in sorted(many.items()):
        line(page, f"{few[page]}, then {found}")
    line(f"the most, of {len(many)} pages", str(max(many.values())), f"at most {MOST}")


def _most(world: World) -> Counter[str]:
    """The most that a page takes, for either of them and about anything."""
    most: Counter[str] = Counter()
    for who in (world.nia, world.ines):
        for page, found in counts(world, _client(who)).items():
            most |= Counter({page.partition(" ")[0]: found})
    return most


def _client(who: Any) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(who)
    return client
