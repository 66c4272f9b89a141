"""Beginnings for a kind word, each with a gap that only the writer can fill.

There is no ready-made message, on purpose: what helps is that a person sat down and
wrote, and a text that could have come from anybody says that nobody did. So an opening
is never sent as it is given, whatever is done to its case, spacing or punctuation.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, Severity, UndoPath

GAP = "…"
MOST_SHOWN = 5
# So many words on either side tell a gap of ours from three dots of the writer's own.
WORDS_BESIDE = 5

# Compatibility forms turn the one character into three dots.
DOTS = re.compile(r"\.(?:\s*\.)+")
END = "."
ENDS = re.compile(r"[!?.\n\r]")


@dataclass(frozen=True)
class Situation:
    """What is known of somebody's incident when another person writes to them."""

    is_open: bool = False
    is_first: bool = False
    is_critical: bool = False
    is_wanted: bool = False
    undo_path: str = UndoPath.UNKNOWN

    @classmethod
    def of(cls, incident: Incident, *, is_first: bool, is_wanted: bool) -> "Situation":
        return cls(
            is_open=incident.is_open,
            is_first=is_first,
            is_critical=incident.severity == Severity.CRITICAL,
            is_wanted=is_wanted,
            undo_path=incident.undo_path,
        )


@dataclass(frozen=True)
class Opening:
    """One beginning. `key` names it in an address; `fits` says when it is offered."""

    key: str
    text: str | Promise
    fits: Callable[[Situation], bool]

    def __str__(self) -> str:
        return str(self.text)


def always(situation: Situation) -> bool:
    """Those that fit anybody, and say nothing of the incident."""
    return True


def can_be_undone(situation: Situation) -> bool:
    return situation.undo_path in (UndoPath.ROLL_BACK, UndoPath.ROLL_BACK_AND_REPAIR)


def cannot_be_undone(situation: Situation) -> bool:
    return situation.undo_path in (UndoPath.FIX_FORWARD, UndoPath.IRREVERSIBLE)


# Those that fit best come first.
OPENINGS = [
    Opening(
        "wanted",
        _("I am glad you said so. I am free at …, and what we could do then is …"),
        lambda situation: situation.is_wanted,
    ),
    Opening(
        "first",
        _("My own first incident was the day when …, and what I still remember of it is …"),
        lambda situation: situation.is_first,
    ),
    Opening(
        "critical",
        _("The loud ones feel endless from the inside. In the loudest of mine it helped that …"),
        lambda situation: situation.is_critical,
    ),
    Opening(
        "undone",
        _("It can still be put back. When I once had to put … back, what helped was …"),
        lambda situation: situation.is_open and can_be_undone(situation),
    ),
    Opening(
        "irreversible",
        _("I know from … how it is when nothing can be called back. What helped me then was …"),
        cannot_be_undone,
    ),
    Opening(
        "beside",
        _("You need not carry this by yourself. What I can take off your hands now is …"),
        lambda situation: situation.is_open,
    ),
    Opening(
        "saw",
        _("Now that it is over: what I saw you do was …, and what that made possible is …"),
        lambda situation: not situation.is_open,
    ),
    Opening("been-there", _("When I broke … in my first year, what I needed was …"), always),
    Opening("nobody-said", _("Nobody told me this at the time, so I tell you: …"), always),
    Opening("today", _("You have been on my mind since I heard. What I can do is …"), always),
]


def openings_for(situation: Situation | None) -> list[Opening]:
    """A handful, chosen for the situation; with none to go by, those that fit anybody."""
    if situation is None:
        return [one for one in OPENINGS if one.fits is always]
    return [one for one in OPENINGS if one.fits(situation)][:MOST_SHOWN]


def begun(text: str, opening: Opening) -> str:
    """What somebody has written so far, and an opening below it."""
    before = text.rstrip()
    return f"{before}\n\n{opening}" if before else str(opening)


def has_gap(text: str) -> bool:
    """Whether a text is an opening as it was given, or has one of its gaps still in it."""
    marked = _marked(text)
    letters = marked.replace(GAP, "").replace(END, "")
    return any(
        _is_unfilled(left, right, letters, marked)
        for one in OPENINGS
        for left, right in gaps(str(one))
    )


def _is_unfilled(left: str, right: str, letters: str, marked: str) -> bool:
    if left + GAP in marked:
        return True
    if right:
        return left + right in letters
    return letters.endswith(left) or left + END in marked


@lru_cache(maxsize=256)
def gaps(opening: str) -> list[tuple[str, str]]:
    """What stands in its sentence before each gap of an opening and behind it, as letters."""
    return [
        (
            _letters(ENDS.split(before)[-1].split()[-WORDS_BESIDE:]),
            _letters(ENDS.split(after)[0].split()[:WORDS_BESIDE]),
        )
        for before, after in pairwise(opening.split(GAP))
    ]


def _letters(words: list[str]) -> str:
    return _marked(" ".join(words)).replace(END, "")


def _marked(text: str) -> str:
    """The letters and digits of a text in one case, with its gaps and the ends of sentences."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = DOTS.sub(GAP, text)
    text = ENDS.sub(END, text)
    return "".join(one for one in text if one.isalnum() or one in (GAP, END))
