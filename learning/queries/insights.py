"""Read the insights: whole quarters of one group, added up. Nothing finer can be asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from learning.insights.figures import FIGURES, Figure, For, Told
from learning.insights.groups import EVERYONE, Heap, Where, together
from learning.insights.histogram import median
from learning.insights.quarters import Quarter
from learning.models import Cell, How
from learning.queries.groups import large_teams
from people.models import User
from people.templatetags.goldseam import duration
from postmortems.models import FactorKind

LATEST = "latest"
YEAR = 4
# So many quarters stand in a chart.
MOST_POINTS = 12
MOST_SERVICES = 30
KINDS = {"made_possible": dict(FactorKind.choices), "noticed": dict(How.choices)}


@dataclass(frozen=True)
class Period:
    """Whole quarters, with those before them to compare with."""

    key: str
    label: str
    quarters: tuple[Quarter, ...]
    before: tuple[Quarter, ...]


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: only what is large enough to be shown."""

    periods: list[Period]
    teams: list[tuple[str, str]]
    services: list[tuple[str, str]]

    def period(self, key: str) -> Period | None:
        return next((one for one in self.periods if one.key == key), None)

    def name_of(self, key: str) -> str:
        return dict([*self.teams, *self.services]).get(key, _("Everyone"))


@dataclass(frozen=True)
class Number:
    """A figure, reckoned for some quarters."""

    figure: Figure
    heap: Heap

    @cached_property
    def value(self) -> float:
        """Minutes, per cent, or from 1 to 5; for kinds how many incidents there are."""
        values, n = self.heap.values, self.heap.n
        if self.figure.told is Told.MEDIAN:
            return median(values)
        if self.figure.told is Told.SHARE:
            return 100 * values.get("yes", 0) / n
        return values["sum"] / n if self.figure.told is Told.AVERAGE else n

    @property
    def text(self) -> str:
        if self.figure.told is Told.MEDIAN:
            return duration(timedelta(minutes=max(1, self.value)))
        if self.figure.told is Told.SHARE:
            return _("%(share)d%%") % {"share": round(self.value)}
        if self.figure.told is Told.AVERAGE:
            return _("%(average).1f of 5") % {"average": self.value}
        return str(self.heap.n)

    @property
    def n(self) -> int:
        return self.heap.n


@dataclass(frozen=True)
class Point:
    """One quarter in a chart, with the words of its row in the table: there are many rows."""

    quarter: Quarter
    number: Number
    name: str
    value: str
    text: str
    n: str

    @classmethod
    def of(cls, quarter: Quarter, number: Number) -> "Point":
        return cls(
            quarter, number, quarter.short, f"{number.value:.2f}", number.text, str(number.n)
        )


@dataclass(frozen=True)
class Line:
    """A figure as the page tells it. `now` is None where too little is known."""

    figure: Figure
    now: Number | None
    before: Number | None
    points: list[Point] = field(default_factory=list)
    kinds: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Insights:
    period: Period
    lines: dict[str, Line]
    services: list[tuple[str, int, str]]
    """Those with write-ups: the name, of how many incidents, and what was seen most often."""
    counted_on: date | None


def choices() -> Choices:
    """The quarters that were counted, and the groups that stand by themselves."""
    everyone = Cell.objects.filter(team=None, service=None).order_by("-quarter")
    counted = [Quarter.of(day) for day in everyone.values_list("quarter", flat=True).distinct()]
    large = large_teams()
    of_none_or_large: set[int | None] = {None, *large}
    groups = Cell.objects.order_by().values_list(
        "team", "team__name", "service", "service__name", "service__team"
    )
    teams, services = set(), set()
    for team, name, service, called, whose in groups.distinct():
        if team in large:
            teams.add((name, f"team-{team}"))
        if service and whose in of_none_or_large:
            services.add((called, f"service-{service}"))
    return Choices(
        periods=_periods(counted),
        teams=[(key, name) for name, key in sorted(teams)],
        services=[(key, name) for name, key in sorted(services)],
    )


