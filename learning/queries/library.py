"""Composed reads of the library."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from incidents.models import Incident, Service
from learning.models import Kind, Story
from learning.queries.asking import Asked, ask
from learning.queries.finding import Wanted, about, in_order
from learning.queries.places import Spot
from learning.queries.results import Result, results
from people.models import User
from postmortems.models import FollowUp, FollowUpState, Postmortem
from postmortems.queries.follow_ups import with_write_up
from postmortems.queries.naming import name_in_lines

MOST_DRAFTS = 30
LATEST_WRITE_UPS = 4
CHANGES = 5
MOST_ABOUT = 5
MOST_TAGS = 18

# Of what came last: to count all of them would take longer the more there is.
TAGS = """
    SELECT tag FROM (
        SELECT unnest(tags) AS tag FROM (
            SELECT tags FROM learning_document WHERE kind <> 'write_up' AND tags <> '{}'
            ORDER BY id DESC LIMIT 1000
        ) AS latest
    ) AS each GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %s
"""


@dataclass(frozen=True)
class Library:
    """What the library shows to one reader; drafts and write-ups only at its front."""

    told: int
    told_by_seniors: int
    stories: list[Story]
    more: Spot | None
    drafts: list[Story]
    write_ups: list[Postmortem]


@dataclass(frozen=True)
class Search:
    """What was found, and as what the words that were typed were understood."""

    results: list[Result]
    more: Spot | None
    asked: Asked | None = None
    meant: list[tuple[str, str]] = field(default_factory=list)
    """Words that nobody has written, each with the one that was looked for instead, or nothing."""


def library(
    reader: User, *, services: Sequence[Service] = (), after: Spot | None = None
) -> Library:
    """Read a page of the library: the front, or the stories after `after`."""
    published = Story.objects.visible_to(reader).published()
    counts = published.aggregate(
        told=Count("pk"), told_by_seniors=Count("pk", filter=Q(is_by_senior=True))
    )
    found = in_order(reader, Wanted(kind=Kind.STORY), own=_own(reader, services), after=after)
    stories = [one.story for one in found.documents if one.story]
    prefetch_related_objects(stories, "services")
    return Library(
        **counts,
        stories=stories,
        more=found.more,
        drafts=[] if after else list(Story.objects.drafted_by(reader)[:MOST_DRAFTS]),
        write_ups=[] if after else latest_write_ups(reader),
    )


def search(
    reader: User,
    wanted: Wanted,
    *,
    text: str,
    services: Sequence[Service],
    after: Spot | None = None,
) -> Search:
    """Read a page of what is about a text, or of all that is wanted when there is none."""
    names = {service.pk: service.name for service in services}
    if not text:
        found = in_order(reader, wanted, own=_own(reader, services), after=after)
        return Search(results(found.documents, names), found.more)
    asked = ask(text)
    found = about(reader, wanted, asked, after=after)
    # A beginning of a word that found something needs no explanation.
    meant = [
        (word, others[0] if others else "")
        for word, others in asked.meant.items()
        if others or not found.documents
    ]
    return Search(results(found.documents, names, asked), found.more, asked, meant)


def _own(reader: User, services: Sequence[Service]) -> list[int]:
    """The services that the reader's team looks after."""
    return [one.pk for one in services if one.team_id and one.team_id == reader.team_id]


def common_tags() -> list[str]:
    """The tags that most of the latest stories and outages have."""
    with connection.cursor() as cursor:
        cursor.execute(TAGS, [MOST_TAGS])
        return [tag for (tag,) in cursor.fetchall()]


def latest_write_ups(reader: User) -> list[Postmortem]:
    published = Postmortem.objects.visible_to(reader).published().real()
    standing = Prefetch("incidents", Incident.objects.standing().order_by("pk"))
    latest = published.order_by("-published_at", "-pk").prefetch_related(standing)
    write_ups = list(latest[:LATEST_WRITE_UPS])
    name_in_lines(write_ups)
    return write_ups


def stories_about(incidents: QuerySet[Incident], *, reader: User) -> list[Story]:
    """The latest stories about any of some incidents."""
    stories = Story.objects.visible_to(reader).published().filter(incidents__in=incidents)
    latest = stories.distinct().with_teller().order_by("-published_at", "-pk")
    return list(latest[:MOST_ABOUT])


def incidents_of(story: Story, *, reader: User) -> list[Incident]:
    """The incidents a story is about, each with its published write-ups."""
    write_ups = Postmortem.objects.visible_to(reader).published().order_by("published_at")
    incidents = Incident.objects.visible_to(reader).standing().filter(stories=story).order_by("pk")
    return list(incidents.prefetch_related(Prefetch("postmortems", write_ups, to_attr="write_ups")))


def changes_after(story: Story, *, reader: User) -> list[FollowUp]:
    """The latest changes that were made after the incidents of a story."""
    done = FollowUp.objects.visible_to(reader).real().filter(state=FollowUpState.DONE)
    about = Postmortem.objects.filter(incidents__stories=story)
    latest = with_write_up(done.filter(postmortem__in=about)).order_by("-done_at", "-pk")
    changes = list(latest[:CHANGES])
    name_in_lines(changes)
    return changes


def years_here(user: User, *, on: date | None = None) -> int:
    """How many whole years ago somebody joined."""
    on, joined = on or timezone.localdate(), user.joined_on
    return on.year - joined.year - ((on.month, on.day) < (joined.month, joined.day))
