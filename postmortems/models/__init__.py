from postmortems.models.factor import ContributingFactor, FactorKind
from postmortems.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from postmortems.models.postmortem import SECTIONS, SETTLES_AFTER, Postmortem, Status
from postmortems.models.publishing import Correction, ShareLink
from postmortems.models.review import CHECKLIST, ReviewRound, Verdict

__all__ = [
    "CHECKLIST",
    "SECTIONS",
    "SETTLES_AFTER",
    "ContributingFactor",
    "Correction",
    "FactorKind",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "Postmortem",
    "ReviewRound",
    "ShareLink",
    "Status",
    "Verdict",
]
