"""What stands beside an incident: stories of people it happened to, and when it was seen before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F

from incidents.models import Incident, Mode, Service
from incidents.queries.likeness import terms_of
from incidents.queries.similar import TITLES, similar_incidents
from learning.models import Outage, Story
from learning.queries.alike import TOLD, told_alike
from learning.queries.library import stories_about
from people.models import User
from postmortems.models import FollowUp, FollowUpState

STORIES, OUTAGES, INCIDENTS, FOLLOW_UPS = 3, 2, 3, 3


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
    told: list[Story]
    """Those about the incident itself."""
    stories: list[Story]
    outages: list[Outage]
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
    told = told_alike(reader, title=title, services=services, terms=of_stories)
    past = similar_incidents(
        reader,
        title=title,
        services=services,
        excluding=excluding,
        limit=INCIDENTS,
        terms=of_incidents,
    )
    itself = Incident.objects.filter(pk__in=[excluding.pk] if excluding and title else [])
    about_it = stories_about(itself, reader=reader)
    alike = [one.story for one in told if one.story and one.story not in about_it]
    return Beside(
        told=about_it,
        stories=alike[:STORIES],
        outages=[one.outage for one in told if one.outage][:OUTAGES],
        incidents=_seen_before(past, reader),
    )


def _seen_before(incidents: list[Incident], reader: User) -> list[SeenBefore]:
    numbers = [incident.pk for incident in incidents]
    follow_ups: dict[int, list[FollowUp]] = {number: [] for number in numbers}
    of_these = FollowUp.objects.visible_to(reader).filter(postmortem__incidents__in=[0, *numbers])
    for one in of_these.annotate(of=F("postmortem__incidents")).with_last_answer():
        follow_ups[one.of].append(one)  # type: ignore[attr-defined]
    return [SeenBefore(incident, follow_ups[incident.pk]) for incident in incidents]
