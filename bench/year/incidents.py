"""Incidents at any hour: what those who are in them do, until it is over and after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from bench.year.world import World, later
from incidents.domain.buddies import ask_for_buddy
from incidents.domain.care import ask_for_a_word, say_i_am_fine
from incidents.domain.filing import declare_incident
from incidents.domain.helping import ask_for_help
from incidents.domain.lifecycle import (
    change_status,
    reopen_incident,
    resolve_incident,
    set_severity,
    skip_write_up,
    stand_down,
)
from incidents.domain.repairing import begin_repair
from incidents.domain.room import add_note, hand_over_role, join_incident, post_update, take_role
from incidents.models import Incident, Mode, Participation, ResponseRole, Service, Severity
from people.models import User

SEVERITIES = (
    [Severity.CRITICAL] + [Severity.MAJOR] * 3 + [Severity.MINOR] * 4 + [Severity.UNSET] * 2
)
# Minutes until half of them are over.
LASTS = {
    Severity.CRITICAL: 110,
    Severity.MAJOR: 80,
    Severity.MINOR: 50,
    Severity.UNSET: 40,
}


@dataclass(frozen=True)
class Told:
    """What is decided of an incident before it happens."""

    number: int
    severity: Severity
    mode: Mode
    is_restricted: bool
    is_in_hours: bool


def plan_incidents(world: World) -> None:
    """Put down every incident: some in bursts, most while people work, some at night."""
    size, numbers = world.size, iter(range(world.size.incidents))
    for _burst in range(size.bursts):
        at = world.some_day()
        for _each in range(min(4, size.incidents // size.bursts)):
            minutes = timedelta(minutes=world.rng.randrange(25))
            world.agenda.put(at + minutes, later(world, _begins, _told(world, next(numbers))))
    for number in numbers:
        world.agenda.put(world.some_day(), later(world, _begins, _told(world, number)))


def _told(world: World, number: int) -> Told:
    mode = Mode.LIVE
    if world.chance(0.1):
        mode = Mode.PRACTICE if world.chance(0.6) else Mode.RECORD
    return Told(
        number=number,
        severity=world.rng.choice(SEVERITIES),
        mode=mode,
        is_restricted=world.chance(0.04),
        # Changes go out while people work, and so do most of their surprises.
        is_in_hours=world.chance(0.75),
    )


def _begins(world: World, told: Told) -> None:
    """Somebody opens it: whoever is at work, or for some of them whoever is called at night."""
    people = world.at_work(1) if told.is_in_hours else world.rng.sample(_everybody(), 1)
    [filer] = people
    services = Service.objects.filter(team=filer.team) if filer.team else Service.objects.all()
    incident = declare_incident(
        by=filer,
        title=f"Something is slow, number {told.number}",
        severity=told.severity if world.chance(0.6) else Severity.UNSET,
        services=list(services.order_by("pk")[: world.rng.randrange(0, 3)]),
        mode=told.mode,
        is_restricted=told.is_restricted and told.mode == Mode.LIVE,
        wants_company=world.chance(0.05),
        asks_for_help=world.chance(0.1),
    )
    if told.mode != Mode.RECORD:
        _go_on(world, incident, told, filer)


def _everybody() -> list[User]:
    return list(User.objects.who_may_write())


def _go_on(world: World, incident: Incident, told: Told, filer: User) -> None:
    number = incident.pk
    if incident.severity != told.severity:
        world.soon(8, later(world, _is_how_bad, number, told.severity))
    if world.chance(0.5):
        world.soon(2, later(world, _asks_for_buddy, number, filer.pk))
    if world.chance(0.35):
        world.soon(12, later(world, _asks_for_help, number, filer.pk))
    for _each in range(world.rng.randrange(0, 3 if told.severity == Severity.MINOR else 6)):
        world.soon(15, later(world, _comes, number))
    world.soon(6, later(world, _leads, number, filer.pk))
    if told.severity == Severity.CRITICAL:
        world.soon(15, later(world, _speaks, number))
    if world.chance(0.08):
        world.soon(30, later(world, _repairs, number))
    for _each in range(world.rng.randrange(0, 4)):
        world.soon(25, later(world, _notes, number))
    if world.chance(0.1):
        world.soon(40, later(world, _says, number, filer.pk, say_i_am_fine))
    elif world.chance(0.07):
        world.soon(40, later(world, _says, number, filer.pk, ask_for_a_word))
    lasts = world.about(LASTS[told.severity])
    world.agenda.put(timezone.now() + lasts / 2, later(world, _gets_better, number))
    world.agenda.put(timezone.now() + lasts, later(world, _is_over, number))


def _there(incident: int) -> list[User]:
    """Those who are in it, whoever leads it first."""
    here = Participation.objects.filter(incident=incident).select_related("user")
    here = here.order_by("joined_at", "pk")
    return [one.user for one in sorted(here, key=lambda one: one.role != ResponseRole.LEAD)]


def _is_how_bad(world: World, incident: int, severity: Severity) -> None:
    set_severity(Incident.objects.get(pk=incident), by=_there(incident)[0], severity=severity)


def _asks_for_buddy(world: World, incident: int, person: int) -> None:
    ask_for_buddy(Incident.objects.get(pk=incident), by=User.objects.get(pk=person))


def _asks_for_help(world: World, incident: int, person: int) -> None:
    about = "the slow queries" if world.chance(0.7) else ""
    ask_for_help(Incident.objects.get(pk=incident), by=User.objects.get(pk=person), about=about)


def _comes(world: World, incident: int) -> None:
    this = Incident.objects.get(pk=incident)
    if this.is_open:
        teams = set(this.services.values_list("team", flat=True))
        near = world.at_work(1, among=lambda one: one.team_id in teams) or world.at_work(1)
        join_incident(this, by=near[0])


def _leads(world: World, incident: int, filer: int) -> None:
    """The filer leads, or gives the lead to somebody who is there or could be."""
    this, by = Incident.objects.get(pk=incident), User.objects.get(pk=filer)
    if world.chance(0.45) or this.is_restricted:
        take_role(this, by=by, role=ResponseRole.LEAD)
    else:
        [to] = world.at_work(1, among=lambda one: one != by)
        hand_over_role(this, by=by, role=ResponseRole.LEAD, to=to)


def _speaks(world: World, incident: int) -> None:
    this, there = Incident.objects.get(pk=incident), _there(incident)
    if len(there) > 1:
        hand_over_role(this, by=there[0], role=ResponseRole.COMMUNICATIONS, to=there[-1])


def _repairs(world: World, incident: int) -> None:
    this, there = Incident.objects.get(pk=incident), _there(incident)
    if this.is_open and len(there) > 1:
        begin_repair(this, by=there[0], what_was_written="Some rows twice", run_by=there[-1])


def _notes(world: World, incident: int) -> None:
    there, this = _there(incident), Incident.objects.get(pk=incident)
    if this.is_open:
        add_note(this, by=world.rng.choice(there), text=f"Looked at it at {timezone.now()}.")


def _says(world: World, incident: int, person: int, verb: Callable[..., object]) -> None:
    verb(Incident.objects.get(pk=incident), by=User.objects.get(pk=person))


def _gets_better(world: World, incident: int) -> None:
    this, by = Incident.objects.get(pk=incident), _there(incident)[0]
    if this.is_open and world.chance(0.7):
        post_update(this, by=by, conditions="We see what it is, and put it right.")
        change_status(this, by=by, status=world.rng.choice(["mitigating", "monitoring"]))


def _is_over(world: World, incident: int) -> None:
    this, by = Incident.objects.get(pk=incident), _there(incident)[0]
    verb = stand_down if world.chance(0.1) else resolve_incident
    this = verb(this, by=by, summary="It is as it was before.")
    if world.chance(0.04):
        world.soon(90, later(world, _is_back, incident))
    elif world.chance(0.12) and this.mode == Mode.LIVE:
        world.while_working(by, 200, later(world, _skips, incident))


def _is_back(world: World, incident: int) -> None:
    this = Incident.objects.get(pk=incident)
    reopen_incident(this, by=_there(incident)[0], reason="It is slow again.")
    world.soon(60, later(world, _is_over, incident))


def _skips(world: World, incident: int) -> None:
    reason = "It was a known limit, which is written down."
    this = Incident.objects.get(pk=incident)
    if not this.is_open and not this.postmortems.exists():
        skip_write_up(this, by=_there(incident)[0], reason=reason)
