from people.models.api import KeptAnswer, RequestCount
from people.models.audit import AuditEntry
from people.models.identity import Identity
from people.models.letter import Letter, LetterState
from people.models.organisation import Organisation, Word
from people.models.session import Session
from people.models.team import RotaPlace, Team
from people.models.token import ApiToken, Scope
from people.models.user import Role, User, Weekday

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Identity",
    "KeptAnswer",
    "Letter",
    "LetterState",
    "Organisation",
    "RequestCount",
    "Role",
    "RotaPlace",
    "Scope",
    "Session",
    "Team",
    "User",
    "Weekday",
    "Word",
]
