"""A team's rota: who is asked to reach out, and in which order, when no tech lead can."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import RotaPlace, Team, User

PUT_ON = action("rota.put_on", gettext_lazy("Put somebody on a rota"))
TAKEN_OFF = action("rota.taken_off", gettext_lazy("Took somebody off a rota"))
MOVED = action("rota.moved", gettext_lazy("Changed the order of a rota"))


@transaction.atomic
def put_on_rota(team: Team, *, by: User, person: User) -> RotaPlace:
    """Put somebody last on a rota. Putting them there twice is putting them there once.

    The team's row is locked, here and below: places are counted, and two people who
    change a rota at once would count the same.
    """
    team = _lock(team)
    if not User.objects.who_may_write().filter(pk=person.pk).exists():
        name = {"name": person.get_full_name()}
        raise DomainError({"person": _("%(name)s cannot write here. Choose somebody else.") % name})
    there = list(team.rota.in_order())
    for place in there:
        if place.person_id == person.pk:
            return place
    place = team.rota.create(person=person, position=len(there))
    note(PUT_ON, by=by, about=team, person=person.pk)
    return place


@transaction.atomic
def take_off_rota(place: RotaPlace, *, by: User) -> Team:
    """Take somebody off a rota; the others move up. Nobody there any more is fine."""
    team = _lock(place.team)
    if team.rota.filter(pk=place.pk).delete()[0]:
        note(TAKEN_OFF, by=by, about=team, person=place.person_id)
    _count_places(list(team.rota.in_order()))
    return team


@transaction.atomic
def move_on_rota(place: RotaPlace, *, by: User, position: int) -> Team:
    """Put somebody at a place among the others, counted from 0.

    A place rather than a direction: a button pressed twice moves them once. Whoever
    was taken off meanwhile stays off.
    """
    team = _lock(place.team)
    there = list(team.rota.in_order())
    if place in there:
        there.remove(place)
        there.insert(max(position, 0), place)
        note(MOVED, by=by, about=team)
        _count_places(there)
    return team


def _lock(team: Team) -> Team:
    return Team.objects.select_for_update().get(pk=team.pk)


def _count_places(places: list[RotaPlace]) -> None:
    for position, place in enumerate(places):
        place.position = position
    RotaPlace.objects.bulk_update(places, ["position"])
