"""Places in a text in which roles stand in place of names, and the same places in what is kept."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Swap:
    """A name in a text, from `start` to `end`, and what is said in its place."""

    start: int
    end: int
    says: str

    @property
    def grows(self) -> int:
        return len(self.says) - (self.end - self.start)


def swapped(text: str, swaps: Iterable[Swap]) -> str:
    """The text as it is drawn. The swaps are in order, and none reaches into another."""
    said: list[str] = []
    position = 0
    for swap in swaps:
        said += [text[position : swap.start], swap.says]
        position = swap.end
    return "".join([*said, text[position:]])


def place_in_source(swaps: Iterable[Swap], start: int, end: int) -> tuple[int, int]:
    """Where something stands in the text that is kept; a role of which a part is in is all in."""
    first, last, shift = start, end, 0
    for swap in swaps:
        begins = swap.start + shift
        closes = begins + len(swap.says)
        if begins < start < closes:
            first = swap.start
        elif closes <= start:
            first = start - shift - swap.grows
        if begins < end < closes:
            last = swap.end
        elif closes <= end:
            last = end - shift - swap.grows
        shift += swap.grows
    return first, last


def place_as_drawn(swaps: Iterable[Swap], start: int, end: int) -> tuple[int, int]:
    """Where something of the text that is kept stands in what is drawn; see above."""
    first, last, shift = start, end, 0
    for swap in swaps:
        begins = swap.start + shift
        if swap.start < start < swap.end:
            first = begins
        elif swap.end <= start:
            first = start + shift + swap.grows
        if swap.start < end < swap.end:
            last = begins + len(swap.says)
        elif swap.end <= end:
            last = end + shift + swap.grows
        shift += swap.grows
    return first, last
