"""Count each quarter once it is over, and never again.

What was shown does not change afterwards. So nobody can wait for one more incident or answer
and subtract what there was before: pages, filters and exports only add up whole quarters.
A quarter that an import still fills is waited for. One with too little stays uncounted, and
is looked at again, as long as it may yet be filled.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from incidents.models import Service
from learning.domain.anonymous import MANY
from learning.insights.figures import FIGURES, SOON, Figure, For
from learning.insights.groups import EVERYONE, Group, Heap, Where, shown, together
from learning.insights.quarters import Quarter
from learning.models import Cell, PulseRound, WordTotal
from learning.models.pulse import PulseBox
from learning.queries.measures import MEASURES, Heaps, first_quarter, is_settled
from learning.queries.words import filers_in, words_of
from nudges.domain.outbox import forget_nudges
from people.models import Role, Team

WORDS_WITHIN = timedelta(days=14)
KIND_WORD = "kind_word"


def count_quarters(*, at: datetime | None = None) -> int:
    """Count every quarter that is over and not counted yet. Returns how many cells came of it."""
    at = at or timezone.now()
    cells = 0
    for quarter in _quarters_before(at):
        if not is_settled(quarter, for_the_last=SOON, at=at):
            continue
        for name in _uncounted(quarter, at):
            heaps = MEASURES[name](quarter)
            cells += _keep(FIGURES[name], quarter, _split(heaps, FIGURES[name].whose), on=at.date())
    return cells


@transaction.atomic
def count_pulse(this: PulseRound, *, at: datetime | None = None) -> int:
    """Turn the boxes of a closed round into figures, and delete all that there is of it.

    What is too little to be shown is deleted with the rest: kept for the next round, the
    answers of five could be those of fewer people.
    """
    at = at or timezone.now()
    found = PulseRound.objects.select_for_update().filter(pk=this.pk, closes_at__lte=at).first()
    if found is None:
        return 0
    cells, quarter = 0, Quarter.of(found.quarter)
    for question in found.questions():
        root = _teams(found.boxes.filter(question=question))
        cells += _keep(FIGURES[question], quarter, root, on=at.date())
    forget_nudges(about=PulseRound.objects.filter(pk=found.pk))
    found.delete()
    return cells


def count_closed_pulses(*, at: datetime | None = None) -> int:
    at = at or timezone.now()
    closed = PulseRound.objects.filter(closes_at__lte=at)
    return sum(count_pulse(one, at=at) for one in closed)


def count_words(*, at: datetime | None = None) -> None:
    """Add up how long kind words took, of every day that is two weeks old."""
    at = at or timezone.now()
    now = Quarter.of(at.date())
    for quarter in (now.before(), now):
        _count_words_of(quarter, at)


@transaction.atomic
def _count_words_of(quarter: Quarter, at: datetime) -> None:
    """The row lock lets one of many runs add a day."""
    WordTotal.objects.get_or_create(
        quarter=quarter.first_day, defaults={"until": quarter.first_day}
    )
    total = WordTotal.objects.select_for_update().get(quarter=quarter.first_day)
    after, settled = quarter.next().first_day, at.date() - WORDS_WITHIN - timedelta(days=1)
    if total.until >= after:
        return
    heap = Heap(values=total.values)
    while total.until < min(after, settled):
        heap += Heap(values=words_of(total.until, within=WORDS_WITHIN))
        total.until += timedelta(days=1)
    total.values = dict(heap.values)
    if total.until >= after:
        _keep_words(quarter, total.values, on=at.date())
        total.values = {}
    total.save()


def _keep_words(quarter: Quarter, values: dict[str, int], *, on: date) -> None:
    if filers_in(quarter) >= MANY:
        heap = Heap(sum(values.values()), values)
        _keep(FIGURES[KIND_WORD], quarter, Group(EVERYONE, own=heap), on=on)


def _quarters_before(at: datetime) -> Iterator[Quarter]:
    quarter = first_quarter()
    while quarter and quarter.ends + SOON <= at:
        yield quarter
        quarter = quarter.next()


def _uncounted(quarter: Quarter, at: datetime) -> list[str]:
    counted = Cell.objects.filter(quarter=quarter.first_day).values_list("figure", flat=True)
    due = [name for name in MEASURES if quarter.ends + FIGURES[name].waits <= at]
    return sorted(set(due) - set(counted))


@transaction.atomic
def _keep(figure: Figure, quarter: Quarter, root: Group, *, on: date) -> int:
    """Write what may be shown, all of it or nothing. Whoever comes second finds it counted.

    The row of everyone goes first, and its constraint lets one of two runs write the rest.
    """
    cells = list(shown(root))
    if not cells or cells[0][1].n < figure.least:
        return 0
    this = {"figure": figure.name, "quarter": quarter.first_day}
    (_everyone, heap), *parts = cells
    told = {"n": heap.n, "values": dict(heap.values), "counted_on": on}
    _cell, is_new = Cell.objects.get_or_create(**this, team=None, service=None, defaults=told)
    if not is_new:
        return 0
    Cell.objects.bulk_create(
        Cell(
            **this,
            team_id=where.team,
            service_id=where.service,
            n=heap.n,
            values=dict(heap.values),
            counted_on=on,
        )
        for where, heap in parts
    )
    return len(cells)


def _split(heaps: Heaps, whose: For) -> Group:
    """The tree of everyone, teams and services. Small teams have no name, nor have theirs."""
    if whose is For.EVERYONE:
        return Group(EVERYONE, own=together(heaps.values()))
    services = Service.objects.filter(pk__in=[key for key in heaps if key])
    team_of = dict(services.values_list("pk", "team"))
    large = large_teams()
    by_team: dict[int | None, list[Group]] = defaultdict(list)
    for service, heap in heaps.items():
        team = team_of.get(service) if service else None
        group = Group(Where(service=service), own=heap, has_name=service is not None)
        by_team[team].append(group)
    teams = [
        Group(Where(team=team), within=theirs, has_name=team in large)
        for team, theirs in by_team.items()
        if team is not None
    ]
    return Group(EVERYONE, within=[*teams, *by_team[None]])


def _teams(boxes: Iterable[PulseBox]) -> Group:
    """The answers in each team's box; each is somebody else's, so as many people as answers."""
    groups = []
    for box in boxes:
        total = sum(face * count for face, count in enumerate(box.counts, start=1))
        heap = Heap(sum(box.counts), {"sum": total})
        groups.append(Group(Where(team=box.team_id), own=heap, has_name=box.team_id is not None))
    return Group(EVERYONE, within=groups)


def large_teams() -> set[int]:
    """Teams of five or more who write here."""
    who_write = Q(members__is_active=True) & ~Q(members__role=Role.READER)
    teams = Team.objects.annotate(size=Count("members", filter=who_write)).order_by()
    return set(teams.filter(size__gte=MANY).values_list("pk", flat=True))
