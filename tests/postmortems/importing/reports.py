"""Reports to import: a helper for short ones, and a generator of long and odd ones."""

import random
import re
from collections.abc import Callable
from datetime import date
from textwrap import dedent

from postmortems.importing.check import check_words
from postmortems.importing.headings import Place, place_of, words_of
from postmortems.importing.parser import parse_report
from postmortems.importing.report import Report
from postmortems.importing.source import Line
from postmortems.importing.stamps import read_stamp
from postmortems.importing.tables import says_only_common_words

WORDS = (
    "the queue printer conveyor label scanner backlog stopped slowly again after a deploy while "
    "orders kept arriving and nobody was paged because the alert looked at the wrong shard so we "
    "rolled it back drained one node restarted the worker read the logs and wrote this down "
    "`kubectl get pods` **bold words** _quietly_ 95% 3.4.1 https://example.org/a?b=1 [PR 12]"
    "(https://example.org/12) naïve façade don't e-mail \\| & < > \" * # 504 10:30 2019"
).split()

_MARK = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)]|\[[ xX]\])\s*")

HEADINGS = (
    "Summary", "What happened?", "Impact", "Root cause", "Timeline", "Timeline (UTC)",
    "Chronology of sorts", "Lessons learned", "What went well", "What went wrong",
    "Where we got lucky", "What surprised us", "Action items", "Action items (some done)",
    "Follow-ups", "Contributing factors", "Contributing factors (so far)", "Next steps:",
    "Attendees", "Stats", "1. Impact", "**Timeline**", "🔥 Details", "Process", "Detection",
    "Resolution and recovery", "Documentation improvements", "14:05", "14:20 - Rolled back",
    "2021-03-04", "2021-03-04 23:55", "~02:10-02:30", "2X:XX (not sure)", "March 5, 10:00",
)  # fmt: skip

TIMES = (
    "14:05", "9:00", "23:55", "00:10", "4:23PM", "2021-03-04 14:05", "2021-03-04", "Mar 5, 10:00",
    "14:05 UTC", "14:05 - 14:20", "~14:05", "HH:mm", "2021-03-04 HH:mm", "**14:05 CET**",
    "2021-03-04T14:05Z", "24/12/21 18:00", "",
)  # fmt: skip


def read(text: str, filename: str = "2021-03-04-labels.md") -> Report:
    """Parse a report, having made sure that it is all there."""
    report = parse_report(dedent(text).lstrip("\n"), filename=filename)
    assert_nothing_is_lost(report)
    return report


def assert_nothing_is_lost(report: Report) -> None:
    """Each line that says something is in one place, and its words are found again there."""
    adrift = [
        number
        for number, line in enumerate(report.lines, 1)
        if line.text.strip() and line.destination is None
    ]
    assert adrift == []
    kept = check_words(report.lines, report.parts)
    assert kept.missing == ()
    assert kept.in_text + kept.as_structure == kept.words


def assert_only_structure_is_taken(report: Report) -> None:
    """What became no text is a mark, a known heading, a time that an entry has, or a link."""
    unexplained = [
        (number, part)
        for number, line in enumerate(report.lines, 1)
        for part in [*line.before, *line.after]
        if not _is_structure(part, line, report)
    ]
    assert unexplained == []


def _is_structure(part: str, line: Line, report: Report) -> bool:
    destination = line.destination
    assert destination is not None
    if _MARK.fullmatch(part) or place_of(part) is not None or part.startswith("title: "):
        return True
    if destination.place is Place.TITLE:
        return "2021-03-04" in part
    if destination.place is Place.FOLLOW_UP and "http" in part:
        return report.follow_ups[destination.index].link in part
    if says_only_common_words([part]):
        return True
    stamp = read_stamp(part, near=date(2021, 3, 4))
    if destination.place is not Place.TIMELINE or stamp is None or words_of(part[stamp.end :]):
        return False
    at = report.timeline[destination.index].occurred_at
    assert at is not None
    return (stamp.time or at.time()) == at.time() and (stamp.date or at.date()) == at.date()


