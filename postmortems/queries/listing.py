"""The list of write-ups."""

from django.db.models import Exists, OuterRef, Prefetch, Q, TextChoices, Value
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.permissions import may_write
from postmortems.models import SECTIONS, Postmortem, ReviewRound, Status
from postmortems.places import Place
from postmortems.queries.incidents import incidents_for
from postmortems.queries.naming import name_in_lines
from postmortems.queries.reviewing import with_reviewers

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
        .real()
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
        incidents_for(user),
        "authors",
        Prefetch(
            "rounds",
            queryset=with_reviewers(ReviewRound.objects.open()),
            to_attr="open_rounds",
        ),
    )
    page = list(write_ups[: PAGE + 1])
    name_in_lines(page)
    if len(page) <= PAGE:
        return page, None
    return page[:PAGE], Place(*(getattr(page[PAGE - 1], name) for name in order))


def to_take_over(user: User, page: list[Postmortem]) -> set[int]:
    """The numbers of the open rounds on a page of `write_up_page` that somebody may take over."""
    if not (may_write(user) and user.leads_teams.exists()):
        return set()
    return {
        this_round.pk
        for postmortem in page
        for this_round in postmortem.open_rounds  # type: ignore[attr-defined]
        if this_round.can_be_taken_over
        and this_round.reviewer != user
        and user not in postmortem.authors.all()
    }
