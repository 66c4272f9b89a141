"""Between people: how somebody is, and kind words."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import EVERYWHERE, Kind
from nudges.kinds.timing import next_morning, while_working, working_days

KINDS = [
    Kind(
        "reach_out",
        why=_("You look after people here, and a message from you would help. Only you see this."),
        channels=EVERYWHERE,
        is_private=True,
    ),
    Kind(
        "kind_note",
        why=_("Somebody wrote to you, and only you can read it."),
        channels=EVERYWHERE,
        is_private=True,
    ),
    Kind(
        "kind_reply",
        why=_("You and somebody write to each other, and only the two of you can read it."),
        lasts=timedelta(days=14),
        channels=EVERYWHERE,
        is_private=True,
    ),
    Kind(
        "buddy_wanted",
        why=_("You have been through this, and company helps in a first one. Only you see this."),
        may_interrupt=True,
        lasts=timedelta(hours=12),
        is_one_press=True,
        channels=EVERYWHERE,
        is_private=True,
    ),
    Kind(
        "buddy_found",
        why=_("You asked for somebody to sit with you. Only you see this."),
        may_interrupt=True,
        is_said_once=True,
        channels=EVERYWHERE,
        is_private=True,
    ),
    Kind(
        "check_in",
        why=_("You were in this incident."),
        first=next_morning,
        lasts=timedelta(days=14),
        is_private=True,
    ),
    Kind(
        "pulse_after",
        why=_("You were in an incident that is over. What you answer is anonymous."),
        # Not on the morning on which everybody is asked how they are.
        first=working_days(2),
        lasts=timedelta(days=14),
        is_private=True,
    ),
    Kind(
        "pulse_quarter",
        why=_("Everybody who writes here is asked once a quarter. What you answer is anonymous."),
        first=next_morning,
        lasts=timedelta(days=14),
        is_private=True,
    ),
    Kind(
        "welcome",
        why=_("You have not been here for long."),
        first=while_working,
        repeats=(working_days(5),),
        lasts=timedelta(days=28),
    ),
]
