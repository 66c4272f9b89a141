"""Cover what nobody said here: code, logs, addresses and quotations.

A copy of the text is made in which every character stands where it stood, so that what is found
in the copy is at the same place in the text.
"""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator

from lens.quotes import quotations

# Of the private use area: a person's name, something covered inside a sentence, and the end of a
# sentence. In the text itself they would be mistaken for ours, so there they become blanks.
PERSON, COVERED, BREAK = "\ue000", "\ue001", "\ue002"
OURS = str.maketrans({PERSON: " ", COVERED: " ", BREAK: " "})

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})")
LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
QUOTE = re.compile(r"[ \t]*(?:[-*+][ \t]+)?>")
DEFINITION = re.compile(r" {0,3}\[[^\]\[]{1,200}\]:[ \t]")
BEGINS_WITH_TIME = re.compile(r"[ \t]*[\[(*_]{0,4}(?:\d{4}-\d\d-\d\d|\d{1,2}[:.]\d\d|\d\d?/\d\d?/)")
LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|CRITICAL|CRIT|FATAL|PANIC|SEVERE)"
LOG = re.compile(
    rf"""\s*(?:
      (?:\[?\d{{4}}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[^\s]*\s{{1,4}})[\[(]?{LEVEL}\b
    | [\[(]?{LEVEL}[\])]?:?\s{{1,4}}[\[(]?(?:\d{{4}}-\d\d|[\w.]{{1,60}}[.:/]\w)
    | (?:time|ts|level|lvl)=\S
    | [A-Z][a-z]{{2}}\s{{1,2}}\d{{1,2}}\s\d\d:\d\d:\d\d\s\S{{1,80}}\s\S{{1,80}}:\s
    | [IWEF]\d{{4}}\s\d\d:\d\d:\d\d
    | \d{{1,3}}(?:\.\d{{1,3}}){{3}}\s\S{{1,40}}\s\S{{1,40}}\s\[
    | Traceback\s\(most | File\s"[^"]{{1,200}}",\sline\s\d
    | at\s[\w.$<>]{{1,200}}\([^)]{{0,200}}\)\s{{0,9}}$
    | (?:\$|%|>>>|PS>|mysql>|\w{{1,40}}@[\w.-]{{1,60}}:\S{{0,80}}[\#$])\s\S
    | [{{\[]"[^"]{{1,80}}":
    )""",
    re.VERBOSE,
)
INLINE = re.compile(
    r"""
      \]\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s{1,4}["'][^"'\n]{0,200}["'])?\)
    | <(?:[a-zA-Z][a-zA-Z0-9+.-]{0,30}:|[/!?]?[a-zA-Z])[^<>]{0,1000}>
    | \b[a-zA-Z][a-zA-Z0-9+.-]{0,30}://[^\s<>|)\]]{1,2000}
    | \bwww\.[^\s<>|)\]]{1,2000}
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,200}
    | (?<!\w)@[\w.-]{1,80}/[\w./-]{1,200}
    | \[\^[^\]\s]{1,80}\]
    """,
    re.VERBOSE,
)
LINE_BREAK_TAG = re.compile(r"<(?:br|/?p|/?li|/?td|/?tr|/?th|/?div|hr|/?h[1-6])\b", re.IGNORECASE)
WHOLE_ELEMENTS = re.compile(r"<(pre|code|script|style|blockquote|q|kbd|samp)\b", re.IGNORECASE)
TICKS = re.compile(r"`+")
BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?=\r|\n)|\ue002")
# Letter by letter, as `str.lower` may make a text longer.
SMALL = str.maketrans(
    {chr(big): chr(big + 32) for big in range(ord("A"), ord("Z") + 1)}
    | dict.fromkeys("\r\n\t\v\f\u00a0\u2007\u2009\u202f*", " ")
    | dict.fromkeys("\u2019\u02bc\u2018", "'")
    | dict.fromkeys("\u2010\u2011", "-")
)


