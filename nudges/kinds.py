"""Every kind of nudge, declared here and nowhere else.

The wording of a kind is in `templates/nudges/kinds/<name>.txt`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.hours import (
    next_working_morning,
    next_working_time,
    working_morning_before,
    working_morning_near,
)
from people.models import User

Timing = Callable[[User, datetime], datetime]
Text = str | Promise


def at_once(user: User, at: datetime) -> datetime:
    """Now."""
    return at


def next_morning(user: User, at: datetime) -> datetime:
    """The start of the recipient's next working day."""
    return next_working_morning(user, at)


def while_working(user: User, at: datetime) -> datetime:
    """Now, or as soon as the recipient's next working day begins."""
    return next_working_time(user, at)


def working_days(days: int) -> Timing:
    """The morning that is so many of the recipient's working days away."""
    return lambda user, at: next_working_morning(user, at, days=days)


def after(**wait: float) -> Timing:
    """So much time on the clock later."""
    return lambda user, at: at + timedelta(**wait)


def morning(days: int) -> Timing:
    """The start of a working day about so many calendar days from a given day."""
    return lambda user, at: working_morning_near(user, at, days=days)


def working_days_before(days: int) -> Timing:
    """The morning that is so many of the recipient's working days before a given day."""
    return lambda user, at: working_morning_before(user, at, days=days)


@dataclass(frozen=True)
class Kind:
    """What is said, when first, how often again, and whether it may interrupt.

    What is about a day has `around` instead: all its moments, counted from a time that
    whoever asks for it gives. Putting one off then moves none of the others.
    `may_interrupt` sends mail outside working hours too. `is_said_once` ends
    the nudge as soon as it is said, so that it never waits in anybody's list.
    `lasts` ends it unanswered. `is_one_press` answers it in the list with one press:
    its template has a `press`, the address that the button sends to. `is_by_itself` keeps it out
    of messages that tell several things: it brings an invitation along.
    """

    name: str
    why: Text
    first: Timing = at_once
    repeats: tuple[Timing, ...] = ()
    around: tuple[Timing, ...] = ()
    may_interrupt: bool = False
    is_said_once: bool = False
    lasts: timedelta | None = None
    is_one_press: bool = False
    is_by_itself: bool = False

    @property
    def wording(self) -> str:
        return f"nudges/kinds/{self.name}.txt"

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


