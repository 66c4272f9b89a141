"""Stories and talks."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import EVERYWHERE, Kind, Rank
from nudges.kinds.timing import (
    minutes_after,
    monday_morning,
    morning,
    seniors_first,
    working_days_before,
)

KINDS = [
    Kind(
        "story_invite",
        title=_("Would you tell your side?"),
        when=_("A write-up about an incident that you were in is published."),
        ends_when=_("You tell it as a story, or say that it is not for you."),
        why=_("You were in an incident that is written up."),
        first=seniors_first(5, others=10),
        lasts=timedelta(days=42),
    ),
    Kind(
        "digest",
        title=_("The week in the library"),
        when=_("Something new was told, written up or changed in the last seven days."),
        ends_when=_("It is said."),
        why=_("What is new in the library comes once a week."),
        first=monday_morning,
        is_said_once=True,
        is_by_itself=True,
    ),
    Kind(
        "remark",
        title=_("Somebody answered your story"),
        when=_("Somebody says something below a story of yours."),
        ends_when=_("You say that you have seen it."),
        why=_("You told this story."),
        first=minutes_after(10),
        lasts=timedelta(days=14),
        can_be_done=True,
    ),
    Kind(
        "talk_slot",
        title=_("Would you tell something?"),
        when=_("A session of talks has room for you."),
        ends_when=_("You take a slot or say “Not this time”, or no slot is left."),
        why=_("There is room in a session, and people here would like to hear from you."),
        rank=Rank.QUESTION,
        # Asked early enough to think about it, and once more while there is still time.
        around=(working_days_before(3),),
        is_one_press=True,
    ),
    Kind(
        "talk_tomorrow",
        title=_("Your five minutes"),
        when=_("You have five minutes in a session of talks."),
        ends_when=_("The session begins, you give them back, or you say that you have seen it."),
        why=_("You have five minutes in this session."),
        rank=Rank.QUESTION,
        around=(morning(-1),),
        can_be_done=True,
        channels=EVERYWHERE,
    ),
    Kind(
        "talk_changed",
        title=_("A talk of yours is planned differently"),
        when=_("A session in which you have five minutes is moved or called off."),
        ends_when=_("The session begins, or you say that you have seen it."),
        why=_("You have five minutes in this session, or had."),
        rank=Rank.QUESTION,
        lasts=timedelta(days=7),
        can_be_done=True,
    ),
    Kind(
        "talk_swap",
        title=_("Somebody would like to trade places"),
        when=_("Somebody who tells something too would like your place in a session."),
        ends_when=_("You answer, or one of you has another slot."),
        why=_("Somebody who tells something too would like to trade places with you."),
        rank=Rank.QUESTION,
        lasts=timedelta(days=14),
        is_one_press=True,
    ),
    Kind(
        "talk_swap_answered",
        title=_("An answer to your offer to trade"),
        when=_("Whoever you asked to trade places has answered."),
        ends_when=_("It is said."),
        why=_("You offered to trade places."),
        is_said_once=True,
    ),
]
