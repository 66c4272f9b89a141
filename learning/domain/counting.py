"""Count each quarter once it is over, and never again.

What was shown does not change afterwards. So nobody can wait for one more incident or answer
and subtract what there was before: pages, filters and exports only add up whole quarters.
A quarter that an import still fills is waited for. One with too little stays uncounted, and
is looked at again, as long as it may yet be filled.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from learning.insights.figures import FIGURES, SOON, Figure, Told
from learning.insights.groups import EVERYONE, FIVE, Group, Heap, Where, kinds_shown, shown
from learning.insights.quarters import Quarter
from learning.models import Cell, PulseRound, WordTotal
from learning.queries.groups import by_service, by_team
from learning.queries.measures import MEASURES, first_quarter, is_settled
from learning.queries.words import filers_in, words_of
from nudges.domain.outbox import forget_nudges

WORDS_WITHIN = timedelta(days=14)
KIND_WORD = "kind_word"


def count_quarters(*, at: datetime | None = None) -> int:
    """Count every quarter that is over and not counted yet. Returns how many cells came of it."""
    at = at or timezone.now()
    cells = 0
    for quarter in _quarters_before(at):
        names = _uncounted(quarter, at)
        if not (names and is_settled(quarter, for_the_last=SOON, at=at)):
            continue
        for name in names:
            figure = FIGURES[name]
            root = by_service(MEASURES[name](quarter), figure.whose)
            cells += keep_quarter(figure, quarter, root, on=at.date())
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
        root = by_team(found.boxes.filter(question=question))
        cells += keep_quarter(FIGURES[question], quarter, root, on=at.date())
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
    begun = WordTotal.objects.exclude(values={}).values_list("quarter", flat=True)
    for quarter in sorted({now.before(), now, *map(Quarter.of, begun)}):
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
    if filers_in(quarter) >= FIVE:
        heap = Heap(sum(values.values()), values)
        keep_quarter(FIGURES[KIND_WORD], quarter, Group(EVERYONE, own=heap), on=on)


def _told(figure: Figure, root: Group) -> list[tuple[Where, Heap]]:
    """What may be shown, everyone first. Of kinds only those are kept that are told."""
    heaps = shown(root)
    if figure.told is not Told.PARTS:
        return list(heaps)
    kinds = kinds_shown(root)
    sizes = {
        where: sum(kinds[where].values()) if figure.one_kind else heap.n for where, heap in heaps
    }
    return [(where, Heap(n, kinds[where])) for where, n in sizes.items() if n]


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
def keep_quarter(figure: Figure, quarter: Quarter, root: Group, *, on: date) -> int:
    """Write what may be shown, all of it or nothing. Whoever comes second finds it counted.

    The row of everyone goes first, and its constraint lets one of two runs write the rest.
    """
    cells = _told(figure, root)
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
