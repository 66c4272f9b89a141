"""What somebody asks the library for: words, slips of the fingers, and names that are not shown."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db import connection
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from incidents.models.matching import LANGUAGE, WORD, Matches, clean, unknown_words
from postmortems.names import MONTHS, WORDS

# One word of a text search query, as Postgres writes it.
TERM = re.compile(r"('(?:[^']|'')*')(:\*)?")
# A word that stands nowhere: Postgres keeps none with a blank in it.
NOWHERE = "' '"
# Words are kept as if these were none.
SIGNS = str.maketrans("/<>", "   ")
# Of a word of the text, without a capital letter, of what it is filed under, and of the title.
WEIGHTS = [0.1, 0.05, 0.4, 1.0]

# The query, and of each word in it: whether somebody is called so, whether that name is written
# small, and whether the word means something else as well.
ASKED = """
    WITH asked AS MATERIALIZED (SELECT {query} AS query),
    terms AS (
        SELECT DISTINCT found[1] AS word, coalesce(found[2], '') AS start,
            regexp_replace(normalize(lower(found[1]), NFKD), '[\\u0300-\\u036f]', '', 'g') AS bare
        FROM asked, regexp_matches(query::text, $re$('(?:[^']|'')*')(:\\*)?$re$, 'g') AS found
    )
    SELECT query::text, word, start, is_small IS NOT NULL, coalesce(is_small, false),
        btrim(word, '''') = ANY(tsvector_to_array(to_tsvector(%(language)s, %(both)s)))
    FROM asked LEFT JOIN terms ON true LEFT JOIN LATERAL (
        SELECT bool_or(display_name ~ '^\\s*[[:lower:]]') AS is_small FROM people_user
        WHERE learning_names(display_name, email) @@ (
            (word || start)::tsquery || (bare || start)::tsquery
            || plainto_tsquery(%(language)s, bare)
        )
    ) AS called ON true
"""


class Term(NamedTuple):
    """One word that is asked for; `query` asks for it alone."""

    query: str
    is_name: bool = False
    is_word: bool = False

    @property
    def where_roles_are(self) -> str:
        """What it finds where people are read by role: a name only where it is another word."""
        if not self.is_name:
            return self.query
        return f"{self.query}:BC" if self.is_word else NOWHERE


@dataclass(frozen=True)
class Asked:
    """What was typed, as Postgres understands it; `query` is empty when it asks for nothing.

    `meant` are the words that nobody has written, each with those it may have meant.
    """

    text: str
    query: str
    terms: tuple[Term, ...]
    meant: dict[str, list[str]]

    @property
    def has_names(self) -> bool:
        return any(term.is_name for term in self.terms)

    @property
    def where_roles_are(self) -> str:
        """The query for write-ups whose people are read by role: no name is in them."""
        instead = {term.query: term.where_roles_are for term in self.terms}
        return TERM.sub(lambda found: instead[found[0]], self.query)

    def condition(self, column: str = "words") -> Q:
        """The documents it finds in a column, as their readers see them."""
        found = Q(Matches(F(column), _query(self.query)))
        if not self.has_names:
            return found
        by_role = Q(Matches(F(column), _query(self.where_roles_are)))
        # The first condition says nothing new, and lets one look into the index do.
        either = Q(Matches(F(column), _query(f"({self.query}) | ({self.where_roles_are})")))
        return either & (Q(names_as_roles=False) & found | Q(names_as_roles=True) & by_role)

    def rank(self) -> Combinable:
        """How much a document is about it, from 0 to about 1."""
        rank = _rank(self.query)
        if not self.has_names:
            return rank
        by_role = When(names_as_roles=True, then=_rank(self.where_roles_are))
        return Case(by_role, default=rank, output_field=FloatField())


def ask(text: str) -> Asked:
    """Read what was typed: with `"quoted words"`, `or` and `-without` as on the web."""
    text = clean(text)
    meant = unknown_words(text)
    query, values = "websearch_to_tsquery(%(language)s, %(text)s)", {"text": text.translate(SIGNS)}
    for number, (word, others) in enumerate(meant.items()):
        values[f"word{number}"] = word
        values[f"meant{number}"] = " | ".join([f"'{word}':*", *(f"'{other}'" for other in others)])
        query = (
            f"ts_rewrite({query}, plainto_tsquery(%(language)s, %(word{number})s),"
            f" to_tsquery(%(language)s, %(meant{number})s))"
        )
    values |= {"language": LANGUAGE, "both": " ".join(_both_name_and_word(text, meant))}
    with connection.cursor() as cursor:
        # ast-grep-ignore: raw-sql
        cursor.execute(ASKED.format(query=query), values)
        rows = cursor.fetchall()
    terms = tuple(
        Term(f"{word}{start}", is_name, is_word=is_word and not start and not is_small)
        for _query, word, start, is_name, is_small, is_word in rows
        if word
    )
    return Asked(text, rows[0][0], terms, meant)


def _both_name_and_word(text: str, meant: dict[str, list[str]]) -> list[str]:
    """The words that are names as well, of those that may have been asked for."""
    asked = {word.lower()[:3] for word in WORD.findall(text)}
    asked |= {other[:3] for others in meant.values() for other in others}
    return sorted(word for word in WORDS | MONTHS if word[:3] in asked)


def _query(text: str) -> Combinable:
    return Cast(Value(text), SearchQueryField())


def _rank(query: str) -> Combinable:
    return SearchRank(F("words"), _query(query), weights=WEIGHTS)
