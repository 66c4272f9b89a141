"""Composed reads of the library."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from incidents.models import Incident
from learning.models import Story
from learning.models.story import StoryQuerySet
from people.models import User
from postmortems.models import Postmortem
from postmortems.places import Place
from postmortems.queries.naming import name_in_lines

PAGE = 30
LATEST_WRITE_UPS = 4


@dataclass(frozen=True)
class Library:
    """What the library shows to one reader; drafts and write-ups only at its front."""

    told: int
    told_by_seniors: int
    stories: list[Story]
    more: Place | None
    drafts: list[Story]
    write_ups: list[Postmortem]


def library(reader: User, *, after: Place | None = None) -> Library:
    """Read a page of the library: the front, or the stories after `after`."""
    published = Story.objects.visible_to(reader).published()
    counts = published.aggregate(
        told=Count("pk"), told_by_seniors=Count("pk", filter=Q(is_by_senior=True))
    )
    rest = published.after(after) if after else published
    page = list(for_cards(rest.seniors_first())[: PAGE + 1])
    return Library(
        **counts,
        stories=page[:PAGE],
        more=place_of(page[PAGE - 1]) if len(page) > PAGE else None,
        drafts=[] if after else list(Story.objects.drafted_by(reader)[:PAGE]),
        write_ups=[] if after else latest_write_ups(reader),
    )


def for_cards(stories: StoryQuerySet) -> StoryQuerySet:
    """Load what a card shows."""
    return stories.with_teller().prefetch_related("services")


def place_of(story: Story) -> Place:
    """Where a published story stands, whatever becomes of its row: all that the order goes by."""
    assert story.published_at is not None
    return Place(story.is_by_senior, story.published_at, story.pk)


def latest_write_ups(reader: User) -> list[Postmortem]:
    published = Postmortem.objects.visible_to(reader).published().real()
    standing = Prefetch("incidents", Incident.objects.standing().order_by("pk"))
    latest = published.order_by("-published_at", "-pk").prefetch_related(standing)
    write_ups = list(latest[:LATEST_WRITE_UPS])
    name_in_lines(write_ups)
    return write_ups


def story_of_the_week(user: User) -> Story | None:
    """The newest story by somebody senior, else the newest there is."""
    stories = Story.objects.visible_to(user).published().with_teller()
    return stories.seniors_first().first()


def incidents_of(story: Story, *, reader: User) -> list[Incident]:
    """The incidents a story is about, each with its published write-ups."""
    write_ups = Postmortem.objects.visible_to(reader).published().order_by("published_at")
    incidents = Incident.objects.visible_to(reader).standing().filter(stories=story).order_by("pk")
    return list(incidents.prefetch_related(Prefetch("postmortems", write_ups, to_attr="write_ups")))


def years_here(user: User, *, on: date | None = None) -> int:
    """How many whole years ago somebody joined."""
    on, joined = on or timezone.localdate(), user.joined_on
    return on.year - joined.year - ((on.month, on.day) < (joined.month, joined.day))
