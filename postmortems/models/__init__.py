from postmortems.models.factor import ContributingFactor, FactorKind
from postmortems.models.follow_up import Check, FollowUp, FollowUpKind, FollowUpState
from postmortems.models.follow_up_history import FollowUpAnswer, FollowUpStep, Helped, StepKind
from postmortems.models.importing import (
    ImportBatch,
    ImportFile,
    ImportPicture,
    ImportState,
)
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
    "LONGEST_SECTION",
    "LONGEST_TITLE",
    "SECTIONS",
    "Check",
    "ContributingFactor",
    "FactorKind",
    "FollowUp",
    "FollowUpAnswer",
    "FollowUpKind",
    "FollowUpState",
    "FollowUpStep",
    "Helped",
    "ImportBatch",
    "ImportFile",
    "ImportPicture",
    "ImportState",
    "Occasion",
    "Postmortem",
    "ReviewRound",
    "SharedText",
    "Status",
    "StepKind",
    "TextUpdate",
    "Verdict",
    "Version",
]
