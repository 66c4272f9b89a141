from postmortems.models.comment import (
    FACTOR,
    LONGEST_COMMENT,
    LONGEST_QUOTE,
    TITLE,
    WHOLE,
    Comment,
    Thread,
)
from postmortems.models.factor import ContributingFactor, FactorKind
from postmortems.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from postmortems.models.postmortem import (
    LONGEST_SECTION,
    LONGEST_TITLE,
    SECTIONS,
    Postmortem,
    Status,
)
from postmortems.models.review import CHECKLIST, ReviewRound, Verdict
from postmortems.models.shared_text import SharedText, TextUpdate
from postmortems.models.version import Occasion, Version

__all__ = [
    "CHECKLIST",
    "FACTOR",
    "LONGEST_COMMENT",
    "LONGEST_QUOTE",
    "LONGEST_SECTION",
    "LONGEST_TITLE",
    "SECTIONS",
    "TITLE",
    "WHOLE",
    "Comment",
    "ContributingFactor",
    "FactorKind",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "Occasion",
    "Postmortem",
    "ReviewRound",
    "SharedText",
    "Status",
    "TextUpdate",
    "Thread",
    "Verdict",
    "Version",
]
