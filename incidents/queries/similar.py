"""Incidents that resemble one that is there, or one that is being written down."""

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Exp, Extract, Greatest, Now

from incidents.models import Incident, Kind, Mode, SearchText, Service, TimelineEntry
from incidents.models.matching import clean
from incidents.queries.likeness import (
    Branch,
    Place,
    Term,
    among,
    candidates,
    share_of,
    terms_of,
)
from people.models import User

TITLES = Place(
    SearchText,
    "title",
    is_open="incident_id IN (SELECT id FROM incidents_incident WHERE NOT is_restricted)",
)
OfServices = Incident.services.through

# What counts: the words, then the letters; a shared service, and then how long ago it was.
WORDS, LETTERS, SERVICE, RECENT = 0.65, 0.35, 0.25, 0.1
ALIKE = 0.3
A_YEAR = 365 * 24 * 3600.0

MOST_SERVICES = 5
OF_A_SERVICE = 60


def similar_incidents(
    user: User,
    *,
    title: str,
    services: Sequence[Service] = (),
    excluding: Incident | None = None,
    limit: int = 5,
    terms: list[Term] | None = None,
) -> list[Incident]:
    """The incidents most like a title that a user may see, the most alike first.

    Sharing a service or being recent puts forward what is alike, and makes nothing
    alike by itself. Each has in `likeness` how alike it is, from 0 to 1, and in
    `ending` what was said when it was over. `terms` are those of the title in
    `TITLES`, if they were read before.
    """
    if terms is None:
        (terms,) = terms_of(title, TITLES)
    if not clean(title):
        return []
    numbers = [service.pk for service in services][:MOST_SERVICES]
    seen = Incident.objects.visible_to(user).standing().exclude(mode=Mode.PRACTICE)
    if excluding is not None:
        seen = seen.exclude(pk=excluding.pk)
    alike = (
        seen.filter(among(candidates(TITLES, terms) + _newest_of(numbers)))
        .annotate(likeness=_likeness(title, terms))
        .filter(likeness__gte=ALIKE)
        .annotate(closeness=_closeness(numbers), ending=_ending())
    )
    return list(alike.order_by("-closeness", "-pk")[:limit])


def _newest_of(services: list[int]) -> list[Branch]:
    """The newest incidents of each service: an older one that is alike is found by its words."""
    branches = []
    for service in services:
        newest = OfServices.objects.filter(service_id=service).order_by("-incident_id")
        sql, values = newest.values("incident_id")[:OF_A_SERVICE].query.sql_with_params()
        branches.append((sql, list(values)))
    return branches


def _likeness(title: str, terms: list[Term]) -> Combinable:
    words = share_of(terms, "search_text__title") * Value(WORDS)
    letters = TrigramSimilarity("title", clean(title)) * Value(LETTERS)
    return ExpressionWrapper(words + letters, output_field=FloatField())


def _closeness(services: list[int]) -> Combinable:
    """How alike an incident is, with what a shared service and being recent add to it."""
    shares = OfServices.objects.filter(incident=OuterRef("pk"), service__in=services)
    shared = Case(When(Exists(shares), then=Value(SERVICE)), default=Value(0.0))
    age = Greatest(Extract(Now() - F("declared_at"), "epoch"), Value(0.0))
    recent = Exp(-age / Value(A_YEAR), output_field=FloatField()) * Value(RECENT)
    return ExpressionWrapper(F("likeness") + shared + recent, output_field=FloatField())


def _ending() -> Subquery:
    """What was said when it was over, the last time that it was."""
    ends = TimelineEntry.objects.filter(
        incident=OuterRef("pk"), kind__in=[Kind.RESOLVED, Kind.STOOD_DOWN], withdrawn_at=None
    )
    return Subquery(ends.newest_first().values("text")[:1])
