"""Stories, of people here and of well-known companies, that resemble a title or a story."""

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, ExpressionWrapper, F, FloatField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Floor

from incidents.models import Service
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
from learning.models import Document, Kind, Story
from learning.models.document import DocumentQuerySet
from people.models import User

TOLD = Place(Document, "words", only=f"NOT (kind = '{Kind.WRITE_UP}')")
MOST = 8
MORE = 3
SHARING = 60

WORDS, LETTERS, TAG, SERVICE = 0.65, 0.35, 0.3, 0.15
ALIKE = 0.3
# Those within such a step of likeness count as equally alike: people here come first, then seniors.
STEP = 0.2


def told_alike(
    reader: User,
    *,
    title: str,
    services: Sequence[Service] = (),
    terms: list[Term] | None = None,
) -> list[Document]:
    """The stories and outages most like a title, each loaded with its document.

    `terms` are those of the title in `TOLD`, if they were read before.
    """
    if terms is None:
        (terms,) = terms_of(title, TOLD)
    if not clean(title):
        return []
    documents = Document.objects.visible_to(reader).told().filter(among(candidates(TOLD, terms)))
    likeness = _likeness(title, terms)
    return list(_most_alike(documents, likeness, services)[:MOST])


def more_like(story: Story, *, reader: User) -> list[Document]:
    """A few others that resemble a story: by its title and its tags."""
    (terms,) = terms_of(" ".join([story.title, *story.tags]), TOLD)
    services = list(story.services.all())
    shared = When(tags__overlap=story.tags, then=Value(TAG))
    likeness = _likeness(story.title, terms) + Case(shared, default=Value(0.0))
    branches = [*candidates(TOLD, terms), _sharing(story.tags)]
    others = Document.objects.visible_to(reader).told().exclude(story=story)
    return list(_most_alike(others.filter(among(branches)), likeness, services)[:MORE])


def _sharing(tags: Sequence[str]) -> Branch:
    """The newest that have one of the tags."""
    newest = Document.objects.told().filter(tags__overlap=list(tags)).order_by("-pk")
    sql, values = newest.values("pk")[:SHARING].query.sql_with_params()
    return sql, list(values)


def _likeness(title: str, terms: list[Term]) -> Combinable:
    letters = TrigramSimilarity(Coalesce("story__title", "outage__title"), clean(title))
    return share_of(terms, "words") * Value(WORDS) + letters * Value(LETTERS)


def _most_alike(
    documents: DocumentQuerySet, likeness: Combinable, services: Sequence[Service]
) -> DocumentQuerySet:
    """Those that are alike, the most alike first; a shared service brings one forward."""
    numbers = [service.pk for service in services]
    shared = When(services__overlap=numbers, then=Value(SERVICE))
    nearness = F("likeness") + Case(shared, default=Value(0.0))
    alike = (
        documents.annotate(likeness=ExpressionWrapper(likeness, output_field=FloatField()))
        .filter(likeness__gte=ALIKE)
        .annotate(step=Floor(ExpressionWrapper(nearness / Value(STEP), output_field=FloatField())))
    )
    # By kind: stories come before outages in the alphabet's order backwards.
    order = ("-step", "-kind", "-is_by_senior", "-likeness", "-stands_at", "-pk")
    loaded = alike.select_related("story__author__team", "story__told_from", "outage")
    return loaded.defer("title", "words").order_by(*order)
