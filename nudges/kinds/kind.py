"""What is declared of a kind of nudge."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from nudges.channels.names import Channel
from nudges.kinds.timing import Text, Timing, at_once
from people.models import User

BY_MAIL = frozenset({Channel.EMAIL})
EVERYWHERE = frozenset(Channel)


class Rank(IntEnum):
    """What stands before what in somebody's list: who waits most for it, and how kind it is."""

    LIVE = 0
    CARE = 1
    QUESTION = 2
    REVIEW = 3
    PROMISE = 4
    REST = 5


@dataclass(frozen=True)
class Answer:
    """An answer that one press gives.

    The template of the kind has a part `name` with the words of the button, and `name_press`
    with the address it sends to. What it `sends` there is called `answer`.
    """

    name: str
    sends: str = ""


@dataclass(frozen=True)
class Kind:
    """What is said, when first, how often again, and whether it may interrupt.

    `title`, `when` and `ends_when` say to people what it is called, on what occasion it comes,
    and what ends it. What is about a day has `around` instead: all its moments, counted from a
    time that whoever asks for it gives. Putting one off then moves none of the others.
    `may_interrupt` sends mail outside working hours too. `is_said_once` ends
    the nudge as soon as it is said, so that it never waits in anybody's list.
    `lasts` ends it unanswered. `is_one_press` answers it in the list with one press:
    its template has a `press`, the address that the button sends to; where there are several
    `answers`, each is a button. `can_be_done` lets its reader say that it is done, where nothing
    that they do elsewhere ends it. `is_by_itself` keeps it out of messages that tell several
    things: it brings an invitation along. `channels` is where it goes unless its reader chose
    otherwise. Of what `is_private` only that there is something leaves on a channel that others
    may look at. What `is_for_teams` is announced in the chat rooms of teams, and never said to
    somebody.
    """

    name: str
    title: Text
    when: Text
    ends_when: Text
    why: Text
    rank: Rank = Rank.REST
    first: Timing = at_once
    repeats: tuple[Timing, ...] = ()
    around: tuple[Timing, ...] = ()
    may_interrupt: bool = False
    is_said_once: bool = False
    lasts: timedelta | None = None
    is_one_press: bool = False
    answers: tuple[Answer, ...] = ()
    can_be_done: bool = False
    is_by_itself: bool = False
    is_private: bool = False
    is_for_teams: bool = False
    channels: frozenset[Channel] = BY_MAIL

    @property
    def wording(self) -> str:
        return f"nudges/kinds/{self.name}.txt"

    @property
    def timings(self) -> tuple[Timing, ...]:
        """All its moments, the first one first."""
        return self.around or (self.first, *self.repeats)

    def first_time(
        self, user: User, *, at: datetime, counted_from: datetime | None
    ) -> datetime | None:
        """When to say it first, or None when all its moments have passed."""
        if counted_from:
            return self._next_around(user, counted_from, at)
        return self.first(user, at)

    def next_time(
        self, user: User, *, times_said: int, at: datetime, counted_from: datetime | None = None
    ) -> datetime | None:
        """When to say it again after `times_said` times, or None when that was all."""
        if counted_from:
            return self._next_around(user, counted_from, at)
        if times_said > len(self.repeats):
            return None
        return self.repeats[times_said - 1](user, at)

    def _next_around(self, user: User, counted_from: datetime, at: datetime) -> datetime | None:
        moments = (moment(user, counted_from) for moment in self.around)
        return next((moment for moment in moments if moment > at), None)
