"""Every figure of the insights, declared here and nowhere else."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.insights.groups import FIVE

Text = str | Promise


class Told(Enum):
    """How a figure is told."""

    MEDIAN = "the middle of many times"
    SHARE = "so many of all"
    PARTS = "how often each kind was seen"
    AVERAGE = "from 1 to 5"


class For(Enum):
    """For whom it is told, besides everyone."""

    EVERYONE = "everyone only"
    TEAMS = "teams"
    SERVICES = "teams and services"


# After the end of a quarter: what is noted late has come by then, and ballots are closed.
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Figure:
    """`says` is the sentence behind a number, `means` how it is reckoned.

    `waits` is how long after the end of a quarter it is counted, `least` of how many
    everyone's must be. Where each has `one_kind`, those of a kind that is too rare to be told
    are left out of their number too: it would say how many they are.
    """

    name: str
    told: Told
    title: Text
    says: Text
    means: Text
    of: Text
    whose: For = For.SERVICES
    waits: timedelta = SOON
    least: int = FIVE
    one_kind: bool = False


OF_INCIDENTS, OF_ANSWERS = _("incidents"), _("answers")
OF_FOLLOW_UPS = _("follow-ups")


def _pulse(name: str, title: Text, says: Text) -> Figure:
    """One question; what the average means is said once for all of them."""
    return Figure(name, Told.AVERAGE, title, says, "", OF_ANSWERS, For.TEAMS)


_ALL = [
    Figure(
        "first_update",
        Told.MEDIAN,
        _("Time to a first update"),
        _("from opened to a first update, half of the time"),
        _(
            "From opening a live incident to the first update that stands in its room. "
            "Half took less. Incidents without an update are left out."
        ),
        OF_INCIDENTS,
    ),
    Figure(
        "mitigated",
        Told.MEDIAN,
        _("Time to mitigate"),
        _("from opened to mitigated, half of the time"),
        _(
            "From opening a live incident to when it was mitigated, or resolved where nobody "
            "noted that. Half took less. What turned out to be fine is left out."
        ),
        OF_INCIDENTS,
    ),
    Figure(
        "kind_word",
        Told.MEDIAN,
        _("Time to a kind word"),
        _("until somebody sent a kind word, half of the time"),
        _(
            "From when somebody was to be asked to write to a person in an incident, to the first "
            "note to them, nights included. Words that came after two weeks are left out. Only "
            "this total is kept when the notes are deleted, and it is told for everyone only, "
            "from ten words on."
        ),
        _("words"),
        whose=For.EVERYONE,
        least=10,
    ),
    Figure(
        "repeats",
        Told.SHARE,
        _("Happened again"),
        _("of incidents had happened before"),
        _(
            "Incidents that somebody linked with an earlier one as “happened again”, of all that "
            "were opened. What turned out to be fine is left out."
        ),
        OF_INCIDENTS,
    ),
    Figure(
        "made_possible",
        Told.PARTS,
        _("What made it possible"),
        _("incidents with a write-up"),
        _(
            "Incidents whose published write-up names a contributing factor of this kind. One "
            "incident can have several. It counts for the quarter of publication. A kind that "
            "was named fewer than five times in a quarter is left out of it."
        ),
        _("incidents with a write-up"),
    ),
    Figure(
        "noticed",
        Told.PARTS,
        _("How they were noticed"),
        _("incidents for which somebody said it"),
        _(
            "What somebody said on the page that comes after an incident. Others are left out, and "
            "so is what was said fewer than five times in a quarter."
        ),
        OF_INCIDENTS,
        one_kind=True,
    ),
    Figure(
        "follow_ups_done",
        Told.SHARE,
        _("Follow-ups done"),
        _("of follow-ups were done within a quarter or so"),
        _(
            "Of the follow-ups planned in a quarter, those that are done 90 days after its end. "
            "What was passed on to somewhere else is left out."
        ),
        OF_FOLLOW_UPS,
        waits=timedelta(days=90),
    ),
    Figure(
        "follow_ups_helped",
        Told.SHARE,
        _("Follow-ups that helped"),
        _("of follow-ups have helped, as those say who look after them"),
        _(
            "The last answer in a quarter to “did it help?”, 30 and 90 days after it was done. "
            "“Not yet known” is left out."
        ),
        OF_FOLLOW_UPS,
    ),
    Figure(
        "senior_stories",
        Told.SHARE,
        _("Stories by seniors"),
        _("of stories were told by people who have been around for a while"),
        _(
            "Stories published in a quarter, by name or as somebody in a team. Anonymous ones are "
            "in no figure."
        ),
        _("stories"),
        whose=For.EVERYONE,
    ),
    _pulse("after_supported", _("I felt supported"), _("after an incident: I felt supported")),
    _pulse(
        "after_safe",
        _("I could say what I saw without worry"),
        _("after an incident: I could say what I saw without worry"),
    ),
    _pulse(
        "after_learn", _("We will learn from it"), _("after an incident: we will learn from it")
    ),
    _pulse(
        "quarter_help",
        _("I can ask for a hand early"),
        _("once a quarter: I can ask for a hand early, without worry"),
    ),
    _pulse(
        "quarter_safe",
        _("I can say that something of mine broke"),
        _("once a quarter: I can say that something of mine broke"),
    ),
    _pulse(
        "quarter_learn",
        _("What we learn changes how we work"),
        _("once a quarter: what we learn changes how we work"),
    ),
]
FIGURES = {figure.name: figure for figure in _ALL}
PULSE = [name for name, figure in FIGURES.items() if figure.told is Told.AVERAGE]
