"""Read what somebody typed into a search: words, references, slips of the fingers."""

import re

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import Combinable

LANGUAGE = "pg_catalog.english"
LONGEST = 300
MOST_WORDS = 20
REFERENCE = re.compile(r"\b(?:inc-)([0-9]{1,18})\b", re.IGNORECASE)
NUMBER = re.compile(r"#?([0-9]{1,18})")
WORD = re.compile(r"[^\W\d_]{3,30}")

# How many slips a word of so many letters may have and still be meant.
SLIPS = ((8, 2), (4, 1))

# Two words that are one slip apart share a variant; the letters find those that are further.
NEAR = """
    SELECT asked.word, near.word
    FROM unnest(%s::text[]) AS asked(word)
    LEFT JOIN LATERAL (
        SELECT word FROM (
            SELECT word, 1 AS likeness FROM incidents_knownword
            WHERE variants && incidents_variants(asked.word)
            UNION ALL
            SELECT word, similarity(word, asked.word) FROM incidents_knownword
            WHERE word %% asked.word AND length(asked.word) > 7
        ) AS known
        WHERE length(word) BETWEEN length(asked.word) - 2 AND length(asked.word) + 2
        GROUP BY word
        ORDER BY max(likeness) DESC, word
        LIMIT 20
    ) AS near ON length(asked.word) > 3
    WHERE NOT EXISTS (SELECT FROM incidents_knownword AS known WHERE known.word = asked.word)
"""


class Matches(Func):
    """Whether a text search vector matches a query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    arity = 2
    output_field = BooleanField()


class Rewritten(Func):
    """A text search query with one part put in place of another."""

    function = "ts_rewrite"
    arity = 3
    output_field = SearchQueryField()


def clean(text: str) -> str:
    """What Postgres can read of a text, no longer than anybody types."""
    readable = text.encode("utf-8", "ignore").decode().replace("\0", " ")
    return " ".join(readable[:LONGEST].split())


def condition(text: str) -> Q:
    """The rows of `SearchText` that a text finds."""
    text = clean(text)
    numbers = [int(number) for number in REFERENCE.findall(text)]
    if whole := NUMBER.fullmatch(text):
        numbers.append(int(whole[1]))
    found = Q(Matches(F("words"), query(text)))
    return found | Q(pk__in=numbers) if numbers else found


def query(text: str) -> Combinable:
    """What a text asks for, with `"quoted words"`, `or` and `-without` as on the web.

    A word that nobody has written here also means the words that begin with it, and
    those that are a slip or two away.
    """
    asked: Combinable = SearchQuery(text, config=LANGUAGE, search_type="websearch")
    for word, others in unknown_words(text).items():
        meant = " | ".join([f"'{word}':*", *(f"'{other}'" for other in others)])
        asked = Rewritten(
            asked,
            SearchQuery(word, config=LANGUAGE),
            SearchQuery(Value(meant), config=LANGUAGE, search_type="raw"),
        )
    return asked


def unknown_words(text: str) -> dict[str, list[str]]:
    """The words of a text that no incident has, each with the known ones it may mean."""
    words = list(dict.fromkeys(word.lower() for word in WORD.findall(text)))[:MOST_WORDS]
    if not words:
        return {}
    near: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NEAR, [words])
        for word, other in cursor.fetchall():
            near.setdefault(word, []).extend([other] if other else [])
    return {word: _nearest(word, others) for word, others in near.items()}


def _nearest(word: str, others: list[str]) -> list[str]:
    """Those of the others that are the fewest slips away, if it is few enough."""
    allowed = next((slips for length, slips in SLIPS if len(word) >= length), 0)
    far = {other: slips_between(word, other) for other in others}
    least = min(far.values(), default=allowed + 1)
    return [other for other in others if far[other] == least <= allowed][:3]


def slips_between(one: str, other: str) -> int:
    """How often a letter is missing, wrong or too many, or two neighbours are swapped."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, there in enumerate(other, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != there))
            if row > 1 and column > 1 and letter == other[column - 2] and there == one[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        before, above = above, here
    return above[-1]
