"""Who may do what in the library, asked by pages and API alike."""

from django.db.models import QuerySet

from learning.models import ReadingPath, Story
from people.models import Team, User
from people.permissions import may_write


def may_change(user: User, story: Story) -> bool:
    """A story is its author's, and nobody else's, whatever their role."""
    return may_write(user) and story.author_id == user.pk


def may_make_paths(user: User) -> bool:
    """Tech leads make the reading paths of their teams, admins those of all."""
    return may_write(user) and (user.is_admin or user.leads_teams.exists())


def teams_to_make_paths_for(user: User) -> QuerySet[Team]:
    return Team.objects.all() if user.is_admin else user.leads_teams.all()


def may_keep_path(user: User, path: ReadingPath) -> bool:
    """Whoever leads its team, and admins; what is for everyone is an admin's."""
    if not may_write(user):
        return False
    return user.is_admin or (
        path.team_id is not None and user.leads_teams.filter(pk=path.team_id).exists()
    )
