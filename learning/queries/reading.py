"""Composed reads for whoever reads a story."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from learning.models import ReactionKind, Reading, Remark, Story
from people.models import User

REMARKS = 100
NAMES = 12
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
    counted = story.reactions.values("kind").annotate(
        count=Count("pk"),
        is_mine=BoolOr(Q(reader=reader)),
        is_named=BoolOr(Q(reader=reader, shows_name=True)),
    )
    counts = {row["kind"]: row for row in counted.order_by("kind")}
    reading = Reading.objects.filter(reader=reader, story=story).first()
    return AroundStory(
        reactions=[
            Reacted(kind, counts[kind]["count"], counts[kind]["is_mine"])
            if kind in counts
            else Reacted(kind, 0, False)
            for kind in ReactionKind
        ],
        shows_name=any(row["is_named"] for row in counts.values()),
        names=_names(story),
        remarks=_latest_remarks(story),
        reading=reading or Reading(reader=reader, story=story),
    )


def _latest_remarks(story: Story) -> list[Remark]:
    latest = story.remarks.select_related("author").order_by("-written_at", "-pk")
    return [*reversed(latest[:REMARKS])]


def _names(story: Story) -> str:
    named = User.objects.filter(reactions__story=story, reactions__shows_name=True).distinct()
    names = [one.get_full_name() for one in named.order_by("display_name", "pk")[:NAMES]]
    return get_text_list(names, _("and"))


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
    read = Reading.objects.filter(reader=reader, story=OuterRef("pk"), read_at__isnull=False)
    ahead = Story.objects.visible_to(reader).published().exclude(pk=story.pk)
    unread = ahead.filter(~Exists(read)).seniors_first().with_teller()
    return unread.filter(_behind(story)).first() or unread.first()


def _behind(story: Story) -> Q:
    """What comes after a story when seniors come first."""
    told = Q(published_at__lt=story.published_at) | Q(
        published_at=story.published_at, pk__lt=story.pk
    )
    same = Q(is_by_senior=story.is_by_senior) & told
    return same | Q(is_by_senior=False) if story.is_by_senior else same
