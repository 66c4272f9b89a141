"""What could be put on a reading path."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from learning.models import Document, Kind, Outage, Story
from learning.queries.asking import ask
from learning.queries.finding import Wanted, about, in_order
from learning.queries.paths import Entry, Thing, Walk
from people.http import row_number
from people.models import User
from postmortems.models import Postmortem
from postmortems.queries.naming import name_in_lines

FOUND = 9


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
    """What could be put on a path: what was looked for, else the stories at the library's front."""
    there = {entry.key for entry in walk.entries}
    things = [document.thing for document in _found(text, reader)]
    entries = [Entry(thing, is_read=False) for thing in things]
    few = [entry for entry in entries if entry.key not in there][:FOUND]
    name_in_lines(entry.thing for entry in few)
    return few


def _found(text: str, reader: User) -> list[Document]:
    if not text:
        return in_order(reader, Wanted(kind=Kind.STORY)).documents
    return about(reader, Wanted(), ask(text)).documents
