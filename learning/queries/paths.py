"""Composed reads of reading paths: what is on one for a reader, and how far they are."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from learning.models import Outage, PathItem, PathMark, Reading, ReadingPath, Story
from learning.models.path import KINDS
from people.models import User
from postmortems.models import Postmortem
from postmortems.queries.naming import name_in_lines

Thing = Story | Postmortem | Outage

TEN = 10
MOST_PATHS = 100
# For so long after somebody joined they are shown where to begin.
NEW_FOR = timedelta(days=182)
# What the path that fills itself has where there are few stories yet: short, and unlike each other.
WELL_KNOWN = (
    "gitlab-2017",
    "s3-2017",
    "github-2018",
    "cloudflare-regex-2019",
    "stripe-2019",
    "lets-encrypt-2020",
    "slack-2021",
    "facebook-2021",
    "atlassian-2022",
    "reddit-2023",
)


@dataclass(frozen=True)
class Entry:
    """One thing on a path for one reader."""

    thing: Thing
    is_read: bool
    note: str = ""
    item: int | None = None
    """Its number among the rows of the path; none where the path fills itself."""

    @property
    def kind(self) -> str:
        return next(kind for kind, model in KINDS.items() if isinstance(self.thing, model))

    @property
    def key(self) -> str:
        """What it is called in a form, and on its page."""
        return f"{self.kind}-{self.thing.pk}"


@dataclass(frozen=True)
class Walk:
    """A path as one reader sees it, and how far they are. Only they ever see that."""

    path: ReadingPath
    entries: list[Entry]

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def read(self) -> int:
        return sum(entry.is_read for entry in self.entries)

    @property
    def is_finished(self) -> bool:
        return bool(self.entries) and self.read == self.total

    @property
    def is_arranged(self) -> bool:
        """Whether somebody said what is on it; else it fills itself."""
        return not self.path.is_brought or any(one.item for one in self.entries)

    @property
    def next(self) -> Entry | None:
        return next((entry for entry in self.entries if not entry.is_read), None)

    def after(self, key: str) -> Entry | None:
        """What to read after something on it: the next that is not read, or one before it."""
        place = next((n for n, entry in enumerate(self.entries) if entry.key == key), -1)
        rest = [*self.entries[place + 1 :], *self.entries[: max(place, 0)]]
        return next((entry for entry in rest if not entry.is_read), None)

    def where(self, entry: Entry | None) -> str:
        """Where something on it is read: stories on their own page, the rest from the path's."""
        if entry and isinstance(entry.thing, Story):
            return f"{entry.thing.get_absolute_url()}?path={self.path.pk}"
        anchor = f"#{entry.key}" if entry else ""
        return f"{self.path.get_absolute_url()}{anchor}"

    @property
    def onward(self) -> str:
        return self.where(self.next)


def is_new(user: User, *, on: date | None = None) -> bool:
    """Whether somebody has joined not long ago."""
    return user.joined_on > (on or timezone.localdate()) - NEW_FOR


def walk(path: ReadingPath, *, reader: User) -> Walk:
    """Read a path for one reader. One that nobody has arranged fills itself."""
    items = path.items.visible_to(reader).marked_for(reader)
    loaded = items.select_related("story__author__team", "story__told_from", "write_up", "outage")
    entries = [Entry(one.thing, one.is_read, one.note, one.pk) for one in loaded]
    if not entries and path.is_brought:
        entries = _filled(reader)
    return Walk(path, entries)


def named(walk: Walk) -> Walk:
    """The walk with the people in the titles of its write-ups named as those want it."""
    name_in_lines(entry.thing for entry in walk.entries)
    return walk


def first_walk(reader: User) -> Walk:
    """Where somebody new begins: the path of their team, if it has anything for them."""
    paths = ReadingPath.objects.visible_to(reader).first_of(reader).select_related("team")
    walks = [walk(path, reader=reader) for path in paths]
    return next((one for one in walks if one.entries), walks[-1])


def _filled(reader: User) -> list[Entry]:
    """Ten to begin with: stories, seniors' first, and well-known outages while there are few.

    The oldest come first, so that what is new moves nothing; and what has been read stays,
    so that nobody is further back than they were.
    """
    read = Reading.objects.filter(reader=reader, story=OuterRef("pk"), read_at__isnull=False)
    stories = Story.objects.visible_to(reader).published().with_teller()
    oldest = stories.annotate(is_read=Exists(read)).order_by("published_at", "pk")
    marks = PathMark.objects.filter(reader=reader, outage=OuterRef("pk"))
    known = Outage.objects.visible_to(reader).filter(key__in=WELL_KNOWN)
    things: list[Any] = [
        *oldest.filter(is_by_senior=True)[:TEN],
        *oldest.filter(is_by_senior=False)[:TEN],
        *sorted(known.annotate(is_read=Exists(marks)), key=lambda one: WELL_KNOWN.index(one.key)),
    ]
    entries = [Entry(one, one.is_read) for one in things]
    chosen = sorted(range(len(entries)), key=lambda n: (not entries[n].is_read, n))[:TEN]
    return [entries[n] for n in sorted(chosen)]


@dataclass(frozen=True)
class Listed:
    """A path in the list of them, and how far the reader is on it."""

    path: ReadingPath
    total: int
    read: int


def list_paths(reader: User) -> list[Listed]:
    """The paths: the reader's team's first, then those for everyone, then those of others."""
    by_team = ReadingPath.objects.visible_to(reader).select_related("team")
    paths = list(by_team.order_by("team__name", "-is_first", "title", "pk")[:MOST_PATHS])
    items = PathItem.objects.filter(path__in=paths).visible_to(reader).marked_for(reader)
    counted = (
        items.order_by()
        .values("path")
        .annotate(total=Count("pk"), read=Count("pk", filter=Q(is_read=True)))
    )
    counts = {row["path"]: (row["total"], row["read"]) for row in counted}
    filled = _filled(reader)
    of_filled = len(filled), sum(one.is_read for one in filled)
    listed = [
        Listed(path, *counts.get(path.pk, of_filled if path.is_brought else (0, 0)))
        for path in paths
    ]
    return sorted(listed, key=lambda one: _nearness(one.path, reader))


def _nearness(path: ReadingPath, reader: User) -> int:
    return 0 if path.team_id and path.team_id == reader.team_id else 1 if not path.team_id else 2


def others_told_first() -> bool:
    """Whether somebody experienced has told a story: nobody new is asked to go first."""
    return Story.objects.published().filter(is_by_senior=True).exists()
