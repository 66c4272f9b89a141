"""What a page says of each thing that was found: its title, and a few of its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from incidents.models.matching import LANGUAGE
from learning.excerpts import IsMarked, Piece, best_paragraph, excerpt, marked, plain, words_like
from learning.models import SECTIONS, Document, Outage, Story
from learning.queries.asking import Asked, Term
from postmortems.models import SECTIONS as WRITE_UP_SECTIONS
from postmortems.models import Postmortem
from postmortems.queries.naming import name_people

LIKE = """
    SELECT word, term
    FROM unnest(%(words)s::text[]) AS word, unnest(%(terms)s::text[]) AS term
    WHERE to_tsvector(%(language)s, word) @@ term::tsquery
"""


@dataclass(frozen=True)
class Result:
    """Something that was found; what was looked for is marked in the pieces."""

    document: Document
    title: list[Piece]
    excerpt: list[Piece]
    services: list[str]

    @property
    def address(self) -> str:
        return self.document.thing.get_absolute_url()


def results(
    documents: list[Document], services: dict[int, str], asked: Asked | None = None
) -> list[Result]:
    """Say of each document what it is, with people called as its readers see them."""
    texts = {one.pk: list(_texts(one)) for one in documents}
    said = _said(documents, texts, asked.terms if asked else ())
    marks = {one.pk: _marking(said, by_role=one.names_as_roles) for one in documents}
    chosen = {one.pk: best_paragraph(texts[one.pk], marks[one.pk]) for one in documents}
    write_ups = {one.postmortem: one.pk for one in documents if one.postmortem}
    name_people(write_ups, in_texts=lambda one: [one.title, chosen[write_ups[one]]])
    return [
        Result(
            one,
            title=marked(_told(one, one.thing.title), marks[one.pk]),
            excerpt=excerpt(plain(_told(one, chosen[one.pk])), marks[one.pk]),
            services=[services[number] for number in one.services if number in services],
        )
        for one in documents
    ]


def _texts(document: Document) -> Iterator[str]:
    """What is read of it, in the order in which it is read."""
    thing = document.thing
    if isinstance(thing, Story):
        yield thing.opening
        yield from (getattr(thing, name) for name in SECTIONS)
    elif isinstance(thing, Postmortem):
        yield from (getattr(thing, name) for name in WRITE_UP_SECTIONS)
    elif isinstance(thing, Outage):
        yield from (thing.made_possible, thing.learnt)


def _told(document: Document, text: str) -> str:
    return document.postmortem.naming.text(text) if document.postmortem else text


def _said(
    documents: list[Document], texts: dict[int, list[str]], terms: Iterable[Term]
) -> dict[str, list[Term]]:
    """The words on this page that are what was asked for, in small letters."""
    asked = {term.query: term for term in terms}
    if not asked or not documents:
        return {}
    every = [one.thing.title for one in documents] + [t for some in texts.values() for t in some]
    stems = [query.strip("':*") for query in asked]
    values: dict[str, Any] = {"words": words_like(stems, every), "terms": [*asked]}
    found: dict[str, list[Term]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LIKE, values | {"language": LANGUAGE})
        for word, query in cursor.fetchall():
            found.setdefault(word, []).append(asked[query])
    return found


def _marking(said: dict[str, list[Term]], *, by_role: bool) -> IsMarked:
    """Whether a word was asked for. A name is none where people are read by role."""

    def is_marked(word: str) -> bool:
        terms = said.get(word.casefold(), ())
        if not by_role:
            return bool(terms)
        return any(not term.is_name or (term.is_word and word.islower()) for term in terms)

    return is_marked
