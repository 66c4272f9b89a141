from postmortems.models.factor import ContributingFactor, FactorKind
from postmortems.models.follow_up import Check, FollowUp, FollowUpKind, FollowUpState
from postmortems.models.follow_up_history import FollowUpAnswer, FollowUpStep, Helped, StepKind
from postmortems.models.postmortem import SECTIONS, Postmortem, Status
from postmortems.models.review import CHECKLIST, ReviewRound, Verdict

__all__ = [
    "CHECKLIST",
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
    "Postmortem",
    "ReviewRound",
    "Status",
    "StepKind",
    "Verdict",
]
