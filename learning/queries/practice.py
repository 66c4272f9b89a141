"""Scenarios to choose from, a practice as it goes, and how it compares with what happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Prefetch, QuerySet, Subquery
from django.utils import timezone

from incidents.models import Incident, Participation, TimelineEntry
from learning.models import Clue, Look, Run, Scenario
from learning.models.practice import RunQuerySet
from people.models import User
from postmortems.models import SECTIONS, ContributingFactor, Postmortem, WriteUpMoment
from postmortems.queries.alongside import moments_of, with_moments
from postmortems.queries.naming import name_people

PAGE = 24
RUNS = 8
MOST_ENTRIES = 300
# So many of the newest clues are in sight.
AT_HAND = 3
# What a write-up says that those who practised can hold against their own picture.
SAID = ("what_made_it_possible", "how_it_behaves", "how_to_find_it", "what_would_soften_it")


@dataclass(frozen=True)
class Shown:
    """The front of practice for one reader: what can be played, and where they are in."""

    scenarios: list[Scenario]
    more: int | None
    drafts: list[Scenario]
    going_on: list[Run]
    played: list[Run]


@dataclass(frozen=True)
class Seen:
    """A clue that the players know, since when, and by which look, if it did not come by itself."""

    clue: Clue
    after: timedelta
    look: Look | None


@dataclass(frozen=True)
class Play:
    """A practice as one reader sees it."""

    run: Run
    people: list[User]
    is_player: bool
    seen: list[Seen]
    looks: list[Look]
    more_comes: bool

    @property
    def last_look(self) -> Look | None:
        return self.looks[-1] if self.looks else None

    @property
    def newest(self) -> list[Seen]:
        return self.seen[::-1][:AT_HAND]

    @property
    def earlier(self) -> list[Seen]:
        return self.seen[::-1][AT_HAND:]


@dataclass(frozen=True)
class Beat:
    """Something on a timeline, so long after its beginning; before it, `is_before`."""

    after: timedelta
    is_before: bool
    text: str


@dataclass(frozen=True)
class Comparison:
    """A practice beside what happened. It counts nothing: there is no right way to have played."""

    ours: list[Beat]
    theirs: list[Beat]
    seen: list[Seen]
    unseen: list[Clue]
    write_up: Postmortem
    factors: list[ContributingFactor]
    said: list[tuple[str, str]]
    practice_write_up: int | None
    """Its number, once somebody has begun it."""


def shown(reader: User, *, before: int | None = None) -> Shown:
    """A page of what can be played, newest first; the reader's own only at the front."""
    ready = _listed(Scenario.objects.visible_to(reader).ready())
    if before is not None:
        ready = ready.filter(pk__lt=before)
    page = list(ready[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else None
    if before is not None:
        return Shown(page[:PAGE], more, drafts=[], going_on=[], played=[])
    drafts = _listed(Scenario.objects.visible_to(reader).drafted_by(reader))
    runs = Run.objects.visible_to(reader)
    going_on, played = runs.going_on(), runs.played_by(reader).over()
    return Shown(
        page[:PAGE],
        more,
        drafts=list(drafts[:PAGE]),
        going_on=list(_newest(going_on)[:RUNS]),
        played=list(_newest(played)[:RUNS]),
    )


def _listed(scenarios: QuerySet[Scenario]) -> QuerySet[Scenario]:
    return scenarios.annotate(count=Count("clues")).order_by("-pk")


def _newest(runs: RunQuerySet) -> RunQuerySet:
    return runs.select_related("scenario", "incident").order_by("-pk")


def runs_of(scenario: Scenario, *, reader: User) -> RunQuerySet:
    """Where it is being played, the newest first."""
    return _newest(Run.objects.visible_to(reader).filter(scenario=scenario).going_on())[:RUNS]


def run_in(incident: Incident, *, reader: User) -> Run | None:
    """The practice that is played in a room."""
    return _newest(Run.objects.visible_to(reader).filter(incident=incident)).first()


def is_being_played(incident: Incident) -> bool:
    """Whether a scenario goes on there, so that nothing may give away what happened."""
    return incident.is_practice and incident.is_open and incident.practice_runs.exists()


def read_play(run: Run, *, reader: User, at: datetime | None = None) -> Play:
    """Read a practice: what its players know is worked out from the time, whenever it is asked."""
    here = Participation.objects.filter(incident=run.incident).select_related("user")
    people = [one.user for one in here.order_by("joined_at", "pk")]
    seen, unseen, looks = _sorted_out(run, at)
    return Play(
        run=run,
        people=people,
        is_player=reader in people,
        seen=seen,
        looks=looks,
        more_comes=not run.is_over and any(one.after_minutes is not None for one in unseen),
    )


def not_found_yet(run: Run, *, at: datetime) -> list[Clue]:
    """The clues that nobody has seen, in the order of the scenario."""
    return _sorted_out(run, at)[1]


def _sorted_out(run: Run, at: datetime | None) -> tuple[list[Seen], list[Clue], list[Look]]:
    """What has been seen, oldest first, what has not, and every look."""
    now = min(at or timezone.now(), run.over_at or datetime.max.replace(tzinfo=UTC))
    looks = list(run.looks.select_related("by").prefetch_related("clues"))
    first: dict[int, Look] = {}
    for look in looks:
        for clue in look.clues.all():
            first.setdefault(clue.pk, look)
    seen, unseen = [], []
    for clue in run.scenario.clues.all():
        known = _first_seen(clue, first.get(clue.pk), run, now)
        if known:
            seen.append(known)
        else:
            unseen.append(clue)
    return sorted(seen, key=lambda one: one.after), unseen, looks


def _first_seen(clue: Clue, look: Look | None, run: Run, now: datetime) -> Seen | None:
    """When a clue came first: by itself, or because somebody looked."""
    ways: list[Seen] = []
    if look is not None:
        ways.append(Seen(clue, look.looked_at - run.started_at, look))
    if clue.after_minutes is not None:
        after = timedelta(minutes=clue.after_minutes)
        if run.started_at + after <= now:
            ways.append(Seen(clue, after, None))
    return min(ways, key=lambda one: one.after, default=None)


def compare(run: Run, *, reader: User) -> Comparison:
    """Put a practice beside what happened, and beside what the write-up says about it."""
    write_up = _to_compare(run, reader)
    entries = run.incident.timeline.standing().oldest_first()[:MOST_ENTRIES]
    seen, unseen, _looks = _sorted_out(run, None)
    began, call = began_at(write_up), write_up.naming.text
    return Comparison(
        ours=[_beat(one, run.started_at, one.text) for one in entries],
        theirs=[_beat(one, began, call(one.text)) for one in moments_of(write_up)],
        seen=seen,
        unseen=unseen,
        write_up=write_up,
        factors=list(write_up.factors.all()),
        said=[
            (str(SECTIONS[name]), call(getattr(write_up, name)))
            for name in SAID
            if getattr(write_up, name)
        ],
        practice_write_up=write_up.practised,  # type: ignore[attr-defined]
    )


def _to_compare(run: Run, reader: User) -> Postmortem:
    practised = Postmortem.objects.visible_to(reader).filter(incidents=run.incident)
    first = Subquery(practised.order_by("pk").values("pk")[:1])
    write_ups = with_moments(Postmortem.objects.visible_to(reader).annotate(practised=first))
    standing = Prefetch("incidents", Incident.objects.standing().order_by("declared_at", "pk"))
    write_up = write_ups.prefetch_related("factors", standing).get(pk=run.scenario.source_id)
    name_people([write_up], in_texts=_compared_texts)
    return write_up


def _compared_texts(write_up: Postmortem) -> Iterator[str]:
    yield write_up.title
    yield from (getattr(write_up, name) for name in SAID)
    yield from (moment.text for moment in moments_of(write_up))
    yield from (factor.text for factor in write_up.factors.all())


def began_at(write_up: Postmortem) -> datetime:
    """When people began to work on what a write-up tells of: minutes are counted from there."""
    declared = [one.declared_at for one in write_up.incidents.all() if not one.is_merged]
    return min(declared, default=write_up.created_at)


def _beat(one: TimelineEntry | WriteUpMoment, began: datetime, text: str) -> Beat:
    after = one.occurred_at - began
    return Beat(abs(after), after < timedelta(), text)
