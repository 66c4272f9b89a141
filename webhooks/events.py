"""What the world can be told. Each room declares its events in one place, and announces them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# What each event says of its thing: plain values that JSON has, or None while the thing is
# not for everybody to see. It is asked when the event happens, and again before each sending.
Says = Callable[[Any], dict[str, Any] | None]

EVENTS: dict[str, "Event"] = {}
# Of no room: it is sent when an admin asks for it, to that endpoint alone.
TEST = "test"


@dataclass(frozen=True)
class Event:
    """Something that can be heard of: `name` is in the message, `wording` on the page.

    `rank` is its place in lists.
    """

    name: str
    wording: Any
    says: Says
    rank: int


def event(name: str, wording: Any, *, says: Says, rank: int) -> Event:
    """Declare an event of a room, as `thing.happened`."""
    assert name not in EVENTS, name
    EVENTS[name] = Event(name, wording, says, rank)
    return EVENTS[name]


def in_order() -> list[Event]:
    return sorted(EVENTS.values(), key=lambda one: one.rank)
