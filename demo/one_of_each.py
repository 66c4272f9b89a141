"""Something of each sort that a nudge can be about, for examples of their words.

Nothing of it is in a database, so that the examples are the same everywhere and always.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db.models import Model

from incidents.models import Buddy, HelpRequest, Incident, Note, ReachOut, Repair, Status
from learning.models import (
    Occasion,
    PulseRound,
    ReadingPath,
    SlotSwap,
    Story,
    SwapState,
    TalkInvitation,
    TalkSession,
    TalkSlot,
    Week,
)
from nudges.kinds import TEAM_KINDS
from nudges.models import Announcement, Nudge
from nudges.wording import Wording, words_about
from people.models import User
from postmortems.models import Comment, Debrief, FollowUp, Postmortem, ReviewRound, Thread
from postmortems.naming import Naming

NUMBER = 142
THURSDAY = datetime(2026, 12, 3, 15, 0, tzinfo=UTC)
# Its examples are of a day that is to come, whenever they are read.
FAR_AHEAD = date(2999, 12, 3)
NIA = User(pk=1, display_name="Nia Kamau")
INES = User(pk=2, display_name="Ines Barros", email="ines@example.org")
MAREK = User(pk=3, display_name="Marek Dvořák")


def an_incident(status: str = Status.INVESTIGATING) -> Incident:
    title = "Card payments declined for some customers"
    return Incident(pk=NUMBER, title=title, status=status)


def a_write_up() -> Postmortem:
    write_up = Postmortem(pk=NUMBER, title="Search index lagged for three hours")
    write_up.naming = Naming([], is_on=False)
    return write_up


def a_help_request() -> HelpRequest:
    return HelpRequest(
        pk=NUMBER, incident=an_incident(), asked_by=NIA, about="The rows", taken_by=INES
    )


def a_review() -> ReviewRound:
    return ReviewRound(pk=NUMBER, postmortem=a_write_up(), reviewer=INES)


def a_thread() -> Thread:
    return Thread(pk=NUMBER, postmortem=a_write_up())


def a_comment() -> Comment:
    return Comment(pk=NUMBER, thread=a_thread(), author=INES, accepted_by=NIA)


def a_follow_up(due_on: date | None = None) -> FollowUp:
    what = "An alert when the consumer lags"
    return FollowUp(pk=NUMBER, postmortem=a_write_up(), what=what, due_on=due_on)


def a_debrief() -> Debrief:
    return Debrief(
        pk=NUMBER,
        postmortem=a_write_up(),
        starts_at=THURSDAY,
        ends_at=THURSDAY + timedelta(minutes=45),
        place="The quiet room",
    )


def a_session() -> TalkSession:
    ends_at = THURSDAY + timedelta(minutes=30)
    return TalkSession(
        pk=NUMBER, title="Stuff I broke in prod", starts_at=THURSDAY, ends_at=ends_at
    )


def a_talk(speaker: User = NIA, number: int = 1) -> TalkSlot:
    title = "A comma in a price"
    return TalkSlot(pk=number, session=a_session(), speaker=speaker, number=number, title=title)


def a_swap() -> SlotSwap:
    return SlotSwap(
        pk=NUMBER,
        offered=a_talk(MAREK, 2),
        wanted=a_talk(),
        offered_by=MAREK,
        offered_to=NIA,
        state=SwapState.ACCEPTED,
    )


def a_buddy() -> Buddy:
    return Buddy(pk=NUMBER, incident=an_incident(), person=NIA, buddy=INES)


ABOUT: dict[str, Callable[[], Model]] = {
    "anniversary": a_write_up,
    "approved": a_review,
    "buddy_found": a_buddy,
    "buddy_wanted": a_buddy,
    "changes_suggested": a_review,
    "check_in": lambda: an_incident(Status.RESOLVED),
    "comment": a_write_up,
    "communications": an_incident,
    "debrief": a_debrief,
    "debrief_off": a_debrief,
    "did_it_help": a_follow_up,
    "digest": lambda: Week(pk=NUMBER),
    "follow_up": a_follow_up,
    "follow_up_due": lambda: a_follow_up(FAR_AHEAD),
    "help_wanted": a_help_request,
    "kind_note": lambda: Note(pk=NUMBER, author=INES, recipient=NIA),
    "kind_reply": lambda: Note(pk=NUMBER, author=INES, recipient=NIA),
    "lead": an_incident,
    "mentioned": a_comment,
    "on_my_way": a_help_request,
    "published": a_write_up,
    "pulse_after": lambda: PulseRound(pk=NUMBER, occasion=Occasion.AFTER),
    "pulse_quarter": lambda: PulseRound(pk=NUMBER, occasion=Occasion.QUARTER),
    "reach_out": lambda: ReachOut(pk=NUMBER, incident=an_incident(), person=NIA),
    "remark": lambda: Story(pk=NUMBER, title="I emailed every customer called Test"),
    "repair": lambda: Repair(pk=NUMBER, incident=an_incident()),
    "reply": a_thread,
    "review_offered": a_review,
    "review_taken": a_review,
    "review_waiting": a_review,
    "scribe": an_incident,
    "story_invite": a_write_up,
    "suggestion_taken": a_comment,
    "talk_changed": a_session,
    "talk_slot": lambda: TalkInvitation(pk=NUMBER, session=a_session(), person=NIA),
    "talk_swap": a_swap,
    "talk_swap_answered": a_swap,
    "talk_tomorrow": a_talk,
    "team_help_wanted": a_help_request,
    "team_incident_opened": an_incident,
    "team_incident_over": lambda: an_incident(Status.RESOLVED),
    "team_published": a_write_up,
    "thank_you": an_incident,
    "update_due": an_incident,
    "welcome": lambda: ReadingPath(pk=NUMBER),
    "write_up": lambda: an_incident(Status.RESOLVED),
}


def an_example(kind: str) -> Wording:
    """What a nudge of a kind says about something of its sort."""
    this = (
        Announcement(pk=NUMBER, kind=kind)
        if kind in TEAM_KINDS
        else Nudge(pk=NUMBER, kind=kind, recipient=NIA, times_said=1)
    )
    return words_about(ABOUT[kind](), this)
