"""One write-up with everything its page shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    Value,
    prefetch_related_objects,
)

from incidents.models import Incident, Participation
from people.models import User
from postmortems.models import SECTIONS, FollowUp, Postmortem, ReviewRound
from postmortems.queries.incidents import incidents_for
from postmortems.queries.naming import all_texts, name_people
from postmortems.queries.reviewing import with_reviewers

WORDS: list[Any] = [
    "authors",
    "factors",
    Prefetch("follow_ups", queryset=FollowUp.objects.select_related("owner__team")),
]


def to_read(user: User) -> QuerySet[Postmortem]:
    """Write-ups with everything that the page of one of them shows.

    Whether its reader was there comes along, as `permissions.py` asks that of every page.
    """
    rounds = with_reviewers(ReviewRound.objects.all())
    there = Participation.objects.filter(user=user, incident__postmortems=OuterRef("pk"))
    return (
        Postmortem.objects.visible_to(user)
        .annotate(read_for=Value(user.pk), was_there=Exists(there))
        .prefetch_related(incidents_for(user), *WORDS, Prefetch("rounds", queryset=rounds))
    )


def to_read_outside() -> QuerySet[Postmortem]:
    """Write-ups with what is read of them without an account: not how they were reviewed."""
    incidents = Incident.objects.standing().order_by("pk")
    return Postmortem.objects.open_to_the_world().prefetch_related(
        Prefetch("incidents", queryset=incidents), *WORDS
    )


def named(postmortem: Postmortem, *, always_roles: bool = False) -> Postmortem:
    """The write-up with its corrections, once it has been published, and its people named."""
    if postmortem.is_published:
        prefetch_related_objects([postmortem], "corrections")
    name_people([postmortem], in_texts=all_texts, always_roles=always_roles)
    return postmortem


@dataclass(frozen=True)
class Section:
    """A heading with its text. Contributing factors belong under what made it possible."""

    name: str
    heading: str
    text: str

    @property
    def has_factors(self) -> bool:
        return self.name == "what_made_it_possible"


def article(postmortem: Postmortem, *, can_grow: bool) -> tuple[list[Section], list[Section]]:
    """The sections to read, and those with nothing in them.

    The one with the factors is read also without a text of its own, when there
    are any, or when it `can_grow` because there is a form to add one.
    """
    read: list[Section] = []
    empty: list[Section] = []
    for name, label in SECTIONS.items():
        section = Section(name, str(label), getattr(postmortem, name))
        factors = section.has_factors and (can_grow or postmortem.factors.all())
        (read if section.text or factors else empty).append(section)
    return read, empty
