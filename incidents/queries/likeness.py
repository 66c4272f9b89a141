"""How alike two texts are: which words they share, and how rare those are.

Likeness is worked out for few rows only. Every branch of `candidates` ends after the
newest so many, and each is planned by itself: a rare word by its index, a word that
every second row has by walking back from the newest.
"""

from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import BooleanField, Case, Expression, F, FloatField, Func, Model, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast, Least

from incidents.models.matching import LANGUAGE, Matches, clean, unknown_words

MOST_TERMS = 8
RAREST = 4
ALL_OF_THEM, BOTH, ONE = 100, 60, 150

# How often a word is said that Postgres has not counted among the most common.
SELDOM = 0.0005
AROUND = ".,:;!?\"'()"

# What a text says in one language, and how often each word stands in each place, if it is common.
TERMS = """
    SELECT place, term, max(frequency)
    FROM unnest(%(tables)s::text[], %(columns)s::text[]) WITH ORDINALITY
        AS places(tablename, attname, place)
    CROSS JOIN (
        SELECT quote_literal(lexeme) AS term, lexeme
        FROM unnest(tsvector_to_array(to_tsvector(%(language)s, %(known)s))) AS lexeme
        UNION ALL
        SELECT to_tsquery(%(language)s, meant)::text, ''
        FROM unnest(%(unknown)s::text[]) AS meant
    ) AS asked
    LEFT JOIN (
        SELECT tablename, attname, unnest(most_common_elems::text::text[]) AS lexeme,
            unnest(most_common_elem_freqs) AS frequency
        FROM pg_stats
        WHERE schemaname = current_schema()
            AND tablename = ANY(%(tables)s) AND attname = ANY(%(columns)s)
    ) AS counted USING (tablename, attname, lexeme)
    WHERE term <> ''
    GROUP BY place, term
"""

# Where words are kept: a model, and its column of them.
Place = tuple[type[Model], str]

# A query that gives keys, with its values.
Branch = tuple[str, list[Any]]


@dataclass(frozen=True)
class Term:
    """One word of a text, as a text search query, and how much sharing it says."""

    query: str
    weight: float


def terms_of(text: str, *places: Place) -> list[list[Term]]:
    """The words of a text, the rarest first, once for each place in which they are counted."""
    text = clean(text).replace("/", " ")
    found: list[list[Term]] = [[] for _place in places]
    if not text:
        return found
    unknown = unknown_words(text)
    known = " ".join(word for word in text.split() if word.strip(AROUND).lower() not in unknown)
    values: dict[str, Any] = {
        "language": LANGUAGE,
        "known": known,
        "unknown": [
            " | ".join(f"'{one}'" for one in [word, *others]) for word, others in unknown.items()
        ],
        "tables": [model._meta.db_table for model, _column in places],
        "columns": [column for _model, column in places],
    }
    with connection.cursor() as cursor:
        cursor.execute(TERMS, values)
        for place, query, often in cursor.fetchall():
            found[place - 1].append(Term(query, _weight(often)))
    return [sorted(terms, key=lambda it: (-it.weight, it.query))[:MOST_TERMS] for terms in found]


def _weight(often: float | None) -> float:
    return max(0.1, -log(max(often or SELDOM, SELDOM)))


def candidates(place: Place, terms: list[Term]) -> list[Branch]:
    """Queries that give the keys of the newest rows with all words, two of them, or one."""
    rarest = [term.query for term in terms[:RAREST]]
    asked = {" & ".join(f"({term.query})" for term in terms): ALL_OF_THEM}
    for one, other in combinations(rarest, 2):
        asked.setdefault(f"({one}) & ({other})", BOTH)
    for one in rarest:
        asked.setdefault(f"({one})", ONE)
    model, column = place
    table = model._meta.db_table
    key = model._meta.pk.column
    return [
        (
            f'SELECT "{key}" FROM "{table}" WHERE "{column}" @@ %s::tsquery '  # noqa: S608
            f'ORDER BY "{key}" DESC LIMIT {newest}',
            [query],
        )
        for query, newest in asked.items()
    ]


class Among(Func):
    """Whether a key is one of those that the queries give.

    As an array, not as `IN`: the planner then looks the few of them up, where it would
    otherwise read the whole table to join it.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, key: str, branches: list[Branch]) -> None:
        sql = " UNION ".join(f"({branch})" for branch, _values in branches)
        values = [value for _branch, some in branches for value in some]
        super().__init__(F(key), RawSQL(f"ARRAY({sql})", values))


def share_of(terms: list[Term], column: str) -> Combinable:
    """How much of what the terms say a row has in a column, from 0 to 1.

    A long text is not asked for all of it: to share its rarest words is enough.
    """
    found: Combinable = Value(0.0)
    for term in terms:
        query: Expression = Cast(Value(term.query), SearchQueryField())
        found += Case(
            When(Matches(F(column), query), then=Value(term.weight)),
            default=Value(0.0),
            output_field=FloatField(),
        )
    enough = sum(term.weight for term in terms[:RAREST]) or 1.0
    return Least(found / Value(enough), Value(1.0), output_field=FloatField())
