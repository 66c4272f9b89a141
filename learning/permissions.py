"""Who may do what in the library, asked by pages and API alike."""

from django.db.models import QuerySet

from learning.models import ReadingPath, Remark, Scenario, Story, TalkSession, TalkSlot
from people.models import Team, User
from people.permissions import may_write
from postmortems import permissions as write_ups


def may_change(user: User, story: Story) -> bool:
    """A story is its author's, and nobody else's, whatever their role."""
    return may_write(user) and story.author_id == user.pk


def may_withdraw_remark(user: User, remark: Remark) -> bool:
    """A remark is its author's."""
    return may_write(user) and remark.author_id == user.pk


def may_take_slot(user: User) -> bool:
    """Somebody stands there and tells it, so it is nothing for the account of a script."""
    return may_write(user) and not user.is_service


def may_change_slot(user: User, slot: TalkSlot) -> bool:
    """A slot is its speaker's."""
    return may_write(user) and slot.speaker_id == user.pk


def may_change_scenario(user: User, scenario: Scenario) -> bool:
    """Whoever made it, and whoever may edit the write-up that it is from."""
    if not may_write(user):
        return False
    return scenario.made_by_id == user.pk or write_ups.may_edit(user, scenario.source)


def may_run_talks(user: User) -> bool:
    """Tech leads and admins say when the sessions are."""
    return may_write(user) and (user.is_admin or user.leads_teams.exists())


def may_keep_recording(user: User, session: TalkSession) -> bool:
    """Whoever runs the sessions, and whoever spoke in this one."""
    if not may_write(user):
        return False
    return any(slot.speaker_id == user.pk for slot in session.slots.all()) or may_run_talks(user)


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