_ALL = [
    Kind(
        "thank_you",
        why=_("You opened an incident."),
        may_interrupt=True,
        is_said_once=True,
    ),
    Kind(
        "reach_out",
        why=_("You look after people here, and a message from you would help. Only you see this."),
    ),
    Kind(
        "kind_note",
        why=_("Somebody wrote to you, and only you can read it."),
    ),
    Kind(
        "kind_reply",
        why=_("You and somebody write to each other, and only the two of you can read it."),
        lasts=timedelta(days=14),
    ),
    Kind(
        "buddy_wanted",
        why=_("You have been through this, and company helps in a first one. Only you see this."),
        may_interrupt=True,
        lasts=timedelta(hours=12),
        is_one_press=True,
    ),
    Kind(
        "buddy_found",
        why=_("You asked for somebody to sit with you. Only you see this."),
        may_interrupt=True,
        is_said_once=True,
    ),
    Kind(
        "lead",
        why=_("Somebody handed the lead of this incident to you."),
        may_interrupt=True,
        lasts=timedelta(days=1),
    ),
    Kind(
        "communications",
        why=_("Somebody asked you to do communications in this incident."),
        may_interrupt=True,
        lasts=timedelta(days=1),
    ),
    Kind(
        "scribe",
        why=_("Somebody asked you to keep the notes of this incident."),
        may_interrupt=True,
        lasts=timedelta(days=1),
    ),
    Kind(
        "help_wanted",
        why=_("You know what is involved, or were in something like it, and a hand would help."),
        may_interrupt=True,
        lasts=timedelta(hours=12),
        is_one_press=True,
    ),
    Kind(
        "on_my_way",
        why=_("You asked for a hand in this incident."),
        may_interrupt=True,
        is_said_once=True,
    ),
    Kind(
        "repair",
        why=_("Somebody put you down for this data repair."),
        may_interrupt=True,
        lasts=timedelta(days=1),
    ),
    Kind(
        "update_due",
        why=_("You lead this incident or speak for it, and an update is due."),
        repeats=(after(minutes=10),),
        may_interrupt=True,
    ),
    Kind(
        "check_in",
        why=_("You were in this incident."),
        first=next_morning,
        lasts=timedelta(days=14),
    ),
    Kind(
        "write_up",
        why=_("You offered to write this incident up, or led it."),
        first=next_morning,
        repeats=(working_days(2), after(weeks=1), after(weeks=1), after(weeks=1)),
    ),
    Kind(
        "review_waiting",
        why=_("You were asked to review this write-up."),
        repeats=(working_days(2),),
    ),
    Kind(
        "review_offered",
        why=_("You lead a team, and this review has waited for two working days."),
        lasts=timedelta(days=14),
        is_one_press=True,
    ),
    Kind(
        "review_taken",
        why=_("You were asked to review this write-up."),
        is_said_once=True,
    ),
    Kind(
        "comment",
        why=_("You are an author of this write-up."),
        first=after(minutes=10),
        lasts=timedelta(days=7),
    ),
    Kind(
        "reply",
        why=_("You said something there."),
        first=after(minutes=10),
        lasts=timedelta(days=7),
    ),
    Kind(
        "suggestion_taken",
        why=_("You suggested a wording."),
        is_said_once=True,
    ),
    Kind(
        "mentioned",
        why=_("Somebody named you in a comment."),
        lasts=timedelta(days=14),
    ),
    Kind(
        "changes_suggested",
        why=_("You are an author of this write-up."),
    ),
    Kind(
        "approved",
        why=_("You are an author of this write-up."),
        repeats=(working_days(2),),
    ),
    Kind(
        "published",
        why=_("You are an author of this write-up."),
        is_said_once=True,
    ),
    Kind(
        "follow_up",
        why=_("Somebody put you down for this follow-up."),
        lasts=timedelta(days=7),
    ),
    Kind(
        "follow_up_due",
        why=_("This follow-up is yours, and it has a day by which it was to be done."),
        # Two days before, on the day, three weeks long, and then once: is it still worth doing?
        around=(morning(-2), morning(0), morning(7), morning(14), morning(21), morning(28)),
    ),
    Kind(
        "did_it_help",
        why=_("This follow-up was yours, or you said that it is done."),
        around=(morning(30), morning(90)),
    ),
    Kind(
        "debrief",
        why=_("You are invited to this debrief."),
        is_by_itself=True,
        lasts=timedelta(days=60),
    ),
    Kind(
        "debrief_off",
        why=_("You were invited to this debrief."),
        is_by_itself=True,
        is_said_once=True,
    ),
    Kind(
        "anniversary",
        why=_("You are an author of this write-up, and a year has gone by."),
        first=next_morning,
        lasts=timedelta(days=14),
    ),
    Kind(
        "remark",
        why=_("You told this story."),
        first=after(minutes=10),
        lasts=timedelta(days=14),
    ),
    Kind(
        "talk_slot",
        why=_("There is room in a session, and people here would like to hear from you."),
        # Asked early enough to think about it, and once more while there is still time.
        around=(working_days_before(3),),
        is_one_press=True,
    ),
    Kind(
        "talk_tomorrow",
        why=_("You have five minutes in this session."),
        around=(morning(-1),),
    ),
    Kind(
        "talk_changed",
        why=_("You have five minutes in this session, or had."),
        lasts=timedelta(days=7),
    ),
    Kind(
        "talk_swap",
        why=_("Somebody who tells something too would like to trade places with you."),
        lasts=timedelta(days=14),
        is_one_press=True,
    ),
    Kind(
        "talk_swap_answered",
        why=_("You offered to trade places."),
        is_said_once=True,
    ),
    Kind(
        "pulse_after",
        why=_("You were in an incident that is over. What you answer is anonymous."),
        # Not on the morning on which everybody is asked how they are.
        first=working_days(2),
        lasts=timedelta(days=14),
    ),
    Kind(
        "pulse_quarter",
        why=_("Everybody who writes here is asked once a quarter. What you answer is anonymous."),
        first=next_morning,
        lasts=timedelta(days=14),
    ),
    Kind(
        "welcome",
        why=_("You have not been here for long."),
        first=while_working,
        repeats=(working_days(5),),
        lasts=timedelta(days=28),
    ),
]
KINDS = {kind.name: kind for kind in _ALL}
