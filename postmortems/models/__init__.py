from postmortems.models.comment import (
    FACTOR,
    LONGEST_COMMENT,
    LONGEST_QUOTE,
    TITLE,
    WHOLE,
    Comment,
    Thread,
)
from postmortems.models.debrief import Debrief, DebriefState, Invitation
from postmortems.models.factor import ContributingFactor, FactorKind
from postmortems.models.follow_up import Check, FollowUp, FollowUpKind, FollowUpState, Origin
from postmortems.models.follow_up_history import FollowUpAnswer, FollowUpStep, Helped, StepKind
from postmortems.models.importing import ImportBatch, ImportFile, ImportPicture, ImportState
from postmortems.models.moment import WriteUpMoment
from postmortems.models.postmortem import (
    LONGEST_SECTION,
    LONGEST_TITLE,
    SETTLES_AFTER,
    Postmortem,
    Status,
)
from postmortems.models.publishing import Correction, ShareLink
from postmortems.models.review import CHECKLIST, ReviewRound, Verdict
from postmortems.models.sections import PARTS, PROMPTS, SECTIONS, SHORT
from postmortems.models.shared_text import SharedText, TextUpdate
from postmortems.models.template import Form, Occasion, Template, TemplateDefault
from postmortems.models.version import KeptAt, Version

__all__ = [
    "CHECKLIST",
    "FACTOR",
    "LONGEST_COMMENT",
    "LONGEST_QUOTE",
    "LONGEST_SECTION",
    "LONGEST_TITLE",
    "PARTS",
    "PROMPTS",
    "SECTIONS",
    "SETTLES_AFTER",
    "SHORT",
    "TITLE",
    "WHOLE",
    "Check",
    "Comment",
    "ContributingFactor",
    "Correction",
    "Debrief",
    "DebriefState",
    "FactorKind",
    "FollowUp",
    "FollowUpAnswer",
    "FollowUpKind",
    "FollowUpState",
    "FollowUpStep",
    "Form",
    "Helped",
    "ImportBatch",
    "ImportFile",
    "ImportPicture",
    "ImportState",
    "Invitation",
    "KeptAt",
    "Occasion",
    "Origin",
    "Postmortem",
    "ReviewRound",
    "ShareLink",
    "SharedText",
    "Status",
    "StepKind",
    "Template",
    "TemplateDefault",
    "TextUpdate",
    "Thread",
    "Verdict",
    "Version",
    "WriteUpMoment",
]
