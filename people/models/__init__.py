from people.models.audit import AuditEntry
from people.models.team import RotaPlace, Team
from people.models.user import Role, User, Weekday

__all__ = ["AuditEntry", "Role", "RotaPlace", "Team", "User", "Weekday"]
