"""The title of a report and the date in it: "# 2017-09-27, Hub 403"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from postmortems.importing.dates import date_at_end, full_date_in, short_date_in
from postmortems.importing.headings import words_of
from postmortems.importing.stamps import Stamp, read_stamp

_KIND = (
    r"(?:incident|outage|post[- ]?mortem|retrospective|rca|root cause analysis)"
    r"(?: (?:report|review|date|summary|analysis|post[- ]?mortem))?"
)
_BEFORE_A_DATE = re.compile(rf"\W*{_KIND}\b(?: (?:on|of|for|from))?\W*", re.IGNORECASE)
_KIND_ALONE = re.compile(rf"\W*{_KIND}\s*(?::|[-–—] )\s*", re.IGNORECASE)
_NO_TITLE = re.compile(rf"\W*{_KIND}(?: (?:report|document|template))*\W*", re.IGNORECASE)
_NAMES_A_TITLE = re.compile(
    r"^[\W_]*(?:(?:incident|report|post-?mortem|outage|issue) )?(?:title|name|subject)"
    r"[\s*_`]*[:：][\s*_`]*(?P<title>\S.*)$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s,;:.\-–—|]*")
_TAIL = re.compile(r"[\s,;:(\-–—|]*(?:\b(?:on|of|from)\s*)?$", re.IGNORECASE)
_MARKS = (
    re.compile(r"`+([^`]+)`+"),
    re.compile(r"\*\*([^*]+)\*\*"),
    re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])"),
)
_NAME_DATE = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)[-_. ]*")
_WORDS_APART = re.compile(r"-")
_HYPHEN_IN_WORDS = re.compile(r"(?<=[^\W\d])-|-(?=[^\W\d])")
_NAME_YEAR = re.compile(r"(?<!\d)(19[7-9]\d|20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Title:
    """`text[start:end]` of a heading is the title; around it is when it was."""

    text: str
    start: int
    end: int
    stamp: Stamp | None

    @property
    def words(self) -> str:
        written = words = self.text[self.start : self.end]
        for marks in _MARKS:
            words = marks.sub(r"\1", words)
        # Two words with nothing but a mark between them would become one.
        return (words if words_of(words) == words_of(written) else written).strip()


def title_of(heading: str) -> Title:
    """Find the title within a heading, and the date before or behind it."""
    opening = _BEFORE_A_DATE.match(heading)
    for start in {opening.end() if opening else 0, 0}:
        stamp = read_stamp(heading[start:], near=None)
        if stamp is None or stamp.date is None or not stamp.plain:
            continue
        separators = _SEPARATORS.match(heading, start + stamp.end)
        end = separators.end() if separators else start + stamp.end
        if words_of(heading[end:]):
            return Title(heading, end, len(heading), stamp)
        return Title(heading, 0, len(heading), stamp)
    kind = _KIND_ALONE.match(heading)
    start = kind.end() if kind and words_of(heading[kind.end() :]) else 0
    if (found := date_at_end(heading)) is not None:
        at, day = found
        tail = _TAIL.search(heading[start:at])
        end = start + tail.start() if tail else at
        stamp = Stamp(day, None, None, 0, plain=True)
        if words_of(heading[start:end]):
            return Title(heading, start, end, stamp)
        return Title(heading, 0, len(heading), stamp)
    return Title(heading, start, len(heading), None)


def says_no_title(heading: str) -> bool:
    """Whether a heading names the kind of report and nothing else: "Incident report"."""
    return _NO_TITLE.fullmatch(heading) is not None


def title_said(lines: Iterable[str]) -> str:
    """The title that a line gives, "Incident title: …", or nothing."""
    for line in lines:
        if label := _NAMES_A_TITLE.match(line):
            return title_of(label["title"].strip("\"' ")).words
    return ""


def are_of_one_thing(title: str, other: str) -> bool:
    """Whether two titles share more than half of their words."""
    words, others = ({word.lower() for word in words_of(one)} for one in (title, other))
    return len(words & others) * 2 > min(len(words), len(others))


def date_in_name(filename: str) -> date | None:
    """The date a file is named after, "2017-09-27-hub-403.md" or "outage-5-26-21.md"."""
    stem = PurePath(filename).stem
    match = _NAME_DATE.search(stem)
    if match is None:
        spaced = stem.replace("_", " ")
        return full_date_in(_WORDS_APART.sub(" ", spaced)) or short_date_in(
            _HYPHEN_IN_WORDS.sub(" ", spaced)
        )
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def year_in_name(filename: str) -> int | None:
    """The year in a name such as "PM2020-003-adsync.md"."""
    match = _NAME_YEAR.search(PurePath(filename).stem)
    return int(match[1]) if match else None


def title_from_name(filename: str) -> str:
    """A title for a report that has none: its file name, as words."""
    stem = PurePath(filename).stem
    words = re.sub(r"[\s_\-.]+", " ", _NAME_DATE.sub("", stem)).strip() or stem
    return words[:1].upper() + words[1:]