def some_report(seed: int) -> str:
    """A report of random sections in random order, tidy or not, the same for the same seed."""
    rng = random.Random(seed)
    lines: list[str] = []
    if rng.random() < 0.2:
        lines += ["---", f"title: {_words(rng, 4)}", "weight: 3", "---"]
    if rng.random() < 0.8:
        lines += [
            rng.choice(["# ", "# 2021-03-04, ", "# Incident on 2021-03-04 - "]) + _words(rng, 4)
        ]
    for _ in range(rng.randint(1, 12)):
        if rng.random() < 0.8:
            lines += ["", _heading(rng), ""]
        for _ in range(rng.randint(0, 4)):
            lines += rng.choice(SHAPES)(rng)
            lines += [""] * rng.choice([0, 1, 1, 1, 2])
    if rng.random() < 0.2:
        lines = [" " * rng.choice([0, 0, 1, 2, 4]) + line for line in lines]
    return rng.choice(["\n", "\n", "\r\n"]).join(lines)


def _words(rng: random.Random, about: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, about * 2)))


def _heading(rng: random.Random) -> str:
    text = rng.choice(HEADINGS)
    if rng.random() < 0.1:
        return f"{text}\n{rng.choice('=-') * 5}"
    return f"{'#' * rng.randint(1, 5)} {text}{rng.choice(['', '', ' ##'])}"


def _paragraph(rng: random.Random) -> list[str]:
    return [_words(rng, 8) for _ in range(rng.randint(1, 3))]


def _bullets(rng: random.Random) -> list[str]:
    marker = rng.choice(["-", "*", "1.", "- [ ]", "- [x]"])
    lines = []
    for _ in range(rng.randint(1, 4)):
        lines.append(f"{marker} {_words(rng, 5)}")
        if rng.random() < 0.3:
            lines += [f"  {_words(rng, 4)}", f"  - {_words(rng, 3)}"]
    return lines


def _timed_bullets(rng: random.Random) -> list[str]:
    separator = rng.choice([" ", " - ", ": ", " – "])
    return [
        f"{rng.choice(['-', '-', '*', '–'])} {rng.choice(TIMES)}{separator}{_words(rng, 5)}"
        for _ in range(rng.randint(1, 5))
    ]


def _timed_lines(rng: random.Random) -> list[str]:
    return [f"{rng.choice(TIMES)} - {_words(rng, 5)}" for _ in range(rng.randint(1, 4))]


def _labels(rng: random.Random) -> list[str]:
    lines = []
    for label in rng.sample(["Impact", "Key events", "Context", "Review actions", "Mood"], 3):
        style = rng.choice(["- **{}**: {}", "- **{}**:\n  - {}", "**{}:** {}", "**{}:**\n\n{}"])
        lines.append(style.format(label, _words(rng, 5)))
    return lines


def _table(rng: random.Random) -> list[str]:
    header = rng.choice(["| Time | Event |", "| Time (CET) | What | Who did what |", "| A | B |"])
    rows = [
        f"| {rng.choice(TIMES)} | {_words(rng, 4)} {rng.choice(['|', '', '| more |'])}"
        for _ in range(rng.randint(0, 4))
    ]
    return [header, "| :--- | --- |" + (" --- |" if header.count("|") > 3 else ""), *rows]


def _oddity(rng: random.Random) -> list[str]:
    return rng.choice(
        [
            ["```", "14:05 - in a log", "# not a heading", "```"],
            ["```python", "never = 'closed'"],
            ["<!-- said in a comment -->"],
            ["> quoted", "> 14:05 said somebody"],
            ["    indented = code"],
            ["---"],
            ["![](pictures/graph.png)"],
            ["[ref]: https://example.org/ref", "as [fixed][ref] says"],
            ["All times in PST"],
            ["- "],
            ["-"],
            ["1."],
            ["| | |", "|-|-|", "| | |"],
            ["**Timeline:**"],
            ["\u2028 and \x0c in between"],
            ["<table><tr><td>14:05</td></tr></table>"],
            ["what follows:"],
        ]
    )


Shape = Callable[[random.Random], list[str]]
SHAPES: tuple[Shape, ...] = (
    _paragraph, _bullets, _timed_bullets, _timed_lines, _labels, _table, _oddity,
)  # fmt: skip
