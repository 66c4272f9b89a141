"""Composed reads for whoever reads a story."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg, BoolOr, JSONBAgg
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from learning.models import Document, ReactionKind, Reading, Remark, Story
from people.models import User

REMARKS = 100
NAMES = 12
NAMED = JSONObject(display_name="reader__display_name", email="reader__email")
BOOKMARKS = 100


ICONS = {
    ReactionKind.THANK_YOU: "heart",
    ReactionKind.ME_TOO: "hand",
    ReactionKind.LEARNED: "lightbulb",
}


@dataclass(frozen=True)
class Reacted:
    """One kind of reaction to a story: how many, and whether the reader is among them."""

    kind: ReactionKind
    count: int
    is_mine: bool

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


@dataclass(frozen=True)
class AroundStory:
    """What stands around a story for one reader."""

    reactions: list[Reacted]
    shows_name: bool
    """Whether the reader showed their name with one."""
    names: str
    """Who shows theirs."""
    remarks: list[Remark]
    """The latest, the oldest of them first."""
    reading: Reading


def around_story(story: Story, *, reader: User) -> AroundStory:
    """Read everything that stands around a published story."""
    mine = Q(reader=reader)
    counted = story.reactions.aggregate(
        **{kind.value: Count("pk", filter=Q(kind=kind)) for kind in ReactionKind},
        mine=ArrayAgg("kind", filter=mine, default=[]),
        is_named=BoolOr("shows_name", filter=mine, default=False),
        named=JSONBAgg(NAMED, filter=Q(shows_name=True), distinct=True, default=[]),
    )
    reading = Reading.objects.filter(reader=reader, story=story).first()
    return AroundStory(
        reactions=[Reacted(kind, counted[kind], kind in counted["mine"]) for kind in ReactionKind],
        shows_name=counted["is_named"],
        names=_names(counted["named"]),
        remarks=_latest_remarks(story),
        reading=reading or Reading(reader=reader, story=story),
    )


def _latest_remarks(story: Story) -> list[Remark]:
    latest = story.remarks.select_related("author").order_by("-written_at", "-pk")
    return [*reversed(latest[:REMARKS])]


def _names(named: list[dict[str, str]]) -> str:
    names = sorted(User(**one).get_full_name() for one in named)
    return get_text_list(names[:NAMES], _("and"))


def bookmarks(reader: User) -> list[Story]:
    """What a reader keeps for later, the newest first."""
    kept = Reading.objects.filter(reader=reader, bookmarked_at__isnull=False)
    numbers = list(kept.order_by("-bookmarked_at", "-pk").values_list("story", flat=True))
    stories = Story.objects.visible_to(reader).published().filter(pk__in=numbers[:BOOKMARKS])
    return sorted(
        stories.with_teller().prefetch_related("services"),
        key=lambda story: numbers.index(story.pk),
    )


def following(story: Story, *, reader: User) -> Story | None:
    """The next story in the order of the library that the reader has not read."""
    read = Reading.objects.filter(reader=reader, story=OuterRef("story"), read_at__isnull=False)
    ahead = Document.objects.visible_to(reader).exclude(story=story).filter(~Exists(read)).stories()
    place = story.document
    behind = ahead.filter(
        Q(stands_at__lt=place.stands_at) | Q(pk__lt=place.pk), stands_at__lte=place.stands_at
    )
    document = behind.first() or ahead.first()
    return document.story if document else None
