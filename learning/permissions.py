"""Who may do what in the library, asked by pages and API alike."""

from learning.models import Scenario, Story, TalkSession
from people.models import User
from people.permissions import may_write
from postmortems import permissions as write_ups


def may_change(user: User, story: Story) -> bool:
    """A story is its author's, and nobody else's, whatever their role."""
    return may_write(user) and story.author_id == user.pk


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
