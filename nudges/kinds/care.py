"""Between people: how somebody is, and kind words."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import EVERYWHERE, Answer, Kind, Rank
from nudges.kinds.timing import next_morning, while_working, working_days

KINDS = [
    Kind(
        "reach_out",
        title=_("Write to somebody"),
        when=_("You look after people, and somebody is in the middle of an incident."),
        ends_when=_("You write, they say that they are fine, or somebody else is asked instead."),
        why=_("You look after people here, and a message from you would help. Only you see this."),
        rank=Rank.LIVE,
        channels=EVERYWHERE,
        is_private=True,
    ),
    Kind(
        "kind_note",
        title=_("A note to you"),
        when=_("Somebody writes you a note that only you can read."),
        ends_when=_("You read it."),
        why=_("Somebody wrote to you, and only you can read it."),
        rank=Rank.CARE,
        channels=EVERYWHERE,
        is_private=True,
    ),
    Kind(
        "check_in",
        title=_("How are you?"),
        when=_("You were in an incident that is over."),
        ends_when=_("You answer, or the incident is opened again."),
        why=_("You were in this incident."),
        rank=Rank.QUESTION,
        first=next_morning,
        lasts=timedelta(days=14),
        answers=(Answer("fine"), Answer("word")),
        is_private=True,
    ),
    Kind(
        "pulse_after",
        title=_("Three questions after an incident"),
        when=_("You were in an incident, at most once in a quarter. Answers are anonymous."),
        ends_when=_("You answer."),
        why=_("You were in an incident that is over. What you answer is anonymous."),
        rank=Rank.QUESTION,
        # Not on the morning on which everybody is asked how they are.
        first=working_days(2),
        lasts=timedelta(days=14),
        is_private=True,
    ),
    Kind(
        "pulse_quarter",
        title=_("Three questions of a quarter"),
        when=_("Once a quarter, to everybody who writes here. Answers are anonymous."),
        ends_when=_("You answer."),
        why=_("Everybody who writes here is asked once a quarter. What you answer is anonymous."),
        rank=Rank.QUESTION,
        first=next_morning,
        lasts=timedelta(days=14),
        is_private=True,
    ),
    Kind(
        "welcome",
        title=_("A place to begin"),
        when=_("You have joined these days."),
        ends_when=_("You have read those stories, or say that it is enough."),
        why=_("You have not been here for long."),
        first=while_working,
        repeats=(working_days(5),),
        lasts=timedelta(days=28),
        can_be_done=True,
    ),
]
