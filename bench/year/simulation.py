"""Let a year go by."""

import random
from contextlib import ExitStack
from datetime import datetime

import time_machine
from django.db import connection
from django.http import Http404

from bench.year.agenda import Act
from bench.year.incidents import plan_incidents
from bench.year.lives import plan_lives
from bench.year.people import begin_company
from bench.year.reactions import react
from bench.year.world import Size, World
from people.errors import DomainError


def live_through(size: Size) -> World:
    """Make a company and let its time go by, from one thing that happens to the next."""
    world = World(size)
    with ExitStack() as stack:
        clock = stack.enter_context(time_machine.travel(size.begins, tick=False))
        stack.enter_context(world.worker.takes())
        stack.enter_context(world.post.takes())
        stack.enter_context(world.watch.watches())
        _draw_the_same_lots(size.seed)
        plan_lives(world, begin_company(world))
        plan_incidents(world)
        while (moment := _next_moment(world)) < size.ends:
            clock.move_to(moment)
            while act := world.agenda.take(moment):
                _do(world, act)
                world.worker.work()
            world.schedule.run(moment)
            world.worker.work()
            for heard in world.watch.take_heard():
                react(world, heard)
        world.watch.count_rest()
    return world


def _next_moment(world: World) -> datetime:
    scheduled = world.schedule.next_time()
    return min(scheduled, world.agenda.next_time(otherwise=scheduled))


def _do(world: World, act: Act) -> None:
    """Somebody presses something; what cannot be any more is answered with a sentence."""
    try:
        act()
    except (DomainError, Http404):
        world.watch.refused["what they thought of by themselves"] += 1


def _draw_the_same_lots(seed: int) -> None:
    """Let what the product leaves to chance be the same in every run."""
    random.seed(seed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [seed / 100])
        # Nobody needs these rows after a crash.
        cursor.execute("SET synchronous_commit TO off")
