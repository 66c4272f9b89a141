"""Composed reads of the shelf of well-known outages."""

from collections import Counter
from dataclasses import dataclass

from learning.models import Outage
from people.models import User

# A tag that stands on one outage only narrows nothing.
AT_LEAST = 2
# So many tags are two rows on a phone.
COMMON = 7


@dataclass(frozen=True)
class Shelf:
    outages: list[Outage]
    tag: str
    common: list[tuple[str, int]]
    """The most common tags, each with how many outages have it."""
    rarer: list[tuple[str, int]]

    @property
    def is_of_rarer(self) -> bool:
        return self.tag in dict(self.rarer)


def shelf(reader: User, *, tag: str = "") -> Shelf:
    """The outages newest first, all or those with one tag. There are some dozens, so no pages."""
    known = Outage.objects.visible_to(reader).newest_first()
    counts = Counter(tag for tags in known.values_list("tags", flat=True) for tag in tags)
    tags = [one for one in counts.most_common() if one[1] >= AT_LEAST]
    outages = list(known.filter(tags__contains=[tag]) if tag else known)
    return Shelf(outages, tag, common=tags[:COMMON], rarer=tags[COMMON:])
