"""The words by which people are known in a text."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _

# First names and surnames that are words as well, of English and of our trade. Others are found
# wherever they stand with their capital letter.
WORDS = frozenset(
    """
    amber angel art ash ashe baker basil bay bell berry bill black blaze bond booker brook brooks
    brown bush carol carter chance charity chase chip christian church clay cliff cloud colt
    constance cook cooper crystal dale dawn day dean dell destiny dice drew earl echo eden ember
    ernest eve faith field fields fisher forest fox frank gene ginger glen grace grant gray green
    guy hardy harmony hart haven hazel heath herb hill holly honor hope hunter iris ivy jack jade
    java jay jewel joy julia justice king kit lance lane law liberty lily link long lord love lucky
    major mark marsh marshal mason max mercy merry miles mill mills min misty moon moss nick noble
    north norm olive page park parker pat pearl peg penny perl pierce piper poppy porter power price
    prince prudence queen ray red reed rich river rob robin rock rose rowan ruby rusty sage sandy
    scout serenity shepherd skip sky smith sonny south star sterling stone stormy sue sunny swift
    sydney tab taylor temple trace trinity tripp true van victor victory violet wade walker ward
    warden wayne web west wheeler white wild will winter wood woods woody wren young
    """.split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday summer autumn winter spring".split()
)
# Scripts that put no space between words: a name may begin anywhere.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
SHORTEST = 2
WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
# From the beginning of a run of letters only: looked for from each letter of a long one, it would
# keep the process busy for minutes.
HANDLE = re.compile(r"@([\w.+-]*\w)|(?<![\w.+-])([\w.+-]++)@")


@dataclass(frozen=True)
class Person:
    """Somebody whose name may stand in a text, and what is said instead.

    Whoever was there is known by each part of the name; a colleague who is only
    mentioned, by the whole of it, and by the first name where no two people share it.
    """

    name: str
    email: str
    says: str
    was_there: bool = True
    has_role: bool = False


@dataclass(frozen=True)
class Known:
    """What some words stand for. `is_whole` words are a name however they are written."""

    says: str
    is_whole: bool
    was_there: bool
    written: frozenset[str] = frozenset()
    is_a_word: bool = False


class Names:
    """Words that stand for people."""

    def __init__(self, known: dict[str, Known]) -> None:
        self._known = known
        self._begins = [(key, key.partition(" ")[0]) for key in known]

    def of(self, words: str) -> Known | None:
        return self._known.get(plain(words.strip("<>").removeprefix("@")))

    def pattern_for(self, text: str) -> re.Pattern[str] | None:
        """What finds the names in a text, if there are any.

        Most names are in no text, and looking for a few takes a tenth of the time.
        """
        bare = _folded(text)
        return _pattern(tuple(key for key, begins in self._begins if begins in bare))


@lru_cache(maxsize=512)
def _pattern(keys: tuple[str, ...]) -> re.Pattern[str] | None:
    if not keys:
        return None
    longest_first = sorted(keys, key=len, reverse=True)
    return re.compile("|".join(map(_as_pattern, longest_first)), re.IGNORECASE)


def _folded(text: str) -> str:
    text = text.replace("’", "'").casefold()
    return text if text.isascii() else _bare(unicodedata.normalize("NFKD", text))


def plain(words: str) -> str:
    """Words as they are compared: without accents, in small letters, one space between."""
    bare = _folded(words)
    return " ".join(re.split(r"[\s._-]+", bare)) if "@" not in bare else bare


def words_of(text: str) -> set[str]:
    """The words of a text that can begin a name, or be a handle, in small letters."""
    words = {word for found in WORD.findall(text) for word in (found, *re.split(r"[-.]", found))}
    return {word.casefold() for word in words if word and not word[0].islower()} | {
        one.casefold() for found in HANDLE.findall(text) for one in found if one
    }


@lru_cache(maxsize=256)
def known_names(people: tuple[Person, ...]) -> Names:
    """Gather the names of people; where two share one, it says neither."""
    found: dict[str, Known] = {}
    for person in sorted(people, key=lambda one: not one.was_there):
        for words, known in _names_of(person):
            key = plain(words)
            found[key] = _either(found[key], known) if key in found else known
    return Names({key: known for key, known in found.items() if known.says})


def _either(there: Known, known: Known) -> Known:
    """What a name stands for that two people have: whoever was there, else neither."""
    if there.says == known.says:
        return replace(
            there,
            is_whole=there.is_whole or known.is_whole,
            written=there.written | known.written,
            is_a_word=there.is_a_word or known.is_a_word,
        )
    if there.was_there and not known.was_there:
        return there
    says = _("a colleague") if there.was_there or there.is_whole else ""
    return replace(there, says=says, written=there.written | known.written)


def _names_of(person: Person) -> Iterator[tuple[str, Known]]:
    parts = person.name.split()
    handle = person.email.partition("@")[0]
    yield person.email, Known(person.says, is_whole=True, was_there=person.was_there)
    yield handle, _part(person, f"@{handle}")
    if len(parts) > 1:
        yield f"{parts[0]}{parts[-1]}", _part(person, f"@{parts[0]}{parts[-1]}")
        for whole in (person.name, f"{parts[0]} {parts[-1]}"):
            yield whole, _whole(person, whole)
    for number, part in enumerate(parts if person.was_there else parts[:1]):
        is_name = part[0].isupper() or UNSPACED.match(part)
        if len(part) >= SHORTEST and (number == 0 or is_name):
            yield part, _part(person, part)


def _whole(person: Person, name: str) -> Known:
    """A whole name is one in small letters too, unless it says something else: grace period."""
    if all(plain(part) in WORDS | MONTHS for part in name.split()):
        return replace(_part(person, name), is_a_word=False)
    return Known(person.says, is_whole=True, was_there=person.was_there)


def _part(person: Person, word: str) -> Known:
    """A part of a name: found as it is written, so that a word in small letters stays one."""
    spelt = [word, unicodedata.normalize("NFD", word), _bare(word)]
    written = frozenset([*spelt, *(one.upper() for one in spelt)])
    is_a_word = plain(word) in WORDS | MONTHS
    return Known(person.says, False, person.was_there, written, is_a_word=is_a_word)


def _bare(word: str) -> str:
    """The word as somebody writes it who has no such keys: Zoe for Zoë."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(one for one in parts if not unicodedata.combining(one))


