"""What is new in the library since a week ago: a page of its own, and what a digest tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Prefetch, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from incidents.models import Incident
from learning.models import Document, Story, TalkSession, Week
from people.models import User
from postmortems.models import FollowUp, FollowUpKind, FollowUpState, Postmortem
from postmortems.queries.follow_ups import with_write_up
from postmortems.queries.naming import name_in_lines

SINCE = timedelta(days=7)
# Of each kind; what there is beyond is found in its own room.
FEW = 6


@dataclass(frozen=True)
class News:
    """One reader's week: what is new, what changed, and what is ahead."""

    story: Story | None
    stories: list[Story]
    write_ups: list[Postmortem]
    changes: list[FollowUp]
    """What was done, whoever did it."""
    missing: list[FollowUp]
    """What the docs are missing, and nobody has yet."""
    session: TalkSession | None
    """The next one, and in `free` how many of its slots nobody has."""

    @property
    def is_quiet(self) -> bool:
        return not (self.stories or self.write_ups or self.changes)


def news(reader: User, *, at: datetime | None = None) -> News:
    """Read one reader's week up to a moment, the newest first."""
    at = at or timezone.now()
    story, since = story_of_the_week(reader), at - SINCE
    follow_ups = _follow_ups(reader, since)
    found = News(
        story=story,
        stories=_new_stories(reader, since, but=story),
        write_ups=_new_write_ups(reader, since),
        changes=[one for one in follow_ups if one.is_done],
        missing=[one for one in follow_ups if one.is_open],
        session=_next_session(reader, at),
    )
    name_in_lines([*found.write_ups, *found.changes, *found.missing])
    return found


def story_of_the_week(reader: User) -> Story | None:
    """The story of the week that began last, or while that is not there the library's first."""
    chosen = Week.objects.order_by("-first_day").values("story")[:1]
    stories = Document.objects.visible_to(reader).stories()
    document = stories.filter(story=chosen).first() or stories.first()
    return document.story if document else None


def _new_stories(reader: User, since: datetime, *, but: Story | None) -> list[Story]:
    stories = Story.objects.visible_to(reader).published().filter(published_at__gt=since)
    others = stories.exclude(pk=but.pk) if but else stories
    latest = others.with_teller().order_by("-published_at", "-pk")
    return list(latest.prefetch_related("services")[:FEW])


def _follow_ups(reader: User, since: datetime) -> list[FollowUp]:
    """A few that were done, and a few that are missing from the docs, in one query."""
    done = Q(state=FollowUpState.DONE, done_at__gt=since)
    missing = Q(state=FollowUpState.OPEN, owner=None, kind=FollowUpKind.DOCUMENTATION)
    newest = [Coalesce("done_at", "created_at").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by="state", order_by=newest)
    seen = with_write_up(FollowUp.objects.visible_to(reader).real().filter(done | missing))
    return list(seen.annotate(place=place).filter(place__lte=FEW).order_by("place"))


def _next_session(reader: User, at: datetime) -> TalkSession | None:
    ahead = TalkSession.objects.visible_to(reader).planned().ahead(at).soonest_first()
    return ahead.annotate(free=Count("slots", filter=Q(slots__speaker=None))).first()


def _new_write_ups(reader: User, since: datetime) -> list[Postmortem]:
    published = Postmortem.objects.visible_to(reader).published().real()
    standing = Prefetch("incidents", Incident.objects.standing().order_by("pk"))
    latest = published.filter(published_at__gt=since).order_by("-published_at", "-pk")
    return list(latest.prefetch_related(standing)[:FEW])
