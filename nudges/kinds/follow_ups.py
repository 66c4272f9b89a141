"""What somebody said they would do."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import Answer, Kind, Rank
from nudges.kinds.timing import morning

KINDS = [
    Kind(
        "follow_up",
        title=_("A follow-up is with you"),
        when=_("Somebody puts you down for a follow-up."),
        ends_when=_("You say that you have seen it, or somebody else has it."),
        why=_("Somebody put you down for this follow-up."),
        rank=Rank.PROMISE,
        lasts=timedelta(days=7),
        can_be_done=True,
    ),
    Kind(
        "follow_up_due",
        title=_("A follow-up is due"),
        when=_("Around the day by which a follow-up of yours was to be done."),
        ends_when=_("It is done, planned for another day, handed on, or let go."),
        why=_("This follow-up is yours, and it has a day by which it was to be done."),
        rank=Rank.PROMISE,
        # Two days before, on the day, three weeks long, and then once: is it still worth doing?
        around=(morning(-2), morning(0), morning(7), morning(14), morning(21), morning(28)),
        answers=(Answer("done"),),
    ),
    Kind(
        "did_it_help",
        title=_("Did it help?"),
        when=_("A follow-up of yours has been done for a while."),
        ends_when=_("You answer, or it is opened again."),
        why=_("This follow-up was yours, or you said that it is done."),
        rank=Rank.QUESTION,
        around=(morning(30), morning(90)),
        answers=(Answer("helped", sends="helped"), Answer("not_yet", sends="not_yet")),
    ),
    Kind(
        "debrief",
        title=_("A debrief"),
        when=_("Somebody invites you to a debrief, or moves it. It comes with an invitation."),
        ends_when=_("It was held or called off, or you say that you have seen it."),
        why=_("You are invited to this debrief."),
        rank=Rank.QUESTION,
        is_by_itself=True,
        lasts=timedelta(days=60),
        can_be_done=True,
    ),
    Kind(
        "debrief_off",
        title=_("A debrief is off your calendar"),
        when=_("A debrief that you were invited to is called off, or goes on without you."),
        ends_when=_("It is said."),
        why=_("You were invited to this debrief."),
        is_by_itself=True,
        is_said_once=True,
    ),
]
