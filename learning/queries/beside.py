"""What stands beside an incident: stories of people it happened to, and when it was seen before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Value,
    When,
)
from django.db.models.functions import Floor

from incidents.models import Incident, Mode, Service
from incidents.models.matching import clean
from incidents.queries.likeness import Place, Term, among, candidates, share_of, terms_of
from incidents.queries.similar import TITLES, similar_incidents
from learning.models import Story, StoryText
from people.models import User
from postmortems.models import FollowUp, FollowUpState

STORIES, INCIDENTS, FOLLOW_UPS = 3, 3, 3
TOLD = Place(StoryText, "words")

WORDS, LETTERS, SERVICE = 0.65, 0.35, 0.15
ALIKE = 0.3
# Stories within such a step of likeness count as equally alike, and seniors' come first.
STEP = 0.2


@dataclass(frozen=True)
class SeenBefore:
    """An incident like this one, how it was put right, and what was to follow from it."""

    incident: Incident
    follow_ups: list[FollowUp]

    @property
    def how(self) -> str:
        """How it was put right, as was said when it was over."""
        return self.incident.ending or ""  # type: ignore[attr-defined]

    @property
    def took(self) -> timedelta | None:
        """How long it was open; what is only for the record never was."""
        return self.incident.lasted if self.incident.mode == Mode.LIVE else None

    @property
    def done(self) -> int:
        return sum(one.state == FollowUpState.DONE for one in self.follow_ups)

    @property
    def shown(self) -> list[FollowUp]:
        """What was not done first: it may be what would have helped."""
        return sorted(self.follow_ups, key=lambda one: one.state == FollowUpState.DONE)[:FOLLOW_UPS]


@dataclass(frozen=True)
class Beside:
    stories: list[Story]
    incidents: list[SeenBefore]


def beside(
    reader: User,
    *,
    title: str,
    services: Sequence[Service] = (),
    excluding: Incident | None = None,
) -> Beside:
    """Read what resembles a title, which may be half a sentence still."""
    of_incidents, of_stories = terms_of(title, TITLES, TOLD)
    stories = similar_stories(reader, title=title, services=services, terms=of_stories)
    past = similar_incidents(
        reader,
        title=title,
        services=services,
        excluding=excluding,
        limit=INCIDENTS,
        terms=of_incidents,
    )
    return Beside(stories, _seen_before(past, reader))


def similar_stories(
    reader: User,
    *,
    title: str,
    services: Sequence[Service] = (),
    limit: int = STORIES,
    terms: list[Term] | None = None,
) -> list[Story]:
    """The published stories most like a title; among those alike, seniors' and then new ones."""
    if terms is None:
        (terms,) = terms_of(title, TOLD)
    if not clean(title):
        return []
    numbers = [service.pk for service in services]
    about = Story.services.through.objects.filter(story=OuterRef("pk"), service__in=numbers)
    likeness = share_of(terms, "search_text__words") * Value(WORDS) + TrigramSimilarity(
        "title", clean(title)
    ) * Value(LETTERS)
    nearness = F("likeness") + Case(When(Exists(about), then=Value(SERVICE)), default=Value(0.0))
    stories = (
        Story.objects.visible_to(reader)
        .published()
        .filter(among(candidates(TOLD, terms)))
        .annotate(likeness=ExpressionWrapper(likeness, output_field=FloatField()))
        .filter(likeness__gte=ALIKE)
        .annotate(step=Floor(ExpressionWrapper(nearness / Value(STEP), output_field=FloatField())))
    )
    order = ("-step", "-is_by_senior", "-likeness", "-published_at", "-pk")
    return list(stories.with_teller().order_by(*order)[:limit])


def _seen_before(incidents: list[Incident], reader: User) -> list[SeenBefore]:
    numbers = [incident.pk for incident in incidents]
    follow_ups: dict[int, list[FollowUp]] = {number: [] for number in numbers}
    of_these = FollowUp.objects.visible_to(reader).filter(postmortem__incidents__in=[0, *numbers])
    for one in of_these.annotate(of=F("postmortem__incidents")).with_last_answer():
        follow_ups[one.of].append(one)  # type: ignore[attr-defined]
    return [SeenBefore(incident, follow_ups[incident.pk]) for incident in incidents]
