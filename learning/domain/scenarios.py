"""Make a scenario to practise with from a published write-up."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from incidents.models import Kind
from learning.models import Clue, Scenario, ScenarioState
from learning.queries.practice import began_at
from people.errors import DomainError
from people.models import User
from postmortems.models import Postmortem, WriteUpMoment
from postmortems.queries.naming import name_people

# A practice takes about as long; what took longer is told faster.
HALF_AN_HOUR = 30
# What somebody saw or did; that a status changed, or who came, is for the players to say.
TOLD = (Kind.NOTE, Kind.UPDATE, Kind.TOOL, Kind.REPAIR)


@transaction.atomic
def make_scenario(write_up: Postmortem, *, by: User) -> Scenario:
    """Draft a scenario with what the write-up's timeline tells, or return the draft there is.

    The write-up is locked, so that a button pressed twice makes one draft.
    """
    write_up = Postmortem.objects.select_for_update().get(pk=write_up.pk)
    if not write_up.is_published:
        raise DomainError(_("A scenario is made from a write-up that is published."))
    if draft := Scenario.objects.drafted_by(by).filter(source=write_up).first():
        return draft
    name_people([write_up], in_texts=_texts, always_roles=True)
    first = write_up.incidents.standing().order_by("declared_at", "pk").first()
    title = write_up.naming.text(first.title if first else write_up.title)
    scenario = Scenario.objects.create(
        source=write_up,
        title=title[: Scenario._meta.get_field("title").max_length],
        known_at_start=_("Somebody wrote: “%(title)s”") % {"title": title},
        made_by=by,
    )
    take_moments(scenario, by=by)
    return scenario


@transaction.atomic
def take_moments(scenario: Scenario, *, by: User) -> int:
    """Make a clue of each moment of the write-up that is none yet. Returns how many.

    Each comes by itself, at its own time or, where it took longer than a practice, in step.
    """
    scenario = _lock(scenario)
    name_people([scenario.source], in_texts=_texts, always_roles=True)
    taken = scenario.clues.exclude(moment=None).values("moment")
    moments = _told(scenario.source).exclude(pk__in=taken)
    position = _next_position(scenario)
    clues = [
        Clue(
            scenario=scenario,
            moment=moment,
            text=scenario.source.naming.text(moment.text),
            after_minutes=minute,
            position=position + number,
        )
        for number, (moment, minute) in enumerate(_in_step(scenario.source, moments))
    ]
    return len(Clue.objects.bulk_create(clues))


@transaction.atomic
def save_scenario(
    scenario: Scenario, *, by: User, revision: int, title: str, known_at_start: str
) -> Scenario:
    """Say what the scenario is called, and what its players know at the start."""
    scenario = _lock(scenario)
    if (scenario.title, scenario.known_at_start) == (title, known_at_start):
        return scenario
    _check_revision(scenario, revision)
    scenario.title, scenario.known_at_start = title, known_at_start
    scenario.revision += 1
    if scenario.is_ready:
        _check_is_whole(scenario)
    scenario.save(update_fields=["title", "known_at_start", "revision"])
    return scenario


@transaction.atomic
def add_clue(
    scenario: Scenario,
    *,
    by: User,
    text: str,
    after_minutes: int | None = None,
    topics: Iterable[str] = (),
) -> Clue:
    """Add something to be found. The same one sent twice is kept once."""
    scenario, topics = _lock(scenario), list(topics)
    _check_can_be_found(after_minutes, topics)
    words = {"text": text, "after_minutes": after_minutes, "topics": topics}
    there = scenario.clues.filter(**words).first()
    return there or scenario.clues.create(**words, position=_next_position(scenario))


@transaction.atomic
def save_clue(
    clue: Clue,
    *,
    by: User,
    revision: int,
    text: str,
    after_minutes: int | None = None,
    topics: Iterable[str] = (),
) -> Clue:
    """Put a clue into other words, or let it be found in another way."""
    clue, topics = _lock_clue(clue), list(topics)
    if (clue.text, clue.after_minutes, clue.topics) == (text, after_minutes, topics):
        return clue
    _check_revision(clue, revision)
    _check_can_be_found(after_minutes, topics)
    clue.text, clue.after_minutes, clue.topics = text, after_minutes, topics
    clue.revision += 1
    clue.save()
    return clue


@transaction.atomic
def move_clue(clue: Clue, *, by: User, is_up: bool) -> Clue:
    """Let a clue change places with the one before it, or after. Hints follow this order."""
    clue = _lock_clue(clue)
    order = list(clue.scenario.clues.all())
    here = order.index(clue)
    there = max(0, here - 1) if is_up else min(len(order) - 1, here + 1)
    order[here], order[there] = order[there], order[here]
    for position, one in enumerate(order):
        one.position = position
    Clue.objects.bulk_update(order, ["position"])
    return order[there]


@transaction.atomic
def remove_clue(clue: Clue, *, by: User) -> None:
    """Take a clue out. Something to be found has to stay in what is ready."""
    clue = _lock_clue(clue)
    if clue.scenario.is_ready and clue.scenario.clues.count() == 1:
        raise DomainError(_("It is the only thing to be found. Add another one first."))
    clue.delete()


@transaction.atomic
def make_ready(scenario: Scenario, *, by: User) -> Scenario:
    """Let everybody who sees the write-up play it."""
    scenario = _lock(scenario)
    _check_is_whole(scenario)
    scenario.state = ScenarioState.READY
    scenario.save(update_fields=["state"])
    return scenario


@transaction.atomic
def put_aside(scenario: Scenario, *, by: User) -> Scenario:
    """Make it a draft of whoever puts it aside. What goes on is played to its end."""
    scenario = _lock(scenario)
    if scenario.is_ready:
        scenario.state, scenario.made_by = ScenarioState.DRAFT, by
        scenario.save(update_fields=["state", "made_by"])
    return scenario


@transaction.atomic
def drop_scenario(scenario: Scenario, *, by: User) -> None:
    """Delete a draft that nobody has played."""
    scenario = _lock(scenario)
    if scenario.is_ready or scenario.runs.exists():
        raise DomainError(_("It has been played, or is ready to be. It can be put aside."))
    scenario.delete()


def _lock(scenario: Scenario) -> Scenario:
    locked = Scenario.objects.select_for_update(of=["self"]).select_related("source")
    return locked.get(pk=scenario.pk)


def _lock_clue(clue: Clue) -> Clue:
    """Lock the scenario first, as everybody does, and read its clue as it is then."""
    scenario = _lock(clue.scenario)
    clue = scenario.clues.get(pk=clue.pk)
    clue.scenario = scenario
    return clue


def _check_revision(row: Scenario | Clue, revision: int) -> None:
    if row.revision != revision:
        raise DomainError(
            _(
                "Somebody else changed this while you were writing. Your words are still here; "
                "have a look and save once more."
            ),
            code="revision",
        )


def _check_can_be_found(after_minutes: int | None, topics: list[str]) -> None:
    if after_minutes is None and not topics:
        text = _("Say after how many minutes it is seen, or what one has to look at, or both.")
        raise DomainError({"topics": text})


def _check_is_whole(scenario: Scenario) -> None:
    if not scenario.known_at_start.strip():
        raise DomainError(_("Say what is known at the start. One line is enough."))
    if not scenario.clues.exists():
        raise DomainError(_("Add something to be found. One thing is enough."))


def _next_position(scenario: Scenario) -> int:
    last = scenario.clues.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _told(write_up: Postmortem) -> QuerySet[WriteUpMoment]:
    return write_up.moments.read().filter(Q(source=None) | Q(source__kind__in=TOLD))


def _texts(write_up: Postmortem) -> Iterator[str]:
    yield write_up.title
    yield from write_up.incidents.values_list("title", flat=True)
    yield from write_up.moments.values_list("text", flat=True)


def _in_step(
    write_up: Postmortem, moments: Iterable[WriteUpMoment]
) -> Iterator[tuple[WriteUpMoment, int]]:
    """Each moment with its minute of play."""
    began = began_at(write_up)
    last = write_up.moments.read().aggregate(last=Max("occurred_at"))["last"]
    took = max(1.0, (last - began) / timedelta(minutes=1)) if last else 1.0
    pace = min(1.0, HALF_AN_HOUR / took)
    for moment in moments:
        minutes = (moment.occurred_at - began) / timedelta(minutes=1)
        yield moment, max(0, round(minutes * pace))
