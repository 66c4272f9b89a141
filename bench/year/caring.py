"""What people do when a message about an incident, or about somebody, reaches them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from bench.year.world import World, later, subject
from incidents.domain.buddies import sit_with
from incidents.domain.care import ask_for_a_word, say_i_am_fine, write_note
from incidents.domain.helping import finish_help, take_help_request
from incidents.domain.room import post_update
from incidents.domain.writing_to_each_other import answer_note, answer_that_i_am_fine, read_note
from incidents.models import Buddy, HelpRequest, Incident, Note, ReachOut
from learning.domain.pulse import answer_pulse, open_questions
from learning.models import PulseRound
from nudges.domain.outbox import finish
from nudges.models import Nudge
from people.models import User


def calls_it_done(world: World, nudge: Nudge, by: User) -> None:
    finish(nudge, by=by)


def writes(world: World, nudge: Nudge, by: User) -> None:
    reach_out = subject(nudge, ReachOut)
    write_note(reach_out, by=by, text="You raised it early, and that was the best of it.")


def reads(world: World, nudge: Nudge, by: User) -> None:
    note = subject(nudge, Note)
    read_note(note, by=by)
    if note.recipient == by and world.chance(0.2):
        answer_that_i_am_fine(note, by=by)
    elif world.chance(0.4):
        world.while_working(by, 30, later(world, _answers, note.pk, by.pk))


def _answers(world: World, note: int, person: int) -> None:
    by = User.objects.get(pk=person)
    answer_note(Note.objects.get(pk=note), by=by, text=f"Thank you. {timezone.now()}")


def sits_with(world: World, nudge: Nudge, by: User) -> None:
    buddy = subject(nudge, Buddy)
    sit_with(buddy, by=by)


def comes(world: World, nudge: Nudge, by: User) -> None:
    request = subject(nudge, HelpRequest)
    take_help_request(request, by=by)
    world.soon(30, later(world, _are_done, request.pk, by.pk))


def _are_done(world: World, request: int, person: int) -> None:
    finish_help(HelpRequest.objects.get(pk=request), by=User.objects.get(pk=person))


def says_how_it_is(world: World, nudge: Nudge, by: User) -> None:
    incident = subject(nudge, Incident)
    in_an_hour = timezone.now() + timedelta(hours=1)
    own = in_an_hour if world.chance(0.2) else None
    post_update(incident, by=by, conditions=f"At {timezone.now()} it is.", next_update_at=own)


def says_how_they_are(world: World, nudge: Nudge, by: User) -> None:
    incident = subject(nudge, Incident)
    if incident.asks_people and world.chance(0.08):
        ask_for_a_word(incident, by=by)
    else:
        say_i_am_fine(incident, by=by)


def answers_questions(world: World, nudge: Nudge, by: User) -> None:
    this = subject(nudge, PulseRound)
    open_questions(this, by=by)
    if world.chance(0.8):
        faces: dict[str, Any] = {name: world.rng.randrange(2, 6) for name in this.questions()}
        answer_pulse(this, by=by, **faces)
