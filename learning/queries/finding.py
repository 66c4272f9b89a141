"""What is found in the library, and in which order.

Nothing asked for: seniors' stories first, mixed with new ones and with what is about the
reader's own services. A senior's story counts as if told half a year later (it is kept so,
in `stands_at`), one about one's own services a quarter of a year later.

Words asked for: how much it is about them, with a little on top for a senior's story.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import BigIntegerField, Case, DateTimeField, F, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Extract

from incidents.queries.likeness import Branch, among
from learning.models import Document
from learning.models.document import DocumentQuerySet
from learning.queries.asking import Asked
from learning.queries.places import EPOCH, Spot
from people.models import User

PAGE = 24
AHEAD = timedelta(days=91)
# So many are compared by how much they are about what was asked for. Where there are more, they are
# the first of those that say it in the title, and the first of all.
FEW = 300
OF_TITLES, OF_ALL = 150, 100
SENIOR = 1.25
# How finely they are told apart. Ten years of age weigh as little as 0.003 of what they say.
FINE, AGE = 1e9, 0.01


@dataclass(frozen=True)
class Wanted:
    """What the library is narrowed to: any of the services, all of the tags."""

    kind: str = ""
    services: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()

    def of(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        if self.kind:
            documents = documents.filter(kind=self.kind)
        if self.services:
            documents = documents.filter(services__overlap=list(self.services))
        if self.tags:
            documents = documents.filter(tags__contains=list(self.tags))
        return documents


@dataclass(frozen=True)
class Found:
    """A page of what was found, and the place after which the next one begins."""

    documents: list[Document] = field(default_factory=list)
    more: Spot | None = None


def in_order(
    reader: User, wanted: Wanted, *, own: Sequence[int] = (), after: Spot | None = None
) -> Found:
    """Read a page of the library in its order; `own` are the services of the reader's team.

    Two walks along one index are joined: what is about one's own services, and the rest,
    no further than the first of them goes.
    """
    documents = wanted.of(Document.objects.visible_to(reader))
    theirs = Q(services__overlap=list(own))
    near = _walk(documents.filter(theirs), after, ahead=AHEAD)
    rest = _walk(documents.exclude(theirs), after)
    last = Subquery(near.values("stands_at")[PAGE : PAGE + 1]) + Value(AHEAD)
    far_enough = Coalesce(last, Value(EPOCH), output_field=DateTimeField())
    walks = [near, rest.filter(stands_at__gte=far_enough)] if own else [rest]
    counts_from = Case(When(theirs, then=F("stands_at") + Value(AHEAD)), default=F("stands_at"))
    page = _loaded(reader).filter(among([_keys(walk) for walk in walks]))
    found = list(page.counted_from(counts_from)[: PAGE + 1])
    if len(found) <= PAGE:
        return Found(found)
    last_shown = found[PAGE - 1]
    return Found(found[:PAGE], Spot.of(last_shown.at, last_shown.pk))


def _walk(
    documents: DocumentQuerySet, after: Spot | None, *, ahead: timedelta = timedelta()
) -> DocumentQuerySet:
    """The documents from a place on; they count as so much newer than they stand."""
    if after:
        at = after.at - ahead
        beyond = Q(stands_at__lt=at) | Q(stands_at=at, pk__lt=after.pk)
        # The first condition says nothing new, and lets the index begin at the place.
        documents = documents.filter(beyond, stands_at__lte=at)
    return documents.in_order()


def _keys(walk: DocumentQuerySet) -> Branch:
    sql, values = walk.values("pk")[: PAGE + 1].query.sql_with_params()
    return sql, list(values)


def about(reader: User, wanted: Wanted, asked: Asked, *, after: Spot | None = None) -> Found:
    """Read a page of what is about the words that were asked for, the most first."""
    if not asked.query:
        return Found()
    documents = wanted.of(Document.objects.visible_to(reader))
    rank = asked.rank() * Case(When(is_by_senior=True, then=Value(SENIOR)), default=Value(1.0))
    number = rank * FINE + Extract("stands_at", "epoch") * AGE
    best = _loaded(reader).filter(pk__in=_best(documents, asked))
    ranked = best.ranked(Cast(number, BigIntegerField()))
    if after:
        beyond = Q(number__lt=after.number) | Q(number=after.number, pk__lt=after.pk)
        ranked = ranked.filter(beyond)
    found = list(ranked[: PAGE + 1])
    if len(found) <= PAGE:
        return Found(found)
    last = found[PAGE - 1]
    return Found(found[:PAGE], Spot(last.number, last.pk))


def _best(documents: DocumentQuerySet, asked: Asked) -> list[int]:
    """The keys of those to compare. How many there are is looked up first, by the index of words:

    Postgres cannot know how rare several words are together, and would walk for them.
    """
    matching = documents.filter(asked.condition())
    few = list(matching.values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return few
    in_title = documents.filter(asked.condition("title")).in_order()
    first = in_title.values_list("pk", flat=True)[:OF_TITLES]
    return list(first.union(matching.in_order().values_list("pk", flat=True)[:OF_ALL]))


def _loaded(reader: User) -> DocumentQuerySet:
    """The documents with what each is of, and without what is only searched."""
    things = ("story__author__team", "story__told_from", "postmortem", "outage")
    visible = Document.objects.visible_to(reader)
    return visible.select_related(*things).defer("title", "words")
