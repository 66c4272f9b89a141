"""Stories, of people here and of well-known companies, that resemble a title."""

from collections.abc import Sequence

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, ExpressionWrapper, F, FloatField, Value, When
from django.db.models.functions import Coalesce, Floor

from incidents.models import Service
from incidents.models.matching import clean
from incidents.queries.likeness import Place, Term, among, candidates, share_of, terms_of
from learning.models import Document, Kind, Story
from people.models import User

TOLD = Place(Document, "words", only=f"NOT (kind = '{Kind.WRITE_UP}')")
MOST = 8
MORE = 3

WORDS, LETTERS, SERVICE = 0.65, 0.35, 0.15
ALIKE = 0.3
# Those within such a step of likeness count as equally alike: people here come first, then seniors.
STEP = 0.2


def told_alike(
    reader: User,
    *,
    title: str,
    services: Sequence[Service] = (),
    excluding: Story | None = None,
    limit: int = MOST,
    terms: list[Term] | None = None,
) -> list[Document]:
    """The stories and outages most like a title, each loaded with its document.

    `terms` are those of the title in `TOLD`, if they were read before.
    """
    if terms is None:
        (terms,) = terms_of(title, TOLD)
    if not clean(title):
        return []
    letters = TrigramSimilarity(Coalesce("story__title", "outage__title"), clean(title))
    likeness = share_of(terms, "words") * Value(WORDS) + letters * Value(LETTERS)
    numbers = [service.pk for service in services]
    shared = When(services__overlap=numbers, then=Value(SERVICE))
    nearness = F("likeness") + Case(shared, default=Value(0.0))
    documents = Document.objects.visible_to(reader).told()
    if excluding:
        documents = documents.exclude(story=excluding)
    alike = (
        documents.filter(among(candidates(TOLD, terms)))
        .annotate(likeness=ExpressionWrapper(likeness, output_field=FloatField()))
        .filter(likeness__gte=ALIKE)
        .annotate(step=Floor(ExpressionWrapper(nearness / Value(STEP), output_field=FloatField())))
    )
    # By kind: stories come before outages in the alphabet's order backwards.
    order = ("-step", "-kind", "-is_by_senior", "-likeness", "-stands_at", "-pk")
    loaded = alike.select_related("story__author__team", "story__told_from", "outage")
    return list(loaded.defer("title", "words").order_by(*order)[:limit])


def more_like(story: Story, *, reader: User) -> list[Document]:
    """A few others that resemble a story."""
    return told_alike(
        reader,
        title=story.title,
        services=list(story.services.all()),
        excluding=story,
        limit=MORE,
    )
