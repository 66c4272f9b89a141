"""What was counted at Larkspur in the two years before, when incidents were kept elsewhere.

Only totals were brought along, so the insights have a past and the list of incidents has not.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from demo.tell_incidents import Cast
from incidents.models import Service
from learning.domain.counting import keep_quarter
from learning.insights.figures import FIGURES, SOON, Told
from learning.insights.groups import EVERYONE, Group, Heap, Where
from learning.insights.histogram import step_of
from learning.insights.quarters import Quarter
from learning.queries.groups import by_service
from learning.queries.measures import Heaps
from people.models import Team

QUARTERS = 8
# Of thirty incidents, so many at each service.
AT = {
    "ledger-writer": 7,
    "card-gateway": 5,
    "discover": 3,
    "search-indexer": 3,
    "post-room": 6,
    "clockwork": 6,
}
# Minutes, the middle of each quarter, the oldest first.
FIRST_UPDATE = (24, 22, 23, 19, 20, 15, 13, 11)
MITIGATED = (96, 104, 88, 75, 79, 64, 58, 52)
KIND_WORD = (75, 66, 70, 48, 41, 35, 30, 26)
# How the times of a quarter lie around the middle one.
AROUND = (0.3, 0.5, 0.7, 0.85, 0.95, 1.05, 1.2, 1.5, 2.1, 3.4)
# Of thirty, in a quarter.
REPEATS = (4, 4, 3, 3, 2, 2, 1, 1)
DONE = (14, 15, 17, 18, 20, 22, 23, 24)
HELPED = (16, 17, 17, 19, 21, 21, 22, 24)
BY_SENIORS = (21, 20, 20, 18, 18, 17, 17, 16)
MADE_POSSIBLE = {
    "detection": 9,
    "tooling": 8,
    "testing": 7,
    "documentation": 4,
    "review": 3,
    "time_pressure": 2,
    "design": 2,
}
NOTICED = {"alert": 12, "colleague": 7, "customer": 6, "watching": 4, "chance": 1}
# Averages of ten answers, half of them from the one team that is large enough.
PULSE = {
    "after_supported": (3.6, 3.7, 3.7, 3.9, 4.1, 4.2, 4.3, 4.4),
    "after_safe": (3.2, 3.3, 3.6, 3.6, 3.9, 4.0, 4.1, 4.3),
    "after_learn": (3.4, 3.4, 3.3, 3.7, 3.8, 3.8, 4.0, 4.1),
    "quarter_help": (3.1, 3.2, 3.4, 3.6, 3.6, 3.9, 4.0, 4.1),
    "quarter_safe": (2.8, 3.0, 3.1, 3.3, 3.6, 3.7, 3.9, 4.0),
    "quarter_learn": (3.3, 3.2, 3.4, 3.4, 3.6, 3.7, 3.7, 3.9),
}
ALL = sum(AT.values())
# What one of thirty counts as, by its place among them.
Value = Callable[[int], list[str]]


def tell_totals(*, cast: Cast, services: Mapping[str, Service], now: datetime) -> None:
    """Keep the totals of the quarters that would have been counted by now."""
    quarter = Quarter.of((now - SOON).date()).before()
    people = frozenset(person.pk for person in cast.values())
    for place in reversed(range(QUARTERS)):
        for name, value in _values(place).items():
            if quarter.ends + FIGURES[name].waits <= now:
                _keep(name, quarter, _heaps(name, value, services, people))
        for name, averages in PULSE.items():
            _keep_pulse(name, quarter, averages[place], cast["ruth"].team)
        quarter = quarter.before()


def _values(place: int) -> dict[str, Value]:
    return {
        "first_update": _times(FIRST_UPDATE[place]),
        "mitigated": _times(MITIGATED[place]),
        "kind_word": _times(KIND_WORD[place]),
        "repeats": _some(REPEATS[place]),
        "follow_ups_done": _some(DONE[place]),
        "follow_ups_helped": _some(HELPED[place]),
        "senior_stories": _some(BY_SENIORS[place]),
        "made_possible": _kinds(MADE_POSSIBLE),
        "noticed": _one_of(NOTICED),
    }


def _times(middle: float) -> Value:
    """Times around the middle one, as the steps they are counted in."""
    return lambda one: [str(step_of(timedelta(minutes=middle * AROUND[one % len(AROUND)])))]


def _some(yes: int) -> Value:
    return lambda one: ["yes" if _is_among(one, yes) else "no"]


def _kinds(often: Mapping[str, int]) -> Value:
    return lambda one: [kind for kind, n in often.items() if _is_among(one, n)]


def _one_of(often: Mapping[str, int]) -> Value:
    """One kind each, mixed: seven steps at a time go through all thirty."""
    each = [*Counter(often).elements()]
    return lambda one: [each[one * 7 % len(each)]]


def _is_among(one: int, many: int) -> bool:
    """Whether one of thirty is among so many that are spread evenly over them."""
    return one * many // ALL != (one + 1) * many // ALL


def _heaps(
    name: str, value: Value, services: Mapping[str, Service], people: frozenset[int]
) -> Heaps:
    heaps: Heaps = {}
    one = 0
    for service, n in AT.items():
        counted = Counter(kind for each in range(one, one + n) for kind in value(each))
        about_people = FIGURES[name].told is not Told.PARTS and name != "repeats"
        heaps[services[service].pk] = Heap(n, counted, people if about_people else None)
        one += n
    return heaps


def _keep(name: str, quarter: Quarter, heaps: Heaps) -> None:
    figure = FIGURES[name]
    on = (quarter.ends + figure.waits).date()
    keep_quarter(figure, quarter, by_service(heaps, figure.whose), on=on)


def _keep_pulse(name: str, quarter: Quarter, average: float, team: Team | None) -> None:
    assert team is not None
    answers = Heap(5, {"sum": round(average * 5)})
    root = Group(EVERYONE, own=answers, within=[Group(Where(team=team.pk), own=answers)])
    keep_quarter(FIGURES[name], quarter, root, on=(quarter.ends + SOON).date())
