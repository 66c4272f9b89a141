"""Stories and talks."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import EVERYWHERE, Kind
from nudges.kinds.timing import (
    after,
    monday_morning,
    morning,
    seniors_first,
    working_days_before,
)

KINDS = [
    Kind(
        "story_invite",
        why=_("You were in an incident that is written up."),
        first=seniors_first(5, others=10),
        lasts=timedelta(days=42),
    ),
    Kind(
        "digest",
        why=_("What is new in the library comes once a week."),
        first=monday_morning,
        is_said_once=True,
        is_by_itself=True,
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
        channels=EVERYWHERE,
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
]
