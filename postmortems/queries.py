"""Composed reads of write-ups."""

from dataclasses import dataclass

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextChoices,
    Value,
)
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from people.models import Team, User
from postmortems.models import SECTIONS, FollowUp, Postmortem, ReviewRound, Status
from postmortems.places import Place

PAGE = 30


class Shelf(TextChoices):
    """Where a write-up lies in the list."""

    BEING_WRITTEN = "being-written", _("Being written")
    IN_REVIEW = "in-review", _("In review")
    PUBLISHED = "published", _("Published")


STATUSES = {
    Shelf.BEING_WRITTEN: [Status.DRAFT, Status.CHANGES_SUGGESTED, Status.APPROVED],
    Shelf.IN_REVIEW: [Status.IN_REVIEW],
    Shelf.PUBLISHED: [Status.PUBLISHED],
}


def write_up_page(
    user: User, *, shelf: Shelf, after: Place | None = None
) -> tuple[list[Postmortem], Place | None]:
    """A page of one shelf without the texts, and the place after which the next page begins."""
    moment = "published_at" if shelf == Shelf.PUBLISHED else "saved_at"
    order = ("waits", moment, "pk")
    waits = Exists(ReviewRound.objects.waiting_for(user).filter(postmortem=OuterRef("pk")))
    write_ups = (
        Postmortem.objects.visible_to(user)
        .filter(status__in=STATUSES[shelf])
        .annotate(waits=waits if shelf == Shelf.IN_REVIEW else Value(False))
        .order_by(*(f"-{name}" for name in order))
    )
    if after:
        # The first condition says nothing new, and lets the index begin at the place.
        older = Q(**{f"{moment}__lte": after.at}) & (
            Q(**{f"{moment}__lt": after.at}) | Q(pk__lt=after.pk)
        )
        same = Q(waits=after.in_front) & older
        write_ups = write_ups.filter(same | Q(waits=False) if after.in_front else same)
    write_ups = write_ups.defer(*SECTIONS).prefetch_related(
        _incidents_for(user),
        "authors",
        Prefetch(
            "rounds",
            queryset=ReviewRound.objects.open().select_related("reviewer"),
            to_attr="open_rounds",
        ),
    )
    page = list(write_ups[: PAGE + 1])
    if len(page) <= PAGE:
        return page, None
    return page[:PAGE], Place(*(getattr(page[PAGE - 1], name) for name in order))


def to_read(user: User) -> QuerySet[Postmortem]:
    """Write-ups with everything that the page of one of them shows."""
    return Postmortem.objects.visible_to(user).prefetch_related(
        _incidents_for(user),
        "authors",
        "factors",
        Prefetch("follow_ups", queryset=FollowUp.objects.select_related("owner")),
        Prefetch("rounds", queryset=ReviewRound.objects.select_related("reviewer")),
    )


def _incidents_for(user: User) -> "Prefetch[str, QuerySet[Incident], str]":
    return Prefetch(
        "incidents", queryset=Incident.objects.visible_to(user).standing().order_by("pk")
    )


def tech_leads_for(postmortem: Postmortem) -> QuerySet[User]:
    """The tech leads who can review a write-up: those who see it and have not written in it."""
    leads = Team.objects.filter(tech_leads=OuterRef("pk"))
    free = User.objects.who_may_write().filter(Exists(leads)).exclude(postmortems=postmortem)
    for incident in postmortem.incidents.filter(is_restricted=True, merged_into=None):
        free = free.filter(pk__in=incident.audience().values("pk"))
    return free


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
