"""What could be put on a reading path."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from incidents.models.matching import clean
from learning.models import Outage, Story
from learning.queries.paths import Entry, Thing, Walk
from people.http import row_number
from people.models import User
from postmortems.models import Postmortem
from postmortems.queries.naming import name_in_lines

FOUND = 6


def readable(reader: User) -> Mapping[str, QuerySet[Any]]:
    """What may stand on a path, by the word for it in an address."""
    return {
        "story": Story.objects.visible_to(reader).published().with_teller(),
        "write-up": Postmortem.objects.visible_to(reader).published(),
        "outage": Outage.objects.visible_to(reader),
    }


def read_thing(key: str, *, reader: User) -> Thing | None:
    """What a form calls by its key, if the reader may read it."""
    kind, _dash, number = key.rpartition("-")
    pk, things = row_number(number), readable(reader)
    if pk is None or kind not in things:
        return None
    found: Thing | None = things[kind].filter(pk=pk).first()
    return found


def to_add(text: str, *, reader: User, walk: Walk) -> list[Entry]:
    """What could be put on a path: what was looked for, else the newest by seniors."""
    found = list(_found(text, reader, there=[entry.thing for entry in walk.entries]))
    name_in_lines(found)
    return [Entry(thing, is_read=False) for thing in found]


def _found(text: str, reader: User, *, there: list[Thing]) -> Iterator[Thing]:
    """Stories by any of their words, the rest by what they are called; a few of each."""
    words = clean(text).strip()
    things = {
        kind: found.exclude(pk__in=[one.pk for one in there if isinstance(one, found.model)])
        for kind, found in readable(reader).items()
    }
    yield from things["story"].matching(words).seniors_first()[:FOUND]  # type: ignore[attr-defined]
    if not words:
        return
    write_ups = things["write-up"].filter(title__icontains=words)
    yield from write_ups.order_by("-published_at", "-pk")[:FOUND]
    called = Q(title__icontains=words) | Q(company__icontains=words)
    yield from things["outage"].filter(called).newest_first()[:FOUND]  # type: ignore[attr-defined]
