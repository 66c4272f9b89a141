"""What people do besides: they go away, travel, choose what reaches them, come and leave."""

from datetime import date, timedelta

from django.utils import timezone

from bench.year.people import PLACES, Newcomer, join
from bench.year.world import World, later
from nudges.domain.preferences import want_mail
from nudges.kinds import KINDS
from people.domain.accounts import change_profile
from people.domain.away import be_away
from people.models import User

# How long they are away, in days on the calendar: about five weeks of work in a year.
SPELLS = (16, 9, 9, 3, 2, 1)
UNLOVED = [kind.name for kind in KINDS.values() if not kind.may_interrupt]


def plan_lives(world: World, newcomers: list[Newcomer]) -> None:
    """Put down what everybody will do in the year."""
    for person in User.objects.order_by("pk"):
        _plan_life(world, person)
    for newcomer in newcomers:
        world.agenda.put(world.some_day(), later(world, _arrives, newcomer))


def _arrives(world: World, newcomer: Newcomer) -> None:
    _plan_life(world, join(world, newcomer, joined_on=timezone.localdate()))


def _plan_life(world: World, person: User) -> None:
    for days in SPELLS:
        begins = world.some_day()
        if world.chance(world.size.days / 365):
            # Most say it weeks ahead; some wake up and are ill.
            ahead = timedelta(days=0 if days == 1 else world.rng.randrange(1, 60))
            said_at = max(begins - ahead, timezone.now())
            first = begins.date()
            act = later(world, _goes_away, person.pk, first, first + timedelta(days=days - 1))
            world.agenda.put(said_at, act)
    if world.chance(0.12):
        zone = world.rng.choice([zone for zone, _country in PLACES])
        at, back = world.some_day(), timedelta(days=world.rng.randrange(7, 40))
        world.agenda.put(at, later(world, _travels, person.pk, zone))
        world.agenda.put(at + back, later(world, _travels, person.pk, person.time_zone))
    if world.chance(0.2):
        kinds = world.rng.sample(UNLOVED, world.rng.randrange(1, 5))
        world.agenda.put(world.some_day(), later(world, _wants_no_mail, person.pk, kinds))
    if not person.is_admin and world.chance(0.05):
        world.agenda.put(world.some_day(), later(world, _leaves, person.pk))


def _goes_away(world: World, person: int, first: date, last: date) -> None:
    user = User.objects.get(pk=person)
    be_away(user, by=user, first_day=first, last_day=last)


def _travels(world: World, person: int, zone: str) -> None:
    user = User.objects.get(pk=person)
    change_profile(
        user,
        by=user,
        display_name=user.display_name,
        pronouns=user.pronouns,
        title=user.title,
        is_senior=user.is_senior,
        time_zone=zone,
        workday_starts=user.workday_starts,
        workday_ends=user.workday_ends,
        workdays=user.workdays,
        country=user.country,
    )


def _wants_no_mail(world: World, person: int, kinds: list[str]) -> None:
    want_mail(User.objects.get(pk=person), kinds, is_wanted=False)


def _leaves(world: World, person: int) -> None:
    # An admin unticks “in use” in Django's own admin pages.
    user = User.objects.get(pk=person)
    user.is_active = False
    user.save(update_fields=["is_active"])
