"""In an incident: what its room asks for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import EVERYWHERE, Kind, Rank
from nudges.kinds.timing import minutes_after

_SAID = _("It is said.")
_TAKEN_ON = _("You say that you have seen it.")

KINDS = [
    Kind(
        "thank_you",
        title=_("Thank you for raising it"),
        when=_("You open an incident."),
        ends_when=_SAID,
        why=_("You opened an incident."),
        may_interrupt=True,
        is_said_once=True,
    ),
    Kind(
        "lead",
        title=_("You lead an incident"),
        when=_("Somebody hands the lead to you."),
        ends_when=_TAKEN_ON,
        why=_("Somebody handed the lead of this incident to you."),
        rank=Rank.LIVE,
        may_interrupt=True,
        lasts=timedelta(days=1),
        can_be_done=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "communications",
        title=_("You do communications"),
        when=_("Somebody asks you to say how things are to those who wait to hear."),
        ends_when=_TAKEN_ON,
        why=_("Somebody asked you to do communications in this incident."),
        rank=Rank.LIVE,
        may_interrupt=True,
        lasts=timedelta(days=1),
        can_be_done=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "scribe",
        title=_("You keep the notes"),
        when=_("Somebody asks you to write down what happens in an incident."),
        ends_when=_TAKEN_ON,
        why=_("Somebody asked you to keep the notes of this incident."),
        rank=Rank.LIVE,
        may_interrupt=True,
        lasts=timedelta(days=1),
        can_be_done=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "help_wanted",
        title=_("A hand is wanted"),
        when=_("Somebody asks for a hand with something that you know, or were in before."),
        ends_when=_("Somebody is on the way, or the incident is over."),
        why=_("You know what is involved, or were in something like it, and a hand would help."),
        rank=Rank.LIVE,
        may_interrupt=True,
        lasts=timedelta(hours=12),
        is_one_press=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "on_my_way",
        title=_("Somebody is on the way"),
        when=_("Somebody comes to help you."),
        ends_when=_SAID,
        why=_("You asked for a hand in this incident."),
        may_interrupt=True,
        is_said_once=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "repair",
        title=_("A data repair with you in it"),
        when=_("Somebody puts you down to run a data repair, or to pair with whoever does."),
        ends_when=_("Somebody else does it, the repair is over, or you say that you have seen it."),
        why=_("Somebody put you down for this data repair."),
        rank=Rank.LIVE,
        may_interrupt=True,
        lasts=timedelta(days=1),
        can_be_done=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "update_due",
        title=_("An update is due"),
        when=_("You lead an incident or speak for it, five minutes before its next update is due."),
        ends_when=_("An update is posted, its time is changed, or the incident is resolved."),
        why=_("You lead this incident or speak for it, and an update is due."),
        rank=Rank.LIVE,
        repeats=(minutes_after(10),),
        may_interrupt=True,
        channels=EVERYWHERE,
    ),
]
