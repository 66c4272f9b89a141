"""Tell what somebody wants to look at from what there is: by words, and words near them."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

WORD = re.compile(r"\w+")
# A word that begins with one of so many letters is taken for another form of it.
STEM = 4
# A longer word may have a slip or two.
LONG, NEAR = 5, 0.84


def is_about(asked: str, topics: Iterable[str]) -> bool:
    """Whether any of the topics was asked for: “deployment” and “dashbord” are understood."""
    words = _words(asked)
    return any(_is_in(_words(topic), words) for topic in topics)


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _is_in(topic: list[str], asked: list[str]) -> bool:
    return bool(topic) and all(any(_same(one, word) for word in asked) for one in topic)


def _same(one: str, other: str) -> bool:
    one, other = one.removesuffix("s") or one, other.removesuffix("s") or other
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < STEM:
        return False
    if long.startswith(short):
        return True
    return len(short) >= LONG and SequenceMatcher(None, short, long).ratio() >= NEAR
