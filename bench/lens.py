"""How well the lens sees, on labelled sentences, and how its time grows."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.figures import line, title
from lens import RULES, Category, Finding, analyse

OK = "ok"
SHORT, LONG = 10_000, 100_000
ROUNDS = 5
PROSE = (
    "At 14:02 the on-call engineer saw the error rate climb and opened a call with two others. "
    "The dashboard showed a healthy replica, so they restarted the primary, which had worked the "
    "week before. We did not have an alert on the queue. The queue should have drained by itself, "
    "but a flag in the new release had turned the consumer off. Support told customers at 14:30. "
)
# Texts that are many beginnings of something and never its end.
HOSTILE = {
    "one word that never ends": "a",
    "blanks": " ",
    "backticks of every length": "` `` ``` ```` ",
    "quotation marks": "\" ' “ „ « ",
    "brackets": "](<a href=[((",
    "comments that never close": "<!-- <pre> <!--",
    "people who do nothing": "the engineer on the team of the ",
    "we, again and again": "we they i you someone ",
    "should have": "we should really have also ",
    "ifs": "if we had if only they had not ",
    "causes": "the root cause of the cause of ",
    "whys": "why did you who why didn't because we ",
    "slips": "I accidentally mistakenly forgot by the ",
    "short lines": "- we\n> x\n\n",
    "every cue there is": " ".join(cue for rule in RULES for cue in rule.cues) + " ",
}


@dataclass(frozen=True)
class Example:
    """A sentence with what it does, or `ok`, and which of its words do it."""

    text: str
    label: str
    span: str | None

    def is_seen(self, findings: Sequence[Finding]) -> bool:
        """Whether a finding of its category touches its words, or is there if none are given."""
        start = self.text.find(self.span) if self.span else 0
        end = start + len(self.span) if self.span else len(self.text)
        return any(
            one.category == self.label and one.start < end and one.end > start for one in findings
        )


def measure(examples: str | None) -> None:
    """Score the lens on a file of examples, if there is one, and time it."""
    if examples:
        _score(_read(examples))
    _time()


def _read(path: str) -> list[Example]:
    """One JSON object a line, with `text`, `label` and, if known, `span`."""
    rows = [json.loads(row) for row in Path(path).read_text("utf-8").splitlines() if row.strip()]
    return [Example(row["text"], row["label"], row.get("span")) for row in rows]


def _score(examples: list[Example]) -> None:
    title(
        f"The lens on {len(examples)} labelled sentences",
        how="Found: a finding of the label's category touches the labelled words. A false alarm: "
        "any finding in an ok sentence, or only others in another.",
    )
    found = [(example, analyse(example.text)) for example in examples]
    seen = [(example, findings) for example, findings in found if example.is_seen(findings)]
    missed = [pair for pair in found if pair[0].label != OK and pair not in seen]
    false = [pair for pair in found if pair[1] and pair not in seen]
    for category in Category:
        _line(category, seen, missed, false)
    _share("all, precision", len(seen), len(seen) + len(false), ".90")
    _share("all, recall", len(seen), len(seen) + len(missed), ".85")
    for name, pairs in (("Missed", missed), ("False alarms", false)):
        print(f"\n  {name}: {len(pairs)}")
        for example, findings in pairs:
            words = ", ".join(f"{one.rule} “{one.words}”" for one in findings)
            print(f"    {example.label}: {example.text}{f'  [{words}]' if words else ''}")


type Pairs = list[tuple[Example, list[Finding]]]


def _line(category: Category, seen: Pairs, missed: Pairs, false: Pairs) -> None:
    right = sum(example.label == category for example, _ in seen)
    wrong = sum(any(one.category == category for one in findings) for _, findings in false)
    lost = sum(example.label == category for example, _ in missed)
    _share(f"{category}, precision", right, right + wrong)
    _share(f"{category}, recall", right, right + lost)


def _share(name: str, part: int, whole: int, goal: str = "") -> None:
    line(name, f"{part / whole:.3f} ({part} of {whole})" if whole else "none", goal)


def _time() -> None:
    title(
        "The time the lens takes", how=f"Of the processor, the best of {ROUNDS} after a first run."
    )
    words = PROSE.split()
    text = " ".join(words * (2_000 // len(words) + 1))
    text = " ".join(text.split()[:2_000])
    line("2,000 words of prose", f"{_best(partial(analyse, text)) * 1000:.1f} ms", "under 50 ms")
    for name, piece in HOSTILE.items():
        short, long = (_best(partial(analyse, (piece * size)[:size])) for size in (SHORT, LONG))
        line(name, f"{long * 1000:.0f} ms, × {long / short:.1f}", "about × 10")


def _best(run: Callable[[], object]) -> float:
    run()
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        run()
        times.append(time.process_time() - begin)
    return min(times)
