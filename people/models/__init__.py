from people.models.api import KeptAnswer, RequestCount
from people.models.audit import AuditEntry
from people.models.letter import Letter, LetterState
from people.models.team import RotaPlace, Team
from people.models.token import ApiToken, Scope
from people.models.user import Role, User, Weekday

__all__ = [
    "ApiToken",
    "AuditEntry",
    "KeptAnswer",
    "Letter",
    "LetterState",
    "RequestCount",
    "Role",
    "RotaPlace",
    "Scope",
    "Team",
    "User",
    "Weekday",
]
