"""What a quarter comes to, by service, before anything is split or shown.

Practice never counts and restricted incidents never do, so that a figure is the same for
everybody who reads it. An incident counts once: for the service that was named first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from incidents.models import Incident, Link, LinkKind, Mode, Participation, Update
from incidents.models.incident import IncidentQuerySet, Status
from learning.insights.groups import Heap
from learning.insights.histogram import EDGES
from learning.insights.quarters import Quarter
from learning.models import Byline, Story
from postmortems.models import ContributingFactor, FollowUp, FollowUpState, Postmortem
from postmortems.models.follow_up_history import FollowUpAnswer, Helped

# By the number of a service; None is for what names none.
Heaps = dict[int | None, Heap]
Rows = Iterable[tuple[int | None, Any, int]]
YES, NO = "yes", "no"
_named_on = Incident.services.through.objects


def first_update(quarter: Quarter) -> Heaps:
    updates = Update.objects.standing().filter(incident=OuterRef("pk")).order_by("posted_at")
    incidents = _opened_in(quarter).filter(mode=Mode.LIVE)
    return _took(incidents, until=Subquery(updates.values("posted_at")[:1]))


def mitigated(quarter: Quarter) -> Heaps:
    incidents = _opened_in(quarter).filter(mode=Mode.LIVE).exclude(status=Status.STOOD_DOWN)
    return _took(incidents, until=Coalesce("mitigated_at", "resolved_at"))


def repeats(quarter: Quarter) -> Heaps:
    again = Link.objects.filter(incident=OuterRef("pk"), kind=LinkKind.HAPPENED_AGAIN)
    incidents = _opened_in(quarter).exclude(status=Status.STOOD_DOWN)
    return _heaps(_by_service(incidents.annotate(value=Exists(again.order_by()))))


def noticed(quarter: Quarter) -> Heaps:
    incidents = _opened_in(quarter).filter(noticing__isnull=False)
    return _heaps(_by_service(incidents.annotate(value=F("noticing__how"))))


def made_possible(quarter: Quarter) -> Heaps:
    """Kinds of factors, each once an incident; `n` counts incidents with a write-up."""
    write_ups = Postmortem.objects.open_to_the_world().filter(
        published_at__gte=quarter.begins, published_at__lt=quarter.ends
    )
    about = Postmortem.incidents.through.objects.filter(
        incident=OuterRef("pk"), postmortem__in=write_ups
    )
    incidents = _countable().filter(Exists(about))
    in_all = _heaps(_by_service(incidents.annotate(value=Value("incidents"))))
    kinds = ContributingFactor.objects.filter(
        postmortem__in=write_ups, postmortem__incidents__in=incidents.values("pk")
    ).order_by()
    pairs = kinds.values_list("postmortem__incidents", "kind").distinct()
    service_of = dict(incidents.annotate(service=_first_service()).values_list("pk", "service"))
    found: dict[int | None, Counter[str]] = defaultdict(Counter)
    for incident, kind in pairs:
        if incident in service_of:
            found[service_of[incident]][kind] += 1
    return {service: Heap(heap.n, found[service]) for service, heap in in_all.items()}


def follow_ups_done(quarter: Quarter) -> Heaps:
    planned = _follow_ups().filter(created_at__gte=quarter.begins, created_at__lt=quarter.ends)
    planned = planned.exclude(state=FollowUpState.HANDED_OVER)
    return _owned(
        (service, owner, state == FollowUpState.DONE)
        for service, owner, state in planned.values_list("service", "owner", "state")
    )


def follow_ups_helped(quarter: Quarter) -> Heaps:
    """The last answer about each; an earlier one of the same quarter is not counted beside it."""
    answers = FollowUpAnswer.objects.filter(
        at__gte=quarter.begins, at__lt=quarter.ends, answer__in=[Helped.HELPED, Helped.DID_NOT_HELP]
    )
    last = dict(answers.order_by("at", "pk").values_list("follow_up", "answer"))
    rows = _follow_ups().filter(pk__in=last).values_list("service", "owner", "pk")
    return _owned((service, owner, last[pk] == Helped.HELPED) for service, owner, pk in rows)


def senior_stories(quarter: Quarter) -> Heaps:
    stories = Story.objects.exclude(byline=Byline.ANONYMOUS).filter(
        published_at__gte=quarter.begins, published_at__lt=quarter.ends
    )
    rows = stories.order_by().values_list("author", "is_by_senior")
    return _owned((None, author, by_senior) for author, by_senior in rows)


MEASURES: dict[str, Callable[[Quarter], Heaps]] = {
    measure.__name__: measure
    for measure in (
        first_update,
        mitigated,
        repeats,
        noticed,
        made_possible,
        follow_ups_done,
        follow_ups_helped,
        senior_stories,
    )
}


def is_settled(quarter: Quarter, *, for_the_last: timedelta, at: Any) -> bool:
    """Whether nothing of a quarter has been written down lately, as an import does."""
    return not _opened_in(quarter).filter(created_at__gt=at - for_the_last).exists()


def first_quarter() -> Quarter | None:
    first = _countable().order_by("declared_at").values_list("declared_at", flat=True).first()
    return Quarter.of(first.date()) if first else None


def _countable() -> IncidentQuerySet:
    return Incident.objects.standing().filter(is_restricted=False).exclude(mode=Mode.PRACTICE)


def _opened_in(quarter: Quarter) -> IncidentQuerySet:
    return _countable().filter(declared_at__gte=quarter.begins, declared_at__lt=quarter.ends)


def _first_service(incident: str = "pk") -> Subquery:
    named = _named_on.filter(incident=OuterRef(incident)).order_by("pk")
    return Subquery(named.values("service")[:1])


def _took(incidents: IncidentQuerySet, *, until: Subquery | Coalesce) -> Heaps:
    """How long it took from opening, in steps, and who was there."""
    took = ExpressionWrapper(F("end") - F("declared_at"), output_field=DurationField())
    minutes = Func(
        took, template="EXTRACT(EPOCH FROM %(expressions)s) / 60", output_field=FloatField()
    )
    edges = Value([float(edge) for edge in EDGES], output_field=ArrayField(FloatField()))
    step = Func(minutes, edges, function="width_bucket", output_field=IntegerField())
    ended = incidents.annotate(end=until).filter(end__gte=F("declared_at")).annotate(value=step)
    return _heaps(_by_service(ended), people=_people_in(ended))


def _by_service(incidents: IncidentQuerySet) -> Rows:
    """How many incidents there are of each `value`, by service."""
    named = incidents.annotate(service=_first_service()).order_by()
    return named.values_list("service", "value").annotate(n=Count("pk"))


def _people_in(incidents: IncidentQuerySet) -> dict[int | None, set[int]]:
    """Who took part, by service: only how many they are is looked at, and only here."""
    there = Participation.objects.filter(incident__in=incidents.values("pk")).order_by()
    pairs = there.annotate(service=_first_service("incident")).values_list("service", "user")
    people: dict[int | None, set[int]] = defaultdict(set)
    for service, person in pairs.distinct():
        people[service].add(person)
    return people


def _heaps(rows: Rows, *, people: dict[int | None, set[int]] | None = None) -> Heaps:
    found: dict[int | None, Counter[str]] = defaultdict(Counter)
    for service, value, n in rows:
        found[service][_name(value)] += n
    return {
        service: Heap(
            values.total(),
            values,
            None if people is None else frozenset(people.get(service, ())),
        )
        for service, values in found.items()
    }


def _name(value: object) -> str:
    return (YES if value else NO) if isinstance(value, bool) else str(value)


def _follow_ups() -> "QuerySet[Any]":
    """Those about incidents that count, each with the first service of the first of them."""
    about = Postmortem.incidents.through.objects.filter(postmortem=OuterRef("postmortem"))
    counts = Exists(_countable().filter(pk=OuterRef("incident")))
    hidden = about.filter(~counts)
    first = Subquery(about.order_by("pk").values("incident")[:1])
    named = _named_on.filter(incident=OuterRef("first")).order_by("pk")
    return (
        FollowUp.objects.filter(Exists(about), ~Exists(hidden))
        .annotate(first=first)
        .annotate(service=Subquery(named.values("service")[:1]))
        .order_by()
    )


def _owned(rows: Iterable[tuple[int | None, int | None, bool]]) -> Heaps:
    """Yes and no, with those whose they are."""
    values: dict[int | None, Counter[str]] = defaultdict(Counter)
    people: dict[int | None, set[int]] = defaultdict(set)
    for service, person, is_so in rows:
        values[service][_name(is_so)] += 1
        if person is not None:
            people[service].add(person)
    return {
        service: Heap(found.total(), found, frozenset(people[service]))
        for service, found in values.items()
    }
