from people.models.audit import AuditEntry
from people.models.letter import Letter, LetterState
from people.models.team import RotaPlace, Team
from people.models.user import Role, User, Weekday

__all__ = [
    "AuditEntry",
    "Letter",
    "LetterState",
    "Role",
    "RotaPlace",
    "Team",
    "User",
    "Weekday",
]
