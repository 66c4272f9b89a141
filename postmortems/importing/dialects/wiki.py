"""Pages of a wiki: "==Timeline==", "'''bold'''", "# first", and Org's "* Timeline"."""

import re
from collections.abc import Sequence

from postmortems.importing.dialects.lines import outside_fences

_HEADING = re.compile(r"(?P<level>={2,5}) *(?P<words>[^=\s](?:.*[^=\s])?) *(?P=level)\s*$")
_ITEM = re.compile(r"(?P<marks>[*#]+)\s*(?P<words>[^\s*#].*)$")
_BOLD = re.compile(r"'''(?P<words>[^']+(?:'[^']+)*)'''")
_ORG_SETTING = re.compile(r"#\+title:", re.IGNORECASE)
_ORG_HEADING = re.compile(r"(?P<stars>\*{1,5}) +(?P<words>\S.*)$")
FEWEST_HEADINGS = 2
DEEPEST = 5


def from_wiki(lines: list[str]) -> list[str]:
    """A page of MediaWiki or of Org as Markdown; any other as it is."""
    if any(_ORG_SETTING.match(line) for line in lines):
        return [_org(line) for line in lines]
    outside = list(outside_fences(lines))
    if sum(_HEADING.match(lines[at]) is not None for at in outside) < FEWEST_HEADINGS:
        return lines
    return _mediawiki(lines, outside)


def _mediawiki(lines: Sequence[str], outside: Sequence[int]) -> list[str]:
    made = list(lines)
    for at in outside:
        line = _BOLD.sub(lambda match: f"**{match['words']}**", lines[at])
        if heading := _HEADING.match(line):
            line = f"{'#' * len(heading['level'])} {heading['words']}"
        elif item := _ITEM.match(line):
            line = f"{'  ' * min(len(item['marks']) - 1, DEEPEST)}- {item['words']}"
        made[at] = line
    return made


def _org(line: str) -> str:
    heading = _ORG_HEADING.match(line)
    return f"{'#' * (len(heading['stars']) + 1)} {heading['words']}" if heading else line
