"""One write-up with everything its page shows."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from people.models import User
from postmortems.models import (
    PARTS,
    SECTIONS,
    FollowUp,
    Postmortem,
    ReviewRound,
    WriteUpMoment,
)
from postmortems.queries.alongside import moments_of, with_debriefs, with_moments
from postmortems.queries.incidents import incidents_for

# How the timeline is called among the sections, of which it is none.
TIMELINE = "timeline"


def to_read(user: User) -> QuerySet[Postmortem]:
    """Write-ups with everything that the page of one of them shows."""
    write_ups = Postmortem.objects.visible_to(user).prefetch_related(
        incidents_for(user),
        "authors",
        "factors",
        Prefetch(
            "follow_ups", queryset=FollowUp.objects.select_related("owner").with_last_answer()
        ),
        Prefetch("rounds", queryset=ReviewRound.objects.select_related("reviewer")),
    )
    return with_moments(with_debriefs(write_ups))


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

    @property
    def has_factors(self) -> bool:
        return self.name == "what_made_it_possible"

    @property
    def is_written(self) -> bool:
        return bool(self.text or self.parts or self.moments)


def article(postmortem: Postmortem, *, can_grow: bool) -> tuple[list[Section], list[Section]]:
    """The sections to read, and those with nothing in them.

    The one with the factors is read also without a text of its own, when there
    are any, or when it `can_grow` because there is a form to add one.
    """
    read: list[Section] = []
    empty: list[Section] = []
    for section in _grouped(postmortem):
        factors = section.has_factors and (can_grow or postmortem.factors.all())
        (read if section.is_written or factors else empty).append(section)
    return read, empty


def _grouped(postmortem: Postmortem) -> list[Section]:
    """Every section in reading order; those that are parts of another one, under it.

    The timeline, if there is one, follows what happened.
    """
    below = {part for parts in PARTS.values() for part in parts}
    sections = [_section(postmortem, name) for name in SECTIONS if name not in below]
    if moments := tuple(moments_of(postmortem)):
        sections.insert(1, Section(TIMELINE, _("Timeline"), moments=moments))
    return sections


def _section(postmortem: Postmortem, name: str) -> Section:
    parts = (_section(postmortem, part) for part in PARTS.get(name, ()))
    written = tuple(part for part in parts if part.is_written)
    return Section(name, str(SECTIONS[name]), getattr(postmortem, name), written)
