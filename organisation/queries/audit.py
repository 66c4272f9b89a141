"""The audit log, newest first, as one admin may read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organisation.queries.things import Thing, things
from people.domain.auditing import ACTIONS
from people.models import AuditEntry, User

PAGE = 50
BATCH = 500
LONGEST = 200
# Details hold numbers, since whoever is erased has to be nameless in old entries too.
NUMBERED = {"person": "people.user", "team": "people.team"}


@dataclass(frozen=True)
class Line:
    """An entry, with what it is about as far as its reader may see that.

    `named` has what its details mention by number, by the name of the detail.
    """

    entry: AuditEntry
    thing: Thing | None
    named: Mapping[str, Thing] = field(default_factory=dict)

    @property
    def wording(self) -> str:
        known = ACTIONS.get(self.entry.action)
        return str(known.wording) if known else self.entry.action

    @property
    def is_hidden(self) -> bool:
        """Whether what it is about is gone, or not for its reader: nothing more is said then."""
        return self.thing is not None and not self.thing.name

    @property
    def details(self) -> list[str]:
        if self.is_hidden:
            return []
        details = dict(self.entry.details)
        if {"field", "before", "after"} <= details.keys():
            change = {
                "field": _words(str(details.pop("field"))).capitalize(),
                "before": _plain(details.pop("before")),
                "after": _plain(details.pop("after")),
            }
            said = [_("%(field)s: %(before)s, now %(after)s") % change]
        else:
            said = []
        more = [f"{_words(name).capitalize()}: {self._said(name)}" for name in details]
        return said + more

    def _said(self, name: str) -> str:
        if thing := self.named.get(name):
            return thing.name or _("gone")
        return _plain(self.entry.details[name])

    def as_data(self) -> dict[str, Any]:
        """What a line of the file says."""
        entry = self.entry
        return {
            "id": entry.pk,
            "at": entry.at.isoformat(),
            "by": {"id": entry.by.pk, "name": entry.by.get_full_name()} if entry.by else None,
            "action": entry.action,
            "about": None if self.is_hidden else self._about(),
            "details": {} if self.is_hidden else entry.details,
        }

    def _about(self) -> dict[str, str] | None:
        if not self.entry.about_type:
            return None
        return {"type": self.entry.about_type, "id": self.entry.about_id}


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    more: int | None


def read_audit(reader: User, wanted: Mapping[str, Any], *, before: int | None = None) -> Page:
    """A page of the log; `before` is the number of the last entry of the page before it."""
    found = entries(wanted)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    return Page(lines_of(rows, reader), rows[-1].pk if has_more else None)


def all_lines(reader: User, wanted: Mapping[str, Any]) -> Iterator[Line]:
    """Every line of the log that is asked for, a few hundred at a time."""
    for rows in batched(entries(wanted).iterator(chunk_size=BATCH), BATCH):
        yield from lines_of(list(rows), reader)


def entries(wanted: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """Entries as the filters of the page ask for them; what they leave empty asks for all."""
    columns = {
        "person": "by",
        "action": "action",
        "thing": "about_type",
        "number": "about_id",
        "since": "at__gte",
        "until": "at__lt",
    }
    asked = {columns[name]: value for name, value in wanted.items() if value not in (None, "")}
    return AuditEntry.objects.filter(**asked).select_related("by").order_by("-pk")


def lines_of(rows: list[AuditEntry], reader: User) -> list[Line]:
    abouts = {(row.about_type, row.about_id) for row in rows if row.about_type}
    mentions = [_mentioned(row) for row in rows]
    found = things(abouts.union(*(keys.values() for keys in mentions)), reader)
    return [
        Line(
            row,
            found.get((row.about_type, row.about_id)),
            {name: found[key] for name, key in keys.items() if key in found},
        )
        for row, keys in zip(rows, mentions, strict=True)
    ]


def _mentioned(row: AuditEntry) -> dict[str, tuple[str, str]]:
    """What an entry's details mention by number: each as a sort and a number."""
    return {
        name: (sort, str(number))
        for name, sort in NUMBERED.items()
        if (number := row.details.get(name))
    }


def _words(name: str) -> str:
    return name.replace("_", " ")


def _plain(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value in ("", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
