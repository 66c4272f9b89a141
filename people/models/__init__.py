from people.models.team import Team
from people.models.user import Role, User, Weekday

__all__ = ["Role", "Team", "User", "Weekday"]
