"""What the lens says about a few words."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Category(StrEnum):
    """What the words do."""

    BLAME = "blame"
    HINDSIGHT = "hindsight"
    SINGLE_CAUSE = "single_cause"


class Strength(IntEnum):
    """How loudly to say so."""

    HINT = 1
    SUGGESTION = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Some words of a text, why they may hurt, and a question to ask instead.

    `start` and `end` count code points of the text as it was given, `end` is the first that is
    no longer part: `text[start:end] == words`. Where `rewording` is not None, it can stand in
    the place of the words and the sentence stays grammatical.
    """

    rule: str
    category: Category
    strength: Strength
    start: int
    end: int
    words: str
    why: str
    question: str
    rewording: str | None = None
