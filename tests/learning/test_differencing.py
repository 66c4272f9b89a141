"""Take whatever is shown from whatever else is shown: what is left is never one to four.

All that insights show is how many there are of something in a group. Each such number is a
line of an equation in which the unknowns are the smallest heaps that exist: the incidents of
one service in one quarter, or of one kind there. Whoever adds up and subtracts lines can reach
just the sets that are in the space of these lines; here every set of fewer than five is tried.
"""

import csv
import io
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from learning.domain.counting import count_quarters
from learning.insights.groups import EVERYONE, FIVE, Group, Heap, Where, kinds_shown, shown
from learning.insights.quarters import Quarter
from learning.models import Face, How, Noticing, PulseBox
from learning.queries.groups import by_team
from tests.factories import IncidentFactory, ServiceFactory, TeamFactory, UserFactory

UNTIMED = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
KINDS = ("testing", "review", "tooling")

Atom = tuple[object, ...]


class Solver:
    """The space of all that can be added up and subtracted from some lines."""

    def __init__(self, sizes: Mapping[Atom, int]) -> None:
        self.sizes = {atom: n for atom, n in sizes.items() if n}
        self.atoms = list(self.sizes)
        self.rows: dict[int, list[Fraction]] = {}

    def know(self, atoms: Iterable[Atom]) -> None:
        """How many there are in these atoms together."""
        row = self._left(set(atoms))
        first = next((place for place, value in enumerate(row) if value), None)
        if first is None:
            return
        row = [value / row[first] for value in row]
        for place, other in self.rows.items():
            self.rows[place] = [a - other[first] * b for a, b in zip(other, row, strict=True)]
        self.rows[first] = row

    def solves(self, atoms: Iterable[Atom]) -> bool:
        return not any(self._left(set(atoms)))

    def small(self) -> list[tuple[Atom, ...]]:
        """Every set of one to four that can be worked out."""
        few = [atom for atom in self.atoms if self.sizes[atom] < FIVE]
        return [
            some
            for many in range(1, FIVE)
            for some in combinations(few, many)
            if sum(self.sizes[atom] for atom in some) < FIVE and self.solves(some)
        ]

    def _left(self, atoms: set[Atom]) -> list[Fraction]:
        row = [Fraction(atom in atoms) for atom in self.atoms]
        for first, known in self.rows.items():
            if times := row[first]:
                row = [a - times * b for a, b in zip(row, known, strict=True)]
        return row


def test_the_solver_finds_what_is_there_to_find():
    solver = Solver({("a",): 7, ("b",): 6, ("c",): 2})
    solver.know([("a",), ("b",), ("c",)])
    solver.know([("a",)])
    assert solver.small() == []

    solver.know([("a",), ("b",)])
    assert solver.small() == [(("c",),)]


# Groups and kinds, drawn at random.

TEAM_OF = st.dictionaries(st.integers(1, 6), st.sampled_from([None, 1, 2, 3]), min_size=1)


@st.composite
def companies(draw):
    """Services with their teams, and how many incidents of each kind each had."""
    team_of = draw(TEAM_OF)
    small = draw(st.sets(st.sampled_from([1, 2, 3]), max_size=1))
    heaps = {
        service: {kind: draw(st.integers(0, 9)) for kind in KINDS} for service in [None, *team_of]
    }
    return team_of, small, heaps


def tree(team_of, small, heaps, *, several_kinds=False):
    by_team = defaultdict(list)
    for service, kinds in heaps.items():
        n = max(kinds.values()) if several_kinds else sum(kinds.values())
        own = Heap(n, Counter({kind: n for kind, n in kinds.items() if n}))
        group = Group(Where(service=service), own=own, has_name=service is not None)
        by_team[team_of.get(service)].append(group)
    teams = [
        Group(Where(team=team), within=within, has_name=team not in small)
        for team, within in by_team.items()
        if team
    ]
    return Group(EVERYONE, within=[*teams, *by_team[None]])


def is_in(where, service, team_of):
    if where.service:
        return where.service == service
    return where == EVERYONE or team_of.get(service) == where.team


@UNTIMED
@given(companies())
def test_no_group_of_fewer_than_five_can_be_worked_out(company):
    team_of, _small, heaps = company
    solver = Solver({(service,): sum(kinds.values()) for service, kinds in heaps.items()})
    for where, _heap in shown(tree(*company)):
        solver.know((service,) for service in heaps if is_in(where, service, team_of))

    assert solver.small() == []


