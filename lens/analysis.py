"""Read a text and say where a kinder or truer wording may help."""

from bisect import bisect
from collections.abc import Iterable, Iterator

from lens.finding import Category, Finding
from lens.masking import COVERED, mask, without_emphasis
from lens.rule import Rule
from lens.rules import RULES
from lens.sentences import sentences
from lens.warmth import THEMSELVES, WORDS


def analyse(
    markdown: str, *, names: Iterable[str] = (), without: Iterable[str] = ()
) -> list[Finding]:
    """Find words that blame, that judge by what is known now, or that name one cause.

    `names` are the people involved: full names, first names and @handles are then people. Without
    them a bare name is nobody, as it cannot be told from a product's. `without` are the ids of
    rules not to use; an unknown one raises ValueError. Findings come in the order of the text and
    never overlap. The time taken grows with the length of the text and no faster.
    """
    off = set(without)
    if unknown := off - {rule.id for rule in RULES}:
        raise ValueError(f"There are no such rules: {', '.join(sorted(unknown))}.")
    masked = without_emphasis(mask(markdown, names))
    rules = [rule for rule in RULES if rule.id not in off and _may_find(rule, masked)]
    return _one_cause_at_most(_settle(_candidates(markdown, masked, rules)))


def _may_find(rule: Rule, masked: str) -> bool:
    return any(cue in masked for cue in rule.cues)


def _candidates(markdown: str, masked: str, rules: list[Rule]) -> Iterator[Finding]:
    for place, sentence in sentences(masked):
        for rule in rules:
            for start, end, match in rule.spans(sentence):
                start, end = _trim(sentence, start, end)
                if start == end:
                    continue
                words = markdown[place + start : place + end]
                is_whole = COVERED not in sentence[start : match.end()]
                why, question = rule.why, rule.question
                if rule.category in WORDS and THEMSELVES.search(match[0]):
                    why, question = WORDS[rule.category]
                yield Finding(
                    rule=rule.id,
                    category=rule.category,
                    strength=rule.strength,
                    start=place + start,
                    end=place + end,
                    words=words,
                    why=why,
                    question=question,
                    rewording=rule.rewording(words, sentence[:start], sentence[end:])
                    if rule.rewording and is_whole
                    else None,
                )


def _trim(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Point at no blanks around the words, and at nothing that is covered."""
    piece = sentence[start:end]
    piece = piece.partition(COVERED)[0]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def _settle(candidates: Iterable[Finding]) -> list[Finding]:
    """Of findings that overlap keep the strongest, then the longest, then the first rule's."""
    kept: list[Finding] = []
    starts: list[int] = []
    for one in sorted(candidates, key=lambda one: (-one.strength, one.start - one.end)):
        place = bisect(starts, one.start)
        if place and kept[place - 1].end > one.start:
            continue
        if place < len(kept) and kept[place].start < one.end:
            continue
        kept.insert(place, one)
        starts.insert(place, one.start)
    return kept


def _one_cause_at_most(findings: list[Finding]) -> list[Finding]:
    """Speak of the single cause once a document: it is how most teams were taught to write."""
    first = next((one for one in findings if one.category == Category.SINGLE_CAUSE), None)
    return [one for one in findings if one.category != Category.SINGLE_CAUSE or one is first]