def where(key: str) -> Where:
    """What `team-3` or `service-7` stands for; nothing is everyone."""
    kind, _dash, number = key.partition("-")
    return Where(**{kind: int(number)}) if number else EVERYONE


def insights(reader: User, *, about: Where, period: Period, chosen: Choices) -> Insights:
    """All figures of one group in one period."""
    cells = Cell.objects.visible_to(reader)
    of_group: dict[str, dict[Quarter, Heap]] = defaultdict(dict)
    counted: set[date] = set()
    for cell in cells.filter(team=about.team, service=about.service):
        quarter = Quarter.of(cell.quarter)
        of_group[cell.figure][quarter] = Heap(cell.n, cell.values)
        if quarter in period.quarters:
            counted.add(cell.counted_on)
    return Insights(
        period=period,
        lines={
            name: _line(figure, of_group[name], period)
            for name, figure in FIGURES.items()
            if _is_told(figure, about)
        },
        services=[] if about.service else _services(reader, about, period, chosen),
        counted_on=max(counted, default=None),
    )


def _periods(counted: list[Quarter]) -> list[Period]:
    """The last four quarters, each year, and each quarter, the newest first."""
    if not counted:
        return []
    latest = _back_from(counted[0], YEAR)
    years = sorted({one.year for one in counted}, reverse=True)
    return [
        Period(LATEST, _("The last four quarters"), latest, _back_from(latest[-1].before(), YEAR)),
        *(Period(str(year), str(year), _year(year), _year(year - 1)) for year in years),
        *(Period(one.key, str(one), (one,), (one.before(),)) for one in counted),
    ]


def _back_from(quarter: Quarter, count: int) -> tuple[Quarter, ...]:
    found = [quarter]
    while len(found) < count:
        found.append(found[-1].before())
    return tuple(found)


def _year(year: int) -> tuple[Quarter, ...]:
    return tuple(Quarter(year, number) for number in range(YEAR, 0, -1))


def _is_told(figure: Figure, about: Where) -> bool:
    if about.service:
        return figure.whose is For.SERVICES
    return figure.whose is not For.EVERYONE if about.team else True


def _line(figure: Figure, heaps: dict[Quarter, Heap], period: Period) -> Line:
    now = _reckon(figure, heaps, period.quarters)
    known = sorted(heaps)[-MOST_POINTS:]
    in_parts = figure.told is Told.PARTS
    return Line(
        figure=figure,
        now=now,
        before=_reckon(figure, heaps, period.before),
        points=[] if in_parts else [Point.of(one, Number(figure, heaps[one])) for one in known],
        kinds=kinds(figure, now.heap.values) if now and in_parts else [],
    )


def _reckon(
    figure: Figure, heaps: dict[Quarter, Heap], quarters: Iterable[Quarter]
) -> Number | None:
    found = [heaps[one] for one in quarters if one in heaps]
    return Number(figure, together(found)) if found else None


def kinds(figure: Figure, values: Mapping[str, int]) -> list[tuple[str, int]]:
    """The kinds that can be told, most often first."""
    names = KINDS[figure.name]
    often = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    return [(str(names.get(kind, kind)), n) for kind, n in often]


def _services(
    reader: User, about: Where, period: Period, chosen: Choices
) -> list[tuple[str, int, str]]:
    cells = Cell.objects.visible_to(reader).filter(
        figure="made_possible",
        quarter__in=[one.first_day for one in period.quarters],
        service__in=[where(key).service for key, _name in chosen.services],
    )
    if about.team:
        cells = cells.filter(service__team=about.team)
    heaps: dict[str, Heap] = defaultdict(Heap)
    for cell in cells.select_related("service"):
        heaps[str(cell.service)] += Heap(cell.n, cell.values)
    ranked: Sequence[tuple[str, Heap]] = sorted(heaps.items(), key=lambda one: (-one[1].n, one[0]))
    told = []
    for name, heap in ranked[:MOST_SERVICES]:
        often = kinds(FIGURES["made_possible"], heap.values)
        told.append((name, heap.n, often[0][0] if often else ""))
    return told
