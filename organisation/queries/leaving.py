"""What somebody holds, read before they leave."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.domain.leaving import held_help, held_repairs, held_roles, held_tasks
from incidents.models import Incident, Service
from learning.domain.leaving import held_slots
from people.models import RotaPlace, Team, User
from postmortems.domain.leaving import (
    held_debriefs,
    held_follow_ups,
    held_reviews,
    held_write_ups,
)
from postmortems.models import FollowUp, Postmortem

# How many of a kind are named; the others are counted.
MOST_NAMED = 12

# A sort of thing, the keyword of `let_leave` that it goes with (none where nobody is chosen for
# it), and its name.
SORTS: tuple[tuple[str, str, Promise | str], ...] = (
    ("role", "incidents", _("Roles in open incidents")),
    ("task", "incidents", _("Tasks in open incidents")),
    ("repair", "incidents", _("Data repairs going on")),
    ("help", "", _("Hands they lend, which others are asked for")),
    ("service", "services", _("Services they know")),
    ("follow_up", "follow_ups", _("Open follow-ups")),
    ("write_up", "write_ups", _("Write-ups being written")),
    ("review", "reviews", _("Reviews that wait for them")),
    ("debrief", "debriefs", _("Debriefs ahead")),
    ("lead", "teams", _("Teams they lead")),
    ("rota", "teams", _("Rotas")),
    ("talk", "", _("Talks ahead, which are given back")),
)


@dataclass
class Pile:
    """All of one sort. What is restricted is counted, and not named to who does not see it."""

    sort: str
    goes_with: str
    title: Promise | str
    named: list[str] = field(default_factory=list)
    unseen: int = 0

    @property
    def count(self) -> int:
        return len(self.named) + self.unseen

    @property
    def shown(self) -> list[str]:
        return self.named[:MOST_NAMED]

    @property
    def more(self) -> int:
        return len(self.named) - len(self.shown)


def held_by(user: User, *, reader: User) -> list[Pile]:
    """What somebody holds, sort by sort, in one query however many sorts there are."""
    piles = {sort: Pile(sort, goes, title) for sort, goes, title in SORTS}
    first, *rest = _rows(user, reader)
    for sort, title, seen in first.union(*rest, all=True).order_by("held_called"):
        if seen:
            piles[sort].named.append(title)
        else:
            piles[sort].unseen += 1
    return [pile for pile in piles.values() if pile.count]


def _rows(user: User, reader: User) -> Iterator[QuerySet[Any, Any]]:
    incidents = Exists(Incident.objects.visible_to(reader).filter(pk=OuterRef("incident")))
    write_ups = Postmortem.objects.visible_to(reader)
    of_write_up = Exists(write_ups.filter(pk=OuterRef("postmortem")))
    everybody = Value(True, output_field=BooleanField())
    yield _some(held_roles(user), "role", "incident__title", incidents)
    yield _some(held_tasks(user), "task", "text", incidents)
    yield _some(held_repairs(user), "repair", "incident__title", incidents)
    yield _some(held_help(user), "help", "incident__title", incidents)
    yield _some(Service.objects.filter(experts=user), "service", "name", everybody)
    follow_ups = Exists(FollowUp.objects.visible_to(reader).filter(pk=OuterRef("pk")))
    yield _some(held_follow_ups(user), "follow_up", "what", follow_ups)
    here = Exists(write_ups.filter(pk=OuterRef("pk")))
    yield _some(held_write_ups(user), "write_up", "title", here)
    yield _some(held_reviews(user), "review", "postmortem__title", of_write_up)
    yield _some(held_debriefs(user), "debrief", "postmortem__title", of_write_up)
    yield _some(Team.objects.filter(tech_leads=user), "lead", "name", everybody)
    yield _some(RotaPlace.objects.filter(person=user), "rota", "team__name", everybody)
    yield _some(held_slots(user), "talk", "session__title", everybody)


def _some(rows: QuerySet[Any, Any], sort: str, title: str, seen: Any) -> QuerySet[Any, Any]:
    found = rows.select_related(None).order_by()
    called: QuerySet[Any, Any] = found.annotate(
        held_as=Value(sort, output_field=CharField()),
        held_called=Cast(Coalesce(F(title), Value("")), CharField()),
        held_seen=seen,
    ).values_list("held_as", "held_called", "held_seen")
    return called


def suggested_heir(user: User) -> User | None:
    """A tech lead of their team, or else of any, who is somebody else."""
    leads = User.objects.who_may_write().exclude(pk=user.pk)
    return leads.filter(leads_teams=user.team_id).first() if user.team_id else None
