"""Which groups are large enough to be shown, so that nobody can work out a smaller one.

A quarter is split once, from the whole down to teams and their services, into parts that have
no incident in common. A part stands by itself only when it is `FIVE` or more: of what is
counted, and of people where the figure is about what people do. What is left over after those is
nothing at all or also five or more, or else the smallest part goes back into it. So all that is
shown is made of pieces of at least five, and whatever is taken away from whatever, what remains
is made of whole pieces again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

FIVE = 5


class Where(NamedTuple):
    """Everyone, a team, or a service."""

    team: int | None = None
    service: int | None = None


EVERYONE = Where()


@dataclass(frozen=True)
class Heap:
    """So many in one place. `people` are those behind it; None where it is about systems."""

    n: int = 0
    values: Mapping[str, int] = field(default_factory=dict)
    people: frozenset[int] | None = None

    def __add__(self, other: "Heap") -> "Heap":
        known = self.people is not None or other.people is not None
        people = (self.people or frozenset()) | (other.people or frozenset())
        return Heap(
            self.n + other.n,
            Counter(self.values) + Counter(other.values),
            people if known else None,
        )

    @property
    def is_enough(self) -> bool:
        return self.n >= FIVE and (self.people is None or len(self.people) >= FIVE)


@dataclass(frozen=True)
class Group:
    """A heap of its own and the groups within. A team of fewer than five has no name here."""

    where: Where
    own: Heap = field(default_factory=Heap)
    within: list["Group"] = field(default_factory=list)
    has_name: bool = True

    @property
    def whole(self) -> Heap:
        return together([self.own, *(one.whole for one in self.within)])


def together(heaps: Iterable[Heap]) -> Heap:
    return sum(heaps, Heap())


def shown(whole: Group) -> Iterator[tuple[Where, Heap]]:
    """All that may be shown of a quarter, the whole first; nothing when even that is too little."""
    heap = whole.whole
    if heap.is_enough:
        yield whole.where, heap
        for one in _apart(whole):
            yield from shown(one)


def kinds_shown(whole: Group) -> dict[Where, dict[str, int]]:
    """How often each kind was seen, of each group that is shown.

    Each kind is split by itself as the whole is: what is left of it, when groups are taken
    away from others, is nothing at all or also five or more.
    """
    told: dict[Where, dict[str, int]] = {where: {} for where, _heap in shown(whole)}
    for kind in sorted(whole.whole.values):
        for where, heap in shown(_of_kind(kind, whole, of=told.keys())):
            told[where][kind] = heap.n
    return told


def _of_kind(kind: str, group: Group, *, of: Collection[Where]) -> Group:
    """The same groups, with only what is of one kind."""
    return Group(
        group.where,
        own=Heap(group.own.values.get(kind, 0)),
        within=[_of_kind(kind, one, of=of) for one in group.within],
        has_name=group.has_name and group.where in of,
    )


def _apart(group: Group) -> list[Group]:
    """The groups within that can stand by themselves."""
    able = [one for one in group.within if one.has_name and one.whole.is_enough]
    able.sort(key=lambda one: (one.whole.n, one.where.team or 0, one.where.service or 0))
    while able and not _hides(_rest(group, able)):
        able.pop(0)
    return able


def _rest(group: Group, apart: list[Group]) -> Heap:
    others = [one.whole for one in group.within if one not in apart]
    return together([group.own, *others])


def _hides(rest: Heap) -> bool:
    return rest.n == 0 or rest.is_enough
