"""One write-up with everything its page shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from people.models import User
from postmortems.models import SECTIONS, FollowUp, Postmortem, ReviewRound, Thread
from postmortems.queries.incidents import incidents_for


def to_read(user: User) -> QuerySet[Postmortem]:
    """Write-ups with everything that the page of one of them shows."""
    return Postmortem.objects.visible_to(user).prefetch_related(
        incidents_for(user),
        "authors",
        "factors",
        Prefetch("follow_ups", queryset=FollowUp.objects.select_related("owner")),
        Prefetch("rounds", queryset=ReviewRound.objects.select_related("reviewer")),
    )


@dataclass(frozen=True)
class Section:
    """A heading with its text. Contributing factors belong under what made it possible."""

    name: str
    heading: str
    text: str
    threads: list[Thread]

    @property
    def has_factors(self) -> bool:
        return self.name == "what_made_it_possible"


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
    for name, label in SECTIONS.items():
        about = [thread for thread in threads if thread.section == name]
        section = Section(name, str(label), getattr(postmortem, name), about)
        factors = section.has_factors and (can_grow or postmortem.factors.all())
        (read if section.text or factors else empty).append(section)
    return read, empty
