"""No group smaller than five can be shown, nor worked out from those that are."""

import random
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import product
from statistics import median as middle

import pytest

from learning.insights.groups import EVERYONE, FIVE, Group, Heap, Where, shown
from learning.insights.histogram import median, step_of
from learning.insights.quarters import Quarter


class Company:
    """Incidents, each at one service, with those who were there; drawn at random."""

    def __init__(self, seed, *, with_people):
        draw = random.Random(seed)
        self.team_of = {service: draw.choice([1, 2, 3, None]) for service in range(1, 9)}
        self.small = {team for team in (1, 2, 3) if draw.random() < 0.3}
        few = draw.randint(4, 9)
        self.incidents = [
            (
                draw.choice([None, *self.team_of]),
                frozenset(draw.sample(range(few), draw.randint(1, 3))) if with_people else None,
            )
            for _ in range(draw.randint(0, 70))
        ]

    def where(self, service):
        """Every group that an incident of a service is in."""
        team = self.team_of.get(service)
        return {EVERYONE, Where(team=team), Where(service=service)}

    def tree(self):
        by_team = defaultdict(list)
        for service in [None, *self.team_of]:
            theirs = [people for one, people in self.incidents if one == service]
            known = [people for people in theirs if people is not None]
            heap = Heap(
                len(theirs),
                Counter(seen=len(theirs)),
                frozenset().union(*known) if known else None,
            )
            group = Group(Where(service=service), own=heap, has_name=service is not None)
            by_team[self.team_of.get(service)].append(group)
        teams = [
            Group(Where(team=team), within=within, has_name=team not in self.small)
            for team, within in by_team.items()
            if team
        ]
        return Group(EVERYONE, within=[*teams, *by_team[None]])


@pytest.mark.parametrize("with_people", [True, False])
def test_whatever_is_subtracted_what_is_left_is_five_or_more(with_people):
    """Every set that can be made of what is shown is put together from these pieces."""
    cells = 0
    for seed in range(400):
        company = Company(seed, with_people=with_people)
        told = dict(shown(company.tree()))
        cells += len(told)
        pieces = defaultdict(list)
        for service, people in company.incidents:
            pieces[frozenset(company.where(service) & set(told))].append(people)
        pieces.pop(frozenset(), None)

        for piece in pieces.values():
            assert len(piece) >= FIVE
            if with_people:
                assert len(frozenset().union(*piece)) >= FIVE
    assert cells > 400


def test_all_minus_one_service_is_not_a_small_group():
    parts = [group(1, 20), group(2, 6), group(3, 3)]

    told = dict(shown(Group(EVERYONE, within=parts)))

    assert set(told) == {EVERYONE, Where(service=1)}
    assert told[EVERYONE].n - told[Where(service=1)].n == 9


def test_a_team_minus_its_services_is_not_a_small_group():
    team = Group(Where(team=1), own=Heap(2), within=[group(1, 8), group(2, 5)])

    told = dict(shown(Group(EVERYONE, within=[team])))

    assert told[Where(team=1)].n == 15
    assert Where(service=2) not in told
    assert told[Where(team=1)].n - told[Where(service=1)].n == 7


def test_five_incidents_of_one_person_are_not_shown():
    alone = Heap(50, Counter(seen=50), frozenset({1}))
    four = Heap(50, Counter(seen=50), frozenset({1, 2, 3, 4}))
    five = Heap(50, Counter(seen=50), frozenset({1, 2, 3, 4, 5}))

    assert list(shown(Group(EVERYONE, own=alone))) == []
    assert list(shown(Group(EVERYONE, own=four))) == []
    assert list(shown(Group(EVERYONE, own=five))) == [(EVERYONE, five)]


def test_a_small_team_has_no_name_and_its_services_neither():
    small = Group(Where(team=1), within=[group(1, 30)], has_name=False)

    told = dict(shown(Group(EVERYONE, own=Heap(9), within=[small])))

    assert set(told) == {EVERYONE}


def group(service, n):
    return Group(Where(service=service), own=Heap(n))


# Quarters and medians.


def test_quarters_follow_each_other():
    quarter = Quarter(2026, 4)

    assert quarter.next() == Quarter(2027, 1)
    assert quarter.next().before() == quarter
    assert (quarter.begins.month, quarter.ends.month, quarter.ends.year) == (10, 1, 2027)
    assert (quarter.key, quarter.short, str(quarter)) == (
        "2026-q4",
        "Q4 2026",
        "October to December 2026",
    )
    assert all(
        Quarter.of(Quarter(year, number).first_day) == Quarter(year, number)
        for year, number in product(range(2020, 2030), range(1, 5))
    )


def test_the_median_is_told_from_steps_within_a_few_per_cent():
    draw = random.Random(3)
    for _ in range(50):
        minutes = [draw.lognormvariate(3.5, 1.2) for _ in range(draw.randint(30, 400))]
        steps = Counter(str(step_of(timedelta(minutes=one))) for one in minutes)

        assert median(steps) == pytest.approx(middle(minutes), rel=0.15, abs=1)


def test_the_median_of_what_lasted_longest_is_where_the_last_step_begins():
    assert median({str(step_of(timedelta(days=300))): 7}) == 43_200
    with pytest.raises(ValueError, match="no middle"):
        median({})
