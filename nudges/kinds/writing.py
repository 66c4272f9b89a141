"""Write-ups: writing them, reviewing them, talking about them."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from nudges.kinds.kind import Kind
from nudges.kinds.timing import after, next_morning, working_days

KINDS = [
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
        "anniversary",
        why=_("You are an author of this write-up, and a year has gone by."),
        first=next_morning,
        lasts=timedelta(days=14),
    ),
]
