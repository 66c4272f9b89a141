"""How alike two texts are: which words they share, and how rare those are.

Likeness is worked out for few rows only, however many there are. Rows with a rare word
are all looked up by it. Rows that share common words only are looked for among the newest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import Case, Expression, F, FloatField, Model, Value, When
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast, Least

from incidents.models.expressions import IsOneOf
from incidents.models.matching import LANGUAGE, WORD, Matches, clean, unknown_words

MOST_TERMS = 8
MOST_LOOK_UPS = 24
RAREST = 4

# A word that more rows have than this is common.
RARE = 1_500
ONE, BOTH, ALL_OF_THEM, BEST = 80, 40, 60, 80
NEWEST, NEWEST_WITH_ALL = 2_500, 6_000

# How often a word is said that Postgres has not counted among the most common.
SELDOM = 0.0005

# The words of a text as they are kept, and how often each stands in each place, if it is common.
TERMS = """
    SELECT place, quote_literal(lexeme), frequency,
        (SELECT reltuples FROM pg_class WHERE oid = tablename::regclass)
    FROM unnest(%(tables)s::text[], %(columns)s::text[]) WITH ORDINALITY
        AS places(tablename, attname, place)
    CROSS JOIN unnest(tsvector_to_array(to_tsvector(%(language)s, %(text)s))) AS lexeme
    LEFT JOIN (
        SELECT tablename, attname, unnest(most_common_elems::text::text[]) AS lexeme,
            unnest(most_common_elem_freqs) AS frequency
        FROM pg_stats
        WHERE schemaname = current_schema()
            AND tablename = ANY(%(tables)s) AND attname = ANY(%(columns)s)
    ) AS counted USING (tablename, attname, lexeme)
"""


class Place(NamedTuple):
    """Where words are kept: a model and its column of them.

    `only` says which rows are meant at all, and `is_open` which of them everyone may know of.
    """

    model: type[Model]
    column: str
    is_open: str = "TRUE"
    only: str = "TRUE"


# A query that gives keys, with its values.
Branch = tuple[str, list[Any]]


@dataclass(frozen=True)
class Term:
    """One word of a text, as a text search query, and how much sharing it says."""

    query: str
    weight: float
    is_rare: bool


def terms_of(text: str, *places: Place) -> list[list[Term]]:
    """The words of a text, the rarest first, once for each place: those that stand there."""
    text = _meant(clean(text).replace("/", " "))
    if not text:
        return [[] for _place in places]
    values: dict[str, Any] = {
        "language": LANGUAGE,
        "text": text,
        "tables": [place.model._meta.db_table for place in places],
        "columns": [place.column for place in places],
    }
    with connection.cursor() as cursor:
        cursor.execute(TERMS, values)
        counted = sorted(cursor.fetchall(), key=lambda row: (row[2] or 0.0, row[1]))
    terms = {
        (place - 1, word): Term(word, _weight(often), (often or 0.0) * rows <= RARE)
        for place, word, often, rows in counted
    }
    seldom_first = [(place - 1, word) for place, word, _often, _rows in counted]
    missing = _missing(places, seldom_first[:MOST_LOOK_UPS])
    found: list[list[Term]] = [[] for _place in places]
    for (place, word), term in terms.items():
        if (place, word) not in missing:
            found[place].append(term)
    return [terms[:MOST_TERMS] for terms in found]


def _weight(often: float | None) -> float:
    return max(0.1, -log(max(often or SELDOM, SELDOM)))


def _meant(text: str) -> str:
    """A text with its misspelt words put right, and without those that say nothing to anybody."""
    unknown = unknown_words(text)

    def put_right(found: re.Match[str]) -> str:
        word = found[0].lower()
        return unknown[word][0] if unknown.get(word) else "" if word in unknown else word

    return WORD.sub(put_right, text)


def _missing(places: Sequence[Place], asked: list[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of the words that do not stand in their place, where everyone may know of it.

    A word of something restricted must not change what anybody else finds. Each is a
    query with the word in it, so that the planner sees that it is a rare one.
    """
    if not asked:
        return set()
    columns = [
        f"EXISTS (SELECT FROM {table} WHERE {column} @@ %s::tsquery"
        f" AND {place.only} AND {place.is_open})"
        for place in (places[number] for number, _word in asked)
        for table, _key, column in [_names(place)]
    ]
    with connection.cursor() as cursor:
        # ast-grep-ignore: raw-sql
        cursor.execute(f"SELECT {', '.join(columns)}", [word for _place, word in asked])
        return {one for one, is_there in zip(asked, cursor.fetchone(), strict=True) if not is_there}


def candidates(place: Place, terms: list[Term]) -> list[Branch]:
    """Queries that give the keys of rows which may be alike, none of which reads many."""
    rare = [term for term in terms if term.is_rare][:RAREST]
    asked = {term.query: ONE for term in rare}
    for one, other in combinations(terms[: RAREST + 1], 2):
        if one in rare or other in rare:
            asked[f"{one.query} & {other.query}"] = BOTH
    branches = [_looked_up(place, query, newest) for query, newest in asked.items()]
    if len(rare) < len(terms):
        branches += [_newest_with_all(place, terms), _best_of_newest(place, terms)]
    return branches


def _looked_up(place: Place, query: str, newest: int) -> Branch:
    """By the index of words: the sum keeps the planner from walking through the rows instead."""
    table, key, column = _names(place)
    sql = f"SELECT {key} FROM {table} WHERE {column} @@ %s::tsquery AND {place.only}"  # noqa: S608
    return f"{sql} ORDER BY {key} + 0 DESC LIMIT {newest}", [query]


def _newest_with_all(place: Place, terms: list[Term]) -> Branch:
    _table, key, column = _names(place)
    newest = _newest(place, NEWEST_WITH_ALL)
    sql = (
        f"SELECT {key} FROM ({newest}) AS newest WHERE {column} @@ %s::tsquery LIMIT {ALL_OF_THEM}"  # noqa: S608
    )
    return sql, [" & ".join(term.query for term in terms)]


def _best_of_newest(place: Place, terms: list[Term]) -> Branch:
    _table, key, column = _names(place)
    newest = _newest(place, NEWEST)
    weights = " + ".join(f"CASE WHEN {column} @@ %s::tsquery THEN %s ELSE 0 END" for _term in terms)
    sql = f"SELECT {key} FROM ({newest}) AS newest WHERE {column} @@ %s::tsquery"  # noqa: S608
    sql += f" ORDER BY {weights} DESC, {key} DESC LIMIT {BEST}"
    values: list[Any] = [" | ".join(term.query for term in terms)]
    for term in terms:
        values += [term.query, term.weight]
    return sql, values


def _newest(place: Place, most: int) -> str:
    table, key, column = _names(place)
    newest = f"SELECT {key}, {column} FROM {table} WHERE {place.only}"  # noqa: S608
    return f"{newest} ORDER BY {key} DESC LIMIT {most}"


def _names(place: Place) -> tuple[str, str, str]:
    meta = place.model._meta
    return f'"{meta.db_table}"', f'"{meta.pk.column}"', f'"{place.column}"'


def among(branches: list[Branch]) -> IsOneOf:
    """Whether a row is one of those whose keys the queries give."""
    sql = " UNION ".join(f"({branch})" for branch, _values in branches) or "SELECT 0::bigint"
    values = [value for _branch, some in branches for value in some]
    # ast-grep-ignore: raw-sql
    return IsOneOf("pk", RawSQL(f"ARRAY({sql})", values))  # nosec B611


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
