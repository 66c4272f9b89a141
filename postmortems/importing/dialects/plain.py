"""Reports without headings: a line that says no more than "Timeline" is meant as one."""

import re
from collections.abc import Sequence

from postmortems.importing.dialects.headings import HEADING, has_headings, heading_words
from postmortems.importing.dialects.lines import outside_fences
from postmortems.importing.headings import Place, place_of

LONGEST_HEADING = 60
LONGEST_KNOWN = 200
MOST_WORDS = 12
_STOPS = re.compile(r"[.,;!?|]\s*$")
_NO_TITLE = re.compile(r"\s*(?:[-+*>|#<`\[{(=]|\d{1,2}[:.)]|\d{4}-\d|\*\*)")
_SAYS_LABEL = re.compile(r"[^\s:][^:]{0,40}:(?:\s|$)")
_ITEM = re.compile(r"\s*(?:[-+*•]|\d{1,9}[.)])\s")
# "Owner: …<br> Due: …": what is broken within a line is broken into lines.
_BREAK = re.compile(
    r"(?P<mark><br\s*/?>)[ \t]*(?=[*_`]*\d{1,2}:\d{2}\b|[*_]*[A-Z][\w /]{1,30}:)", re.IGNORECASE
)


def with_sections(lines: list[str]) -> list[str]:
    """Names of sections alone on their lines as headings, where there are none that are known."""
    lines = _broken(lines)
    known = (words for words in heading_words(lines) if len(words) <= LONGEST_KNOWN)
    if any(place_of(words) is not None for words in known):
        return lines
    names = [at for at in outside_fences(lines) if _is_name(lines[at])]
    made = list(lines)
    if not has_headings(lines) and (title := _title(lines, names)) is not None:
        made[title] = f"# {lines[title].strip()}"
    for at in names:
        made[at] = f"## {lines[at].strip()}"
    for at in names:
        if place_of(lines[at].strip()) is Place.FOLLOW_UP:
            _itemize(made, at + 1)
    return made


def _broken(lines: Sequence[str]) -> list[str]:
    made: list[str] = []
    outside = set(outside_fences(lines))
    for at, line in enumerate(lines):
        if at in outside and "|" not in line and not HEADING.match(line):
            made += _BREAK.sub(lambda match: f"{match['mark']}\n", line).split("\n")
        else:
            made.append(line)
    return made


def _is_name(line: str) -> bool:
    words = line.strip()
    return (
        0 < len(words) <= LONGEST_HEADING
        and words[:1].isupper()
        and not line.startswith(("    ", "\t"))
        and _STOPS.search(words) is None
        and place_of(words) is not None
    )


def _title(lines: Sequence[str], names: Sequence[int]) -> int | None:
    """The first line, when it stands alone and is short."""
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is None or first in names or (first + 1 < len(lines) and lines[first + 1].strip()):
        return None
    words = lines[first].strip()
    is_long = len(words.split()) > MOST_WORDS or _STOPS.search(words) is not None
    if is_long or ":" in words or _NO_TITLE.match(words) or first + 1 >= len(lines):
        return None
    return first


def _itemize(lines: list[str], start: int) -> None:
    """Make a list of lines that each are something to do."""
    while start < len(lines) and not lines[start].strip():
        start += 1
    if start < len(lines) and lines[start].rstrip().endswith(":"):
        start += 1
    end = start
    while end < len(lines) and lines[end].strip() and not HEADING.match(lines[end]):
        end += 1
    run = range(start, end)
    is_list = any(_ITEM.match(lines[at]) for at in run)
    each_begins = all(lines[at].strip()[:1].isupper() for at in run)
    labels = [label[0] for at in run if (label := _SAYS_LABEL.match(lines[at].strip()))]
    are_records = len(set(labels)) < len(labels)
    if len(run) > 1 and each_begins and not is_list and not are_records:
        for at in run:
            lines[at] = f"- {lines[at].strip()}"
