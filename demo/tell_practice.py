"""Make the scenarios of the demo, and hold the practice that was held."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from demo.clock import working_moment
from demo.practice import Practice, Scenario
from demo.tell_incidents import Cast
from incidents.domain.room import add_note, take_role
from incidents.models import Incident, ResponseRole
from learning import models
from learning.domain.practising import end_run, join_run, look_at, start_run
from learning.domain.scenarios import (
    add_clue,
    make_ready,
    make_scenario,
    remove_clue,
    save_scenario,
)


def tell_scenario(
    told: Scenario, *, cast: Cast, incidents: Mapping[str, Incident], now: datetime
) -> None:
    """Make a scenario from a write-up, with clues of its own in place of the timeline."""
    maker = cast[told.maker]
    scenario = make_scenario(incidents[told.incident].postmortems.get(), by=maker)
    for clue in scenario.clues.all():
        remove_clue(clue, by=maker)
    scenario = save_scenario(
        scenario,
        by=maker,
        revision=scenario.revision,
        title=told.title,
        known_at_start=told.known,
    )
    for one in told.clues:
        add_clue(scenario, by=maker, text=one.text, topics=one.topics, after_minutes=one.after)
    scenario = make_ready(scenario, by=maker)
    if told.practice:
        _hold(told.practice, scenario, cast=cast, now=now)


def _hold(told: Practice, scenario: models.Scenario, *, cast: Cast, now: datetime) -> None:
    at = working_moment(now, told.days_ago, "14:00")
    first, *others = (cast[key] for key in told.players)
    run = start_run(scenario, by=first, at=at)
    take_role(run.incident, by=first, role=ResponseRole.LEAD, at=at + timedelta(seconds=20))
    for player in others:
        join_run(run, by=player, at=at + timedelta(seconds=40))
    for step in told.steps:
        when, who = at + timedelta(minutes=step.minute), cast[step.who]
        if step.look:
            look_at(run, by=who, words=step.look, at=when)
        else:
            add_note(run.incident, by=who, text=step.note, occurred_at=when, is_key_moment=True)
    end_run(run, by=first, at=at + timedelta(minutes=told.lasted))
