"""A rule: which words it sees, which it leaves alone, and what it says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lens.finding import Category, Strength

# "Operator" is a program wherever these are spoken of.
_CLUSTER = re.compile(
    r"reconcil|custom resource|\bcrds?\b|controller|kubernetes|k8s|namespace|webhook|\bhelm\b"
    r"|\bpods?\b"
)
# From the words, what stands before them and what stands after them in the sentence.
Rewording = Callable[[str, str, str], str | None]
# A space of a pattern, with what says how often; not one among others in brackets.
_SPACE = re.compile(r"(?<!\[) (\?|(?![{\]]))")


def phrase(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of whole words, in which a space stands for any gap."""
    return re.compile(rf"(?<![\w'@-])(?:{_with_gaps(pattern)})(?![\w-])")


def before(pattern: str) -> re.Pattern[str]:
    """Compile what must not stand right before the words."""
    return re.compile(rf"(?<![\w'-])(?:{_with_gaps(pattern)}) {{0,9}}$")


def after(pattern: str) -> re.Pattern[str]:
    """Compile what must not stand right after the words."""
    return re.compile(rf" {{0,9}}(?:{_with_gaps(pattern)})")


def _with_gaps(pattern: str) -> str:
    """Let emphasis around a word leave as many blanks behind as it likes."""
    return _SPACE.sub(lambda match: " {0,9}" if match[1] else " {1,9}", pattern)


@dataclass(frozen=True)
class Rule:
    """One thing to notice.

    `patterns` are tried on a sentence in small letters, and only if it contains one of `cues`.
    A pattern may name the part to point at `words`; the rest is then only what must be there.
    `found` are sentences with the words that are found in them, `left_alone` are sentences in
    which this rule finds nothing; both are documentation and are run as tests.
    """

    id: str
    name: str
    category: Category
    strength: Strength
    why: str
    question: str
    cues: tuple[str, ...]
    patterns: tuple[str, ...]
    found: tuple[tuple[str, str], ...]
    left_alone: tuple[str, ...]
    not_before: str = ""
    not_after: str = ""
    not_in_sentence: str = ""
    rewording: Rewording | None = field(default=None, repr=False)

    def spans(self, sentence: str) -> Iterator[tuple[int, int, re.Match[str]]]:
        """Where the rule's words are in a sentence that is in small letters."""
        if not any(cue in sentence for cue in self.cues):
            return
        if self._not_in_sentence and self._not_in_sentence.search(sentence):
            return
        for pattern in self._patterns:
            for match in pattern.finditer(sentence):
                if self._is_left_alone(sentence, match):
                    continue
                part = "words" if pattern.groupindex else 0
                yield match.start(part), match.end(part), match

    def _is_left_alone(self, sentence: str, match: re.Match[str]) -> bool:
        if "operator" in match[0] and _CLUSTER.search(sentence):
            return True
        # A guard reads a bounded piece, so that a sentence without end costs no more than others.
        if self._not_before:
            piece = sentence[max(0, match.start() - 90) : match.start()]
            if self._not_before.search(piece):
                return True
        if self._not_after:
            return bool(self._not_after.match(sentence[match.end() : match.end() + 90]))
        return False

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(phrase(pattern) for pattern in self.patterns)

    @cached_property
    def _not_before(self) -> re.Pattern[str] | None:
        return before(self.not_before) if self.not_before else None

    @cached_property
    def _not_after(self) -> re.Pattern[str] | None:
        return after(self.not_after) if self.not_after else None

    @cached_property
    def _not_in_sentence(self) -> re.Pattern[str] | None:
        return phrase(self.not_in_sentence) if self.not_in_sentence else None
