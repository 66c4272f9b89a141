"""When it started and was over, where a report tells it in whole sentences.

"From 15:30 to 18:10 UTC the queue stood still" names both. "At 15:30 UTC we saw errors" and
"It was resolved at 18:10" name one each, and are believed only together with a day.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postmortems.importing.headings import Place, place_of
from postmortems.importing.source import Block, Source
from postmortems.importing.spans import Span, date_in, span_in, stamps_in
from postmortems.importing.stamps import Stamp

NIGHT = 12
"""So many hours has the clock to go back for the next day to be meant."""
LONGEST_REACH = 40
_SENTENCE = re.compile(r"(?<=[a-z\d)\]*_][.!?])\s+(?=[\"“*_(]*[A-Z])")
_BEGAN = re.compile(
    r"\b(?:began|started|starting|experienc\w+|observed|noticed|suffered|saw|outages?|disrupt\w+"
    r"|interrupt\w+|unavailab\w+|degrad\w+|went (?:down|offline|dark)|fail\w*|stopped|errors?"
    r"|exploit\w*|impacted|affected|unable|incident|received|reports?)\b",
    re.IGNORECASE,
)
# Believed without a day in the sentence: the report has one.
_THE_ISSUE_BEGAN = re.compile(
    r"\b(?:issues?|outage|incident|problems?|disruption|degradation|downtime|impact)"
    r"(?: first)? (?:began|started|occurred)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:restored|resolved?|resolving|recovered|fixed|mitigated|(?:was|were|is) over|ended|closed"
    r"|back (?:online|up|to normal|in service)|(?:returned|back) to normal|operating normally"
    r"|fully operational|(?:working|running|online) (?:again|normally))\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|scheduled|planned maintenance"
    r"|not (?:yet |fully )*(?:been )?(?:restored|resolved|recovered|fixed|mitigated|over))\b",
    re.IGNORECASE,
)


def find_told(source: Source, blocks: Sequence[Block], near: date | None) -> Span | None:
    """The first sentence that names both, or else one that names each."""
    texts = list(_prose(source, blocks))
    for one in texts:
        if (span := span_in(one.text, near, needs_from=True)) is not None:
            return span
    sentences = [sentence for one in texts if one.opens for sentence in _SENTENCE.split(one.text)]
    begins = [found for one in sentences if (found := _began(one, near))]
    ends = [found for one in sentences if (found := _ended(one, near))]
    for began in begins:
        if not ends or _may_follow(ends[-1], began):
            return began, ends[-1] if ends else None
    return (begins[0], None) if begins else None


def _may_follow(ended: Stamp, began: Stamp) -> bool:
    """Whether one was after the other; a time of the next morning needs no day."""
    if ended.date is not None and began.date is not None:
        return ended.date >= began.date
    if ended.time is None or began.time is None:
        return False
    return ended.time >= began.time or began.time.hour - ended.time.hour >= NIGHT


def _began(sentence: str, near: date | None) -> Stamp | None:
    """The first time in a sentence about how it began, with its day."""
    if _BEGAN.search(sentence) is None or _TO_COME.search(sentence):
        return None
    stamps = stamps_in(sentence, near)
    if not stamps:
        return None
    first = stamps[0][2]
    day = first.date or date_in(sentence, near)
    if day is None and _THE_ISSUE_BEGAN.search(sentence) is None:
        return None
    return replace(first, date=day)


def _ended(sentence: str, near: date | None) -> Stamp | None:
    """The time behind the words that say that it was over, or else the last before them."""
    over = [match.end() for match in _ENDED.finditer(sentence)]
    stamps = stamps_in(sentence, near)
    if not over or not stamps or _TO_COME.search(sentence):
        return None
    behind = (stamp for start, _, stamp in stamps if 0 <= start - over[-1] <= LONGEST_REACH)
    return next(behind, stamps[-1][2])


@dataclass(frozen=True, slots=True)
class _Prose:
    text: str
    opens: bool
    """It is a paragraph in a part that tells what happened."""


def _prose(source: Source, blocks: Sequence[Block]) -> Iterator[_Prose]:
    tells = True
    for block in blocks:
        if block.kind == "heading":
            tells = place_of(block.text) in {None, Place.WHAT_HAPPENED}
        elif block.kind in {"paragraph", "blockquote"}:
            text = " ".join(source.kept(number).strip(" >") for number in block.lines)
            yield _Prose(text, opens=tells)
        elif block.items:
            yield from (_Prose(source.kept(number), opens=False) for number in block.lines)
