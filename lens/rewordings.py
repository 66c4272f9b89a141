"""Words that can stand in the place of others, where the sentence allows it.

A rewording is offered only if the sentence stays grammatical and says nothing the writer did not.
"""

import re

_SUBJECT = re.compile(
    r"(?:^\W*|[,;:(—] ?|\b(?:that|but|so|because) )"
    r"(?P<subject>it|this|they|these|those|(?:the|our|this|an?|these|those|their|its)"
    r"(?: (?!of|for|to|in|on|at|with|by|that|which|who|we|i|you|they|is|was|were"
    r"|and)[\w-]+){1,3}) *$"
)
_SLIP_ADVERBS = re.compile(
    r"\s+(?:accident(?:al)?ly|mistakenly|wrongly|inadvert[ea]ntly|unintentionally|erroneously"
    r"|incorrectly|unwittingly|unknowingly|wrongfully)\b",
    re.IGNORECASE,
)
_BASE = {
    "prevented": "prevent",
    "caught": "catch",
    "detected": "detect",
    "helped": "help",
    "avoided": "avoid",
    "noticed": "notice",
    "mitigated": "mitigate",
    "reduced": "reduce",
    "shortened": "shorten",
    "stopped": "stop",
    "averted": "avert",
    "limited": "limit",
    "identified": "identify",
    "spotted": "spot",
    "revealed": "reveal",
    "exposed": "expose",
    "contained": "contain",
    "flagged": "flag",
    "surfaced": "surface",
}


def system_allowed(words: str, before: str, after: str) -> str | None:
    """Turn "a human error" into the action and the system around it."""
    if not re.match(
        r"\s*(?:[.,;:!?)]|$|(?:(?:was|were|is)(?! made)|caused|led|and|which|during)\b)", after
    ):
        return None
    if re.search(r"\b(?:this|that|the|any|no|pure|simple|plain)\s*$", before):
        return None
    is_many = words.lower().endswith("s")
    return _as(words, "actions the system allowed" if is_many else "an action the system allowed")


def without_the_adverb(words: str, before: str, after: str) -> str | None:
    """Take the slip out of "I accidentally merged": what was done is enough."""
    shorter = _SLIP_ADVERBS.sub("", words, count=1)
    return shorter if shorter != words else None


def was_not(words: str, before: str, after: str) -> str | None:
    """Turn "should have been tested" into "was not tested", if one or many is known."""
    match = re.fullmatch(
        r"(?:should|ought to)(?P<no>n't|\s+not|\s+never)?\s+have\s+been\s+(?P<what>.{1,60})",
        words.replace("’", "'"),
        re.IGNORECASE | re.DOTALL,
    )
    verb = _was_or_were(before)
    if not match or verb is None:
        return None
    return f"{verb} {match['what']}" if match["no"] else f"{verb} not {match['what']}"


def _was_or_were(before: str) -> str | None:
    """Choose the verb, where the subject is so short that it shows whether it is one or many."""
    match = _SUBJECT.search(before)
    if match is None:
        return None
    words = match["subject"].split()
    if words[0] in {"these", "those", "they"}:
        return "were"
    if words[-1].endswith("s") and words[0] not in {"it", "this", "a", "an"}:
        return None if words[-1].endswith(("ss", "us", "is")) else "were"
    return "was"


def would_do(words: str, before: str, after: str) -> str | None:
    """Turn "would have caught" into "would catch": a change to make."""
    if re.search(r"\b(?:if|had|unless)\b", before + after):
        return None
    match = re.fullmatch(
        r"(?P<may>would|could|might)\s+(?P<how>(?:[a-z]+ly|also|even"
        r"|well)\s+)?have\s+(?P<verb>[a-z]+)",
        words,
        re.IGNORECASE,
    )
    if not match or match["verb"].lower() not in _BASE:
        return None
    return f"{match['may']} {match['how'] or ''}{_BASE[match['verb'].lower()]}"


def one_of_several(words: str, before: str, after: str) -> str | None:
    """Turn "the root cause of the outage was" into one contributing factor of it."""
    match = re.fullmatch(
        r"(?:(?:the|a|our|its)\s+)?(?:[\w-]+(?:\s+and\s+|,?\s+)){0,4}?(?:root[\s-]+)?cause"
        r"(?P<what>\s+(?:of|for|behind)\s+.{1,90}?)?\s+(?P<verb>is|was)",
        words,
        re.IGNORECASE | re.DOTALL,
    )
    if not match:
        return None
    what = re.sub(r"^\s+(?:of|for|behind)", " in", match["what"] or "")
    return _as(words, f"one contributing factor{what} {match['verb']}", before)


def several_factors(words: str, before: str, after: str) -> str | None:
    """Turn the heading of one cause into that of several."""
    mark = re.search(r"\s*(?:[:—–]|-)\s*$", words)
    if re.search(r"found|identified|confirmed|discovered|isolated", words, re.IGNORECASE):
        return _as(words, f"one contributing factor found{mark[0] if mark else ''}", before)
    return _as(words, f"contributing factors{mark[0] if mark else ''}", before)


def a_factor(words: str, before: str, after: str) -> str | None:
    """Turn "as the root cause" into "as a contributing factor"."""
    match = re.fullmatch(
        r"(?P<as>as|is|was|be)\s+(?:the|a|our)\s+(?:[\w-]+\s+){0,2}?(?:root[\s-]+)?cause"
        r"(?P<of>\s+(?:of|for|behind))?",
        words,
        re.IGNORECASE,
    )
    if match:
        return f"{match['as']} a contributing factor{' in' if match['of'] else ''}"
    match = re.fullmatch(r"(?P<the>(?:the\s+)?same)\s+.{0,40}?cause", words, re.IGNORECASE)
    return f"{match['the']} contributing factor" if match else None


def _as(words: str, new: str, before: str = "") -> str:
    """Begin the new words with a capital where the old ones began with one."""
    return new[0].upper() + new[1:] if words[:1].isupper() else new
