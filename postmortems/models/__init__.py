from postmortems.models.factor import ContributingFactor, FactorKind
from postmortems.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from postmortems.models.importing import (
    ImportBatch,
    ImportFile,
    ImportPicture,
    ImportState,
)
from postmortems.models.postmortem import SECTIONS, Postmortem, Status
from postmortems.models.review import CHECKLIST, ReviewRound, Verdict

__all__ = [
    "CHECKLIST",
    "SECTIONS",
    "ContributingFactor",
    "FactorKind",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "ImportBatch",
    "ImportFile",
    "ImportPicture",
    "ImportState",
    "Postmortem",
    "ReviewRound",
    "Status",
    "Verdict",
]
