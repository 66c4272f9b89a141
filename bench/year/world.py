"""The pretend company in its simulated time, and how it goes on from one moment to the next."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from bench.year.agenda import Act, Agenda
from bench.year.post import Post
from bench.year.schedule import Schedule
from bench.year.watching import Watch
from bench.year.worker import Worker
from nudges.models import Nudge
from people.hours import after_working_time, is_working
from people.models import User


@dataclass(frozen=True)
class Size:
    """How large the company is, and how long it is looked at."""

    people: int
    incidents: int
    begins: datetime
    days: int
    scheduler_away_on: int
    mail_away_on: int
    bursts: int
    looks_every: timedelta
    seed: int = 7

    @property
    def ends(self) -> datetime:
        return self.begins + timedelta(days=self.days)


YEAR = Size(
    people=200,
    incidents=400,
    begins=datetime(2027, 1, 4, tzinfo=UTC),
    days=365,
    scheduler_away_on=129,
    mail_away_on=254,
    bursts=8,
    looks_every=timedelta(hours=6),
)


@dataclass
class World:
    """What everything in the simulation shares."""

    size: Size
    rng: Random = field(init=False)
    agenda: Agenda = field(default_factory=Agenda)
    watch: Watch = field(default_factory=Watch)
    worker: Worker = field(default_factory=Worker)
    post: Post = field(init=False)
    schedule: Schedule = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(self.size.seed)
        day = self.size.begins + timedelta(days=self.size.scheduler_away_on)
        self.schedule = Schedule(
            begins=self.size.begins,
            looks_every=self.size.looks_every,
            away=(day, day + timedelta(days=1)),
        )
        noon = self.size.begins + timedelta(days=self.size.mail_away_on, hours=12)
        self.post = Post(mail_away=(noon, noon + timedelta(hours=6)))

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def about(self, minutes: float) -> timedelta:
        """A length of time: half of them shorter than that, a few much longer."""
        return timedelta(minutes=round(minutes * math.exp(self.rng.gauss(0, 0.7)), 1))

    def soon(self, minutes: float, act: Act) -> None:
        """Do something about so many minutes later, whatever time it is."""
        self.agenda.put(timezone.now() + self.about(minutes), act)

    def while_working(self, person: User, minutes: float, act: Act) -> None:
        """Do something after about so many minutes of somebody's working time."""
        self.agenda.put(after_working_time(person, timezone.now(), self.about(minutes)), act)

    def some_day(self) -> datetime:
        """Any moment of the year, to the minute."""
        return self.size.begins + timedelta(minutes=self.rng.randrange(self.size.days * 24 * 60))

    def at_work(self, most: int = 1, *, among: Callable[[User], bool] | None = None) -> list[User]:
        """A few people who are at work just now; where nobody is, a few of the others."""
        people = [one for one in User.objects.who_may_write() if among is None or among(one)]
        self.rng.shuffle(people)
        now = timezone.now()
        working = [one for one in people if is_working(one, now)]
        return (working or people)[:most]


def subject[Model](nudge: Nudge, model: type[Model]) -> Model:
    """What a nudge is about, which is of a model."""
    assert isinstance(nudge.about, model), f"{nudge.kind} is about a {model.__name__}"
    return nudge.about


def later(world: World, act: Callable[..., object], *given: object) -> Act:
    """An act of the agenda, on what is given."""
    return partial(act, world, *given)
