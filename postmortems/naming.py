"""Say roles in place of names, in Markdown that people wrote; the text itself stays as it is.

Who is known by which words is in `postmortems/names.py`; this finds them in a text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from people.models import User
from postmortems.names import MONTHS, Names, Person, known_names, plain
from postmortems.swaps import Swap, swapped

FENCED = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
# Where a name is part of something that a machine reads.
MACHINE = re.compile(
    r"""
      (?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)   # code
    | (?<=\]\()\s*(?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)          # [words](address)
    | ^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S+                                      # [words]: address
    | <[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>                                    # <address>
    | https?://[^\s<>"“”]+
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
POSSESSIVE = re.compile(r"[’'](?:s\b|(?=\s+\w))", re.IGNORECASE)
# What stands between the beginning of a line and its first word.
MARKERS = re.compile(r"[ \t]*(?:[-*+>|#]+[ \t]*|\d+[.)][ \t]+|\[[ xX]\][ \t]*)*[*_~\"“‘(\[]*")
LISTED = re.compile(r"[ \t]*(?:[-+>|#]|\*[ \t]|\d+[.)])")
MARKUP = "*_~\"“‘'([ \t"
ENDS = (".", "!", "?", ":", "…", "|")
FENCES = ("```", "~~~")
# After a word that is also a name, at the beginning of a sentence, these say that it is a name.
DID = re.compile(
    r"\s+(?:\w+ed|and|did|felt|found|got|had|has|is|knew|ran|said|saw|took|was|went|wrote)\b"
)
DAY_BEFORE = re.compile(
    r"(?:\d(?:st|nd|rd|th)?|\b(?:by|early|in|last|late|mid|next|of|on|since|this|until))[ -]+$",
    re.IGNORECASE,
)


def with_roles(text: str, people: tuple[Person, ...]) -> str:
    """Return `text` with a role wherever one of `people` is named in it.

    Code and addresses are left alone, and so is a name that is only a word there.
    """
    return swapped(text, names_in(text, people))


def names_in(text: str, people: tuple[Person, ...]) -> list[Swap]:
    """Where one of `people` is named in a text, and what is said there instead."""
    names = known_names(people)
    pattern = names.pattern_for(text)
    if pattern is None or not pattern.search(text):
        return []
    found: list[Swap] = []
    position = 0
    for start, end in (*_kept(text), (len(text), len(text))):
        if start < position:
            continue
        found += _between(text, position, start, names, pattern)
        found += _mail_in(text, start, end, pattern)
        position = end
    return found


def _kept(text: str) -> list[tuple[int, int]]:
    """Where code and addresses are, in order."""
    blocks = list(_code_blocks(text))
    inline = [found.span() for found in MACHINE.finditer(text) if not _is_in(blocks, *found.span())]
    return sorted(blocks + inline)


def _is_in(blocks: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether something is in one of the blocks, which are in order and apart."""
    before = bisect_left(blocks, (end, 0))
    return before > 0 and blocks[before - 1][1] > start


def _code_blocks(text: str) -> Iterator[tuple[int, int]]:
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for token in FENCED.parse(text):
        if token.type in ("fence", "code_block") and token.map:
            first, last = token.map
            yield lines[first], lines[min(last, len(lines) - 1)]


def _between(
    text: str, start: int, end: int, names: Names, pattern: re.Pattern[str]
) -> Iterator[Swap]:
    """Those between two parts that are kept, which still decide where a sentence begins."""
    position = start
    for found in pattern.finditer(text, start, end):
        if found.start() < position:
            continue
        role = _role(found, names)
        if role is None:
            continue
        says, position = _begun(role, text, found.start()), found.end()
        if owns := _lone_apostrophe(text, found):
            says, position = f"{says}{owns}s", position + 1
        yield Swap(found.start(), position, says)


def _role(found: re.Match[str], names: Names) -> str | None:
    """What is said instead, or None where the words are no name here."""
    words = found[0]
    known = names.of(words)
    if known is None:
        return None
    if known.is_whole or words.startswith("@"):
        return known.says
    if words not in known.written:
        return None
    if known.is_a_word and not (known.was_there and _is_a_name(found, words)):
        return None
    return known.says


def _is_a_name(found: re.Match[str], words: str) -> bool:
    """Whether a word such as Will or May is a name here."""
    text, start, end = found.string, found.start(), found.end()
    after = text[end : end + 40]
    if POSSESSIVE.match(after) or DID.match(after):
        return not (plain(words) in MONTHS and DAY_BEFORE.search(text[:start][-12:]))
    if plain(words) in MONTHS:
        return False
    return not _begins(text, start)


def _begun(role: str, text: str, at: int) -> str:
    return role[:1].upper() + role[1:] if _begins(text, at) else role


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins here: after the end of one, or what a line begins with."""
    line = text.rfind("\n", 0, at) + 1
    if markers := MARKERS.fullmatch(text[line:at]):
        above = text[:line].rstrip(" \t\n")
        is_first = not above or text[:line].endswith("\n\n") or LISTED.match(markers[0])
        return bool(is_first) or above.endswith(ENDS + FENCES)
    before = text[line:at].rstrip(MARKUP)
    return before.endswith(ENDS) and before != text[line:at]


def _lone_apostrophe(text: str, found: re.Match[str]) -> str:
    """The apostrophe after James' notes: a role needs its s."""
    after = POSSESSIVE.match(text, found.end())
    if after is None or len(after[0]) > 1 or found[0][-1:] not in "sSxXzZ":
        return ""
    line = text.rfind("\n", 0, found.start()) + 1
    is_quoted = re.search(rf"(?<!\w){after[0]}|‘", text[line : found.start()])
    return "" if is_quoted else after[0]


def _mail_in(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Swap]:
    """An address to write to somebody is a name too."""
    kept = text[start:end]
    if "mailto:" in kept.lower() and not kept.startswith("`"):
        for found in pattern.finditer(kept):
            if "@" in found[0]:
                yield Swap(start + found.start(), start + found.end(), "")


class Naming:
    """How the people of one write-up are called wherever it is read."""

    def __init__(self, people: Iterable[tuple[int, Person]], *, is_on: bool) -> None:
        self.is_on = is_on
        self._people = dict(people)
        self._known = tuple(self._people.values())

    def text(self, text: str) -> str:
        return with_roles(text, self._known) if self.is_on else text

    def swaps(self, text: str) -> list[Swap]:
        """Where somebody is named, and what is said there instead."""
        return names_in(text, self._known) if self.is_on else []

    def of(self, user: User) -> str:
        """What somebody is called: by name, or by what is said instead."""
        if not self.is_on:
            return user.get_full_name()
        known = self._people.get(user.pk)
        return known.says if known else _("a colleague")

    def together(self, users: Iterable[User]) -> str:
        """Several people, each role said once."""
        return ", ".join(dict.fromkeys(map(self.of, users)))

    def reviewer(self, user: User, teams: Sequence[str]) -> str:
        """Whoever reviews: a tech lead, and of which team where there is one."""
        if not self.is_on:
            return user.get_full_name()
        return _("a tech lead of %(team)s") % {"team": teams[0]} if teams else _("a tech lead")

    def owner(self, user: User) -> str:
        """Whoever makes a change to the system, told outside of where the work is done."""
        known = self._people.get(user.pk)
        if not self.is_on or (known and known.has_role):
            return self.of(user)
        return _("somebody in %(team)s") % {"team": user.team} if user.team else _("a colleague")
