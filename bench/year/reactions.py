"""How people react to what reaches them: how likely each time, how soon, and in which way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import Http404
from django.utils import timezone

from bench.year import caring, writing
from bench.year.watching import Heard
from bench.year.world import World
from nudges.domain.outbox import snooze, stop
from nudges.domain.snoozing import Until
from nudges.kinds import KINDS
from nudges.models import Nudge
from nudges.models.nudge import State
from people.errors import DomainError
from people.hours import is_working
from people.models import User

SNOOZES, STOPS = 0.06, 0.02
# How likely somebody looks at once, at night, at what may interrupt.
WAKES = 0.35

Does = Callable[[World, Nudge, User], None]


@dataclass(frozen=True)
class Reaction:
    """What somebody does, each time they are told with such a chance, after about so long."""

    does: Does
    chance: float
    minutes: float


REACTIONS = {
    "lead": Reaction(caring.calls_it_done, 0.8, 3),
    "communications": Reaction(caring.calls_it_done, 0.8, 3),
    "scribe": Reaction(caring.calls_it_done, 0.8, 3),
    "repair": Reaction(caring.calls_it_done, 0.7, 5),
    "help_wanted": Reaction(caring.comes, 0.3, 5),
    "update_due": Reaction(caring.says_how_it_is, 0.7, 5),
    "reach_out": Reaction(caring.writes, 0.6, 15),
    "kind_note": Reaction(caring.reads, 0.9, 30),
    "kind_reply": Reaction(caring.reads, 0.9, 60),
    "buddy_wanted": Reaction(caring.sits_with, 0.4, 4),
    "check_in": Reaction(caring.says_how_they_are, 0.6, 60),
    "pulse_after": Reaction(caring.answers_questions, 0.5, 90),
    "pulse_quarter": Reaction(caring.answers_questions, 0.5, 90),
    "welcome": Reaction(caring.calls_it_done, 0.5, 60),
    "write_up": Reaction(writing.writes_it_up, 0.45, 120),
    "review_waiting": Reaction(writing.reads_review, 0.55, 240),
    "review_offered": Reaction(writing.takes_review, 0.15, 120),
    "changes_suggested": Reaction(writing.takes_suggestions, 0.8, 240),
    "approved": Reaction(writing.publishes, 0.75, 60),
    "comment": Reaction(writing.goes_on_talking, 0.7, 60),
    "reply": Reaction(writing.goes_on_talking, 0.6, 60),
    "mentioned": Reaction(writing.goes_on_talking, 0.7, 60),
    "follow_up": Reaction(caring.calls_it_done, 0.6, 60),
    "follow_up_due": Reaction(writing.sees_to_follow_up, 0.4, 180),
    "did_it_help": Reaction(writing.says_whether_it_helped, 0.6, 60),
    "debrief": Reaction(caring.calls_it_done, 0.7, 30),
    "story_invite": Reaction(writing.tells_story, 0.5, 300),
    "remark": Reaction(caring.calls_it_done, 0.7, 60),
    "talk_slot": Reaction(writing.answers_about_talk, 0.6, 120),
    "talk_tomorrow": Reaction(caring.calls_it_done, 0.6, 60),
    "anniversary": Reaction(caring.calls_it_done, 0.5, 60),
}


def react(world: World, heard: Heard) -> None:
    """Put down when somebody looks at what was said to them just now."""
    reaction = REACTIONS.get(heard.kind)
    if reaction is None:
        return
    person, looks = User.objects.get(pk=heard.person), partial(_looks, world, heard, reaction)
    wakes = is_working(person, timezone.now()) or world.chance(WAKES)
    if KINDS[heard.kind].may_interrupt and wakes:
        world.soon(reaction.minutes, looks)
    else:
        world.while_working(person, reaction.minutes, looks)


def _looks(world: World, heard: Heard, reaction: Reaction) -> None:
    """Act on it, put it off, stop it, or leave it."""
    nudge = Nudge.objects.filter(pk=heard.nudge, state=State.SENT).first()
    if nudge is None or nudge.times_said != heard.number or not nudge.recipient.is_active:
        return
    by, chosen = nudge.recipient, world.rng.random()
    if chosen < reaction.chance:
        _acts(world, nudge, reaction.does)
    elif chosen < reaction.chance + SNOOZES:
        snooze(nudge, by=by, until=world.rng.choice(list(Until)))
        world.watch.snoozed += 1
    elif chosen < reaction.chance + SNOOZES + STOPS:
        stop(nudge, by=by)


def _acts(world: World, nudge: Nudge, does: Does) -> None:
    try:
        does(world, nudge, nudge.recipient)
    except (DomainError, Http404):
        world.watch.refused[nudge.kind] += 1
    else:
        world.watch.acted[nudge.kind] += 1
