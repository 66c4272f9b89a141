from people.models.team import RotaPlace, Team
from people.models.user import Role, User, Weekday

__all__ = ["Role", "RotaPlace", "Team", "User", "Weekday"]
