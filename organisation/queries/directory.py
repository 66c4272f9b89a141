"""Who is here, as everybody may read it: what people say of themselves, and what they know.

Nothing here counts what somebody did, or says what they are asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Service
from people.domain.away import Spell, spells
from people.hours import is_working
from people.models import Team, User, Weekday

PAGE = 40


@dataclass(frozen=True)
class Listed:
    """Some of the people who are here, by name."""

    people: list[User]
    last: User | None
    """Behind whom the list goes on, if it does."""


@dataclass(frozen=True)
class Somebody:
    """What a colleague would like to know before writing to somebody."""

    person: User
    now: datetime
    """By their own clock."""
    services: list[Service]
    leads: list[Team]
    away: list[Spell]

    @property
    def local(self) -> str:
        return f"{Weekday(self.now.weekday()).label}, {self.now:%H:%M}"

    @property
    def zone_name(self) -> str:
        return self.person.zone.key.replace("_", " ")

    @property
    def is_at_work(self) -> bool:
        return self.person.is_active and is_working(self.person, self.now)

    @property
    def is_away(self) -> bool:
        return bool(self.away) and self.away[0][0] <= self.now.date()

    @property
    def workdays(self) -> str:
        return workdays(self.person.workdays)


def list_people(*, named: str, team: Team | None, after: int | None) -> Listed:
    """A page of everybody here, and no more queries than for one person."""
    people = User.objects.arrived().by_name().select_related("team").named(named)
    if team:
        people = people.filter(team=team)
    if after and (last := User.objects.by_name().filter(pk=after).first()):
        people = people.beyond(last)
    found = list(people[: PAGE + 1])
    return Listed(found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None)


def about(person: User) -> Somebody:
    return Somebody(
        person=person,
        now=timezone.now().astimezone(person.zone),
        services=list(Service.objects.filter(experts=person).order_by("name")),
        leads=list(person.leads_teams.all()),
        away=spells(person),
    )


def workdays(days: list[int]) -> str:
    """Days of a week as people say them: Monday to Friday, Sunday."""
    said = []
    for _gap, run in groupby(enumerate(sorted(days)), key=lambda one: one[1] - one[0]):
        names = [str(Weekday(day).label) for _at, day in run]
        if len(names) > 2:
            names = [_("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}]
        said += names
    return ", ".join(said)
