from postmortems.models.debrief import Debrief, DebriefState, Invitation
from postmortems.models.factor import ContributingFactor, FactorKind
from postmortems.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from postmortems.models.moment import WriteUpMoment
from postmortems.models.postmortem import Postmortem, Status
from postmortems.models.review import CHECKLIST, ReviewRound, Verdict
from postmortems.models.sections import PARTS, PROMPTS, SECTIONS, SHORT
from postmortems.models.template import Form, Occasion, Template, TemplateDefault

__all__ = [
    "CHECKLIST",
    "PARTS",
    "PROMPTS",
    "SECTIONS",
    "SHORT",
    "ContributingFactor",
    "Debrief",
    "DebriefState",
    "FactorKind",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "Form",
    "Invitation",
    "Occasion",
    "Postmortem",
    "ReviewRound",
    "Status",
    "Template",
    "TemplateDefault",
    "Verdict",
    "WriteUpMoment",
]
