"""What somebody said they would do."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import Kind
from nudges.kinds.timing import morning

KINDS = [
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
]