def _as_pattern(key: str) -> str:
    """The pattern of some words: accents or none, any space between, and no letter around."""
    if "@" in key:
        return rf"<?(?<![\w.+-]){re.escape(key)}(?![\w-]|\.\w)>?"
    words = r"(?:\s+|[._-])".join(_letters(word) for word in key.split(" "))
    before = "" if UNSPACED.match(key[0]) else r"(?<![^\W_])(?<![^\W_]_)"
    after = "" if UNSPACED.match(key[-1]) else r"(?![^\W_]|_+[^\W_]|-(?-i:[A-ZÀ-Þ]))"
    return f"{before}@?{words}{after}"


def _letters(word: str) -> str:
    return "".join(_letter(one) for one in word)


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    """A letter with any accent: composed, or followed by it."""
    if letter == "'":
        return "['’]"
    accented = "".join(_accented(letter))
    return rf"[{re.escape(letter)}{accented}][\u0300-\u036f]*" if accented else re.escape(letter)


def _accented(letter: str) -> Iterable[str]:
    """The letters of European scripts that are this one with something on it."""
    if not letter.isalpha() or not ("a" <= letter <= "z" or "α" <= letter <= "я"):
        return
    for number in (*range(0xC0, 0x250), *range(0x386, 0x460), *range(0x1E00, 0x2000)):
        one = chr(number)
        if unicodedata.normalize("NFKD", one.casefold())[:1] == letter and one != letter:
            yield one