class _Copy:
    """The text while it is being covered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._characters = list(text)

    def cover(self, start: int, end: int, by: str = COVERED) -> None:
        self._characters[start:end] = by * (end - start)

    def settle(self) -> None:
        """Let the next reader see what is covered so far."""
        self.text = "".join(self._characters)


def mask(text: str, names: Iterable[str] = ()) -> str:
    """Return the text in small letters, as long as it was, with only what was said here."""
    copy = _Copy(text.translate(OURS))
    for cover in (_cover_blocks, _cover_elements, _cover_ticks, _cover_inline, _cover_quotations):
        cover(copy)
        copy.settle()
    _cover_names(copy, names)
    _break_lines(copy)
    copy.settle()
    return copy.text.translate(SMALL)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in LINE.finditer(text):
        if match[0]:
            yield match.start(), match[0]


def _cover_blocks(copy: _Copy) -> None:
    """Cover what whole lines are: front matter, fenced and indented code, quotes and logs."""
    fence = ""
    is_quoted = in_list = False
    after_blank = True
    skip_to = _end_of_front_matter(copy.text)
    copy.cover(0, skip_to, BREAK)
    for start, line in _lines(copy.text):
        if start < skip_to:
            continue
        bare = line.strip()
        is_hidden = False
        if fence:
            is_hidden = True
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
        elif opening := FENCE.match(line.rstrip("\r\n")):
            fence, is_hidden = opening[1], True
        elif not bare:
            is_quoted = False
        elif QUOTE.match(line) or (is_quoted and not LIST_ITEM.match(line)):
            is_quoted = is_hidden = True
        elif after_blank and not in_list and line.startswith(("    ", "\t")):
            is_hidden = True
        else:
            is_hidden = bool(LOG.match(line) or DEFINITION.match(line)) or _is_rule(bare)
            if LIST_ITEM.match(line):
                in_list = True
            elif not line[0].isspace():
                in_list = in_list and not after_blank
        if is_hidden:
            copy.cover(start, start + len(line), BREAK)
        # After a line of code comes another; after a line that was cut off, nothing new begins.
        after_blank = not bare or (is_hidden and after_blank)


def _end_of_front_matter(text: str) -> int:
    """Where the text begins after YAML or TOML between two lines of --- or +++."""
    lines = _lines(text)
    _, first = next(lines, (0, ""))
    if first.strip() not in {"---", "+++"} or first[0].isspace():
        return 0
    for number, (start, line) in enumerate(lines):
        if line.rstrip() in {first.strip(), "..."}:
            return start + len(line)
        if number > 200 or (number == 0 and not line.strip()):
            break
    return 0


def _is_rule(line: str) -> bool:
    """Whether a line only draws: below a heading, between parts, below the head of a table."""
    return len(line) > 1 and not line.strip("-=|:+ \t*_") and any(mark in line for mark in "-=*_")


def _cover_elements(copy: _Copy) -> None:
    """Cover comments and the elements of HTML in which nobody speaks."""
    text, small = copy.text, copy.text.translate(SMALL)
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        position = len(text) if end < 0 else end + 3
        copy.cover(start, position, BREAK)
    position, unclosed = 0, set[str]()
    while match := WHOLE_ELEMENTS.search(text, position):
        closing = f"</{match[1].lower()}"
        end = -1 if closing in unclosed else small.find(closing, match.end())
        position = match.end()
        if end < 0:
            unclosed.add(closing)
            continue
        position = end
        by = BREAK if closing in {"</pre", "</blockquote"} else COVERED
        copy.cover(match.start(), end, by)


def _cover_ticks(copy: _Copy) -> None:
    """Cover inline code: from one run of backticks to the next as long in the paragraph."""
    ends = [match.start() for match in BLANK_LINE.finditer(copy.text)]
    runs = list(TICKS.finditer(copy.text))
    following: list[int | None] = [None] * len(runs)
    seen: dict[tuple[int, int], int] = {}
    for place in range(len(runs) - 1, -1, -1):
        run = runs[place]
        key = len(run[0]), bisect(ends, run.start())
        following[place] = seen.get(key)
        seen[key] = place
    place = 0
    while place < len(runs):
        close = following[place]
        if close is not None:
            copy.cover(runs[place].start(), runs[close].end())
            place = close
        place += 1


def _cover_inline(copy: _Copy) -> None:
    for match in INLINE.finditer(copy.text):
        by = BREAK if LINE_BREAK_TAG.match(match[0]) else COVERED
        copy.cover(match.start(), match.end(), by)


def _cover_quotations(copy: _Copy) -> None:
    for start, end in quotations(copy.text):
        copy.cover(start, end)


NAME_WORD = re.compile(r"@?\w[\w'’-]*")


def _cover_names(copy: _Copy, names: Iterable[str]) -> None:
    """Put the mark of a person in the place of every name, the longest that fits."""
    known: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        full = tuple(NAME_WORD.findall(name))
        for one in {full, full[:1], tuple(word.lstrip("@") for word in full)}:
            if one:
                known.setdefault(one[0], []).append(one)
    if not known:
        return
    words = [(match.start(), match[0]) for match in NAME_WORD.finditer(copy.text)]
    for place, (start, word) in enumerate(words):
        for one in sorted(known.get(_without_s(word), []), key=len, reverse=True):
            these = words[place : place + len(one)]
            if tuple(text for _, text in these[:-1]) != one[:-1] or len(these) < len(one):
                continue
            if _without_s(these[-1][1]) == one[-1]:
                copy.cover(start, these[-1][0] + len(one[-1]), PERSON)
                break


def _without_s(word: str) -> str:
    """The name in "Ada's"."""
    return word.removesuffix("'s").removesuffix("’s")


def _break_lines(copy: _Copy) -> None:
    """Let list items, headings, cells of tables, paragraphs and moments end what went before."""
    after_heading = False
    for start, line in _lines(copy.text):
        bare = line.strip()
        opening = LIST_ITEM.match(line) or HEADING.match(line)
        if not bare:
            copy.cover(start, start + len(line), BREAK)
        elif opening:
            copy.cover(start, start + opening.end(), BREAK)
        elif start and (after_heading or BEGINS_WITH_TIME.match(line)):
            copy.cover(start - 1, start, BREAK)
        if "|" in line and (bare.startswith("|") or line.count("|") > 1):
            for place, character in enumerate(line):
                if character == "|":
                    copy.cover(start + place, start + place + 1, BREAK)
        if line.rstrip("\r\n").endswith(("  ", "\\")):
            copy.cover(start + len(line.rstrip("\r\n")) - 1, start + len(line), BREAK)
        after_heading = bool(HEADING.match(line))


EMPHASIS = re.compile(r"(?<!\w)_{1,3}|_{1,3}(?!\w)|~~")


def without_emphasis(masked: str) -> str:
    """Blank the underscores that mark emphasis; those inside of a name stay."""
    return EMPHASIS.sub(lambda match: " " * len(match[0]), masked)
