"""In an incident: what its room asks for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import EVERYWHERE, Kind
from nudges.kinds.timing import after

KINDS = [
    Kind(
        "thank_you",
        why=_("You opened an incident."),
        may_interrupt=True,
        is_said_once=True,
    ),
    Kind(
        "lead",
        why=_("Somebody handed the lead of this incident to you."),
        may_interrupt=True,
        lasts=timedelta(days=1),
        channels=EVERYWHERE,
    ),
    Kind(
        "communications",
        why=_("Somebody asked you to do communications in this incident."),
        may_interrupt=True,
        lasts=timedelta(days=1),
        channels=EVERYWHERE,
    ),
    Kind(
        "scribe",
        why=_("Somebody asked you to keep the notes of this incident."),
        may_interrupt=True,
        lasts=timedelta(days=1),
        channels=EVERYWHERE,
    ),
    Kind(
        "help_wanted",
        why=_("You know what is involved, or were in something like it, and a hand would help."),
        may_interrupt=True,
        lasts=timedelta(hours=12),
        is_one_press=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "on_my_way",
        why=_("You asked for a hand in this incident."),
        may_interrupt=True,
        is_said_once=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "repair",
        why=_("Somebody put you down for this data repair."),
        may_interrupt=True,
        lasts=timedelta(days=1),
        channels=EVERYWHERE,
    ),
    Kind(
        "update_due",
        why=_("You lead this incident or speak for it, and an update is due."),
        repeats=(after(minutes=10),),
        may_interrupt=True,
        channels=EVERYWHERE,
    ),
]
