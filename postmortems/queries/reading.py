"""One write-up with everything its page shows."""

from collections.abc import Iterable
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
from django.utils.translation import gettext as _

from incidents.models import Incident, Participation
from people.models import Team, User
from postmortems.models import (
    PARTS,
    SECTIONS,
    FollowUp,
    Postmortem,
    ReviewRound,
    Thread,
    WriteUpMoment,
)
from postmortems.queries.alongside import moments_of, with_debriefs, with_moments
from postmortems.queries.incidents import incidents_for
from postmortems.queries.naming import all_texts, name_people
from postmortems.queries.reviewing import with_reviewers

WORDS: list[Any] = [
    "authors",
    "factors",
    Prefetch(
        "follow_ups", queryset=FollowUp.objects.select_related("owner__team").with_last_answer()
    ),
]

# How the timeline is called among the sections, of which it is none.
TIMELINE = "timeline"


def to_read(user: User) -> QuerySet[Postmortem]:
    """Write-ups with everything that the page of one of them shows.

    Whether its reader was there, and leads a team, comes along: `permissions.py` asks that of
    every page.
    """
    rounds = with_reviewers(ReviewRound.objects.all())
    there = Participation.objects.filter(user=user, incident__postmortems=OuterRef("pk"))
    leads = Team.objects.filter(tech_leads=user)
    write_ups = (
        Postmortem.objects.visible_to(user)
        .annotate(read_for=Value(user.pk), was_there=Exists(there), read_by_lead=Exists(leads))
        .prefetch_related(incidents_for(user), *WORDS, Prefetch("rounds", queryset=rounds))
    )
    return with_moments(with_debriefs(write_ups))


def to_read_outside() -> QuerySet[Postmortem]:
    """Write-ups with what is read of them without an account: not how they were reviewed."""
    incidents = Incident.objects.standing().order_by("pk")
    return with_moments(
        Postmortem.objects.open_to_the_world().prefetch_related(
            Prefetch("incidents", queryset=incidents), *WORDS
        )
    )


def named(
    postmortem: Postmortem, *, beside: Iterable[str] = (), always_roles: bool = False
) -> Postmortem:
    """The write-up with its corrections, once it has been published, and its people named.

    Known are also those whom texts `beside` it name.
    """
    if postmortem.is_published:
        prefetch_related_objects([postmortem], "corrections")
    name_people(
        [postmortem],
        in_texts=lambda one: [*all_texts(one), *beside],
        always_roles=always_roles,
    )
    return postmortem


@dataclass(frozen=True)
class Section:
    """A heading with its text, and under it `parts`, which have headings one level lower.

    Contributing factors belong under what made it possible. The timeline has `moments`
    instead of a text.
    """

    name: str
    heading: str
    text: str = ""
    parts: tuple["Section", ...] = ()
    moments: tuple[WriteUpMoment, ...] = ()
    threads: tuple[Thread, ...] = ()

    @property
    def has_factors(self) -> bool:
        return self.name == "what_made_it_possible"

    @property
    def is_written(self) -> bool:
        return bool(self.text or self.parts or self.moments)


def article(
    postmortem: Postmortem, *, can_grow: bool, threads: Iterable[Thread] = ()
) -> tuple[list[Section], list[Section]]:
    """The sections to read, and those with nothing in them.

    The one with the factors is read also without a text of its own, when there
    are any, or when it `can_grow` because there is a form to add one. `threads` are those
    that are shown beside the sections.
    """
    read: list[Section] = []
    empty: list[Section] = []
    for section in _grouped(postmortem, list(threads)):
        factors = section.has_factors and (can_grow or postmortem.factors.all())
        (read if section.is_written or factors else empty).append(section)
    return read, empty


def _grouped(postmortem: Postmortem, threads: list[Thread]) -> list[Section]:
    """Every section in reading order; those that are parts of another one, under it.

    The timeline, if there is one, follows what happened.
    """
    below = {part for parts in PARTS.values() for part in parts}
    sections = [_section(postmortem, name, threads) for name in SECTIONS if name not in below]
    if moments := tuple(moments_of(postmortem)):
        sections.insert(1, Section(TIMELINE, _("Timeline"), moments=moments))
    return sections


def _section(postmortem: Postmortem, name: str, threads: list[Thread]) -> Section:
    parts = (_section(postmortem, part, threads) for part in PARTS.get(name, ()))
    return Section(
        name,
        str(SECTIONS[name]),
        getattr(postmortem, name),
        parts=tuple(part for part in parts if part.is_written),
        threads=tuple(one for one in threads if one.section == name),
    )