@UNTIMED
@given(companies(), st.booleans())
def test_no_kind_of_fewer_than_five_can_be_worked_out(company, several_kinds):
    """Where each incident has one kind, their number is that of all the kinds that are told."""
    team_of, _small, heaps = company
    sizes = {(service, kind): n for service, kinds in heaps.items() for kind, n in kinds.items()}
    solver = Solver(sizes)
    told = kinds_shown(tree(*company, several_kinds=several_kinds))
    for where, kinds in told.items():
        of_group = [service for service in heaps if is_in(where, service, team_of)]
        for kind, n in kinds.items():
            assert n == sum(heaps[service][kind] for service in of_group) >= FIVE
            solver.know((service, kind) for service in of_group)
        solver.know((service, kind) for service in of_group for kind in kinds)

    assert solver.small() == []


@UNTIMED
@given(st.lists(st.integers(0, 12), min_size=1, max_size=7), st.integers(0, 6))
def test_no_answers_of_fewer_than_five_can_be_worked_out(teams, without_team):
    answers = {None: without_team} | dict(enumerate(teams, start=1))
    assume(sum(answers.values()))
    boxes = []
    for team, n in answers.items():
        box = PulseBox(pk=len(boxes), question="x", team_id=team)
        for face in (list(Face) * 9)[:n]:
            box.drop(face)
        boxes.append(box)
    solver = Solver({(team,): n for team, n in answers.items()})
    for where, _heap in shown(by_team(boxes)):
        solver.know((team,) for team in answers if where in (EVERYONE, Where(team=team)))

    assert solver.small() == []


# All that can be asked for, of a company of rows.

THIS = Quarter.of(timezone.now().date())
LAST = THIS.before()
LONG_AFTER = THIS.ends + timedelta(days=100)


def company_of_rows(seed):
    """Two quarters of incidents, and how they were noticed. Returns both by where they belong."""
    draw = random.Random(seed)
    teams = [TeamFactory() for _ in range(3)]
    for team, size in zip(teams, (4, 5, 6), strict=True):
        UserFactory.create_batch(size, team=team)
    services = [ServiceFactory(team=draw.choice([*teams, None])) for _ in range(4)]
    people = UserFactory.create_batch(6)
    incidents: Counter[Atom] = Counter()
    noticed: Counter[Atom] = Counter()
    rows = []
    for quarter in (LAST, THIS):
        for _ in range(draw.randint(18, 34)):
            service = draw.choice([None, *services])
            how = draw.choice([How.ALERT, How.ALERT, How.CUSTOMER, How.CHANCE])
            one = IncidentFactory(
                by=draw.choice(people),
                services=[service] if service else [],
                at=quarter.begins + timedelta(days=draw.randint(1, 50)),
            )
            rows.append(Noticing(incident=one, how=how))
            incidents[quarter.key, service] += 1
            noticed[quarter.key, service, str(how.label)] += 1
    Noticing.objects.bulk_create(rows)
    return incidents, noticed


def everything(client):
    """Every row of every export that there is a way to: the group, the time, and the row."""
    form = client.get(reverse("insights:insights")).context["form"]
    groups = [("", "")]
    for _key, label in form.fields["about"].choices:
        groups += [(each, name) for each, name in label] if isinstance(label, list) else []
    for about, _name in groups:
        for period, _label in form.fields["period"].choices:
            page = client.get(
                reverse("insights:export_csv", query={"about": about, "period": period})
            )
            text = page.content.decode().removeprefix("\ufeff")
            for row in csv.DictReader(io.StringIO(text)):
                yield about, period, row


def belongs(about, service):
    if about.startswith("team-"):
        return service is not None and f"team-{service.team_id}" == about
    return not about or (service is not None and f"service-{service.pk}" == about)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_any_address_shows_leads_to_fewer_than_five(seed, client_of):
    incidents, noticed = company_of_rows(seed)
    count_quarters(at=LONG_AFTER)
    of_figure = {"Happened again": Solver(incidents), "How they were noticed": Solver(noticed)}
    by_quarter: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    longer = []

    for about, period, row in everything(client_of(UserFactory())):
        if not (solver := of_figure.get(row["figure"])) or row["time"].startswith("20"):
            continue
        number = int(row["value"] if row["kind"] else row["counted"])
        if period not in (LAST.key, THIS.key):
            longer.append((about, row["figure"], row["kind"], number))
            continue
        by_quarter[about, row["figure"], row["kind"]][period] = number
        known = [
            atom
            for atom in solver.atoms
            if atom[0] == period and belongs(about, atom[1]) and row["kind"] in ("", *atom[2:])
        ]
        assert number == sum(solver.sizes[atom] for atom in known) >= FIVE
        solver.know(known)

    assert [solver.small() for solver in of_figure.values()] == [[], []]
    # What is longer than a quarter adds up what the quarters tell, and so says no more than they.
    for about, figure, kind, number in longer:
        told = by_quarter[about, figure, kind].values()
        assert number in {sum(told), *told}
    assert len(by_quarter) > 3
    assert longer
