"""Groups of a directory (SCIM): each is a team, or a role where the environment says so."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisation.domain.members import change_member
from organisation.domain.teams import change_team, delete_team, make_team, what_keeps
from organisation.models import DirectoryGroup
from people.domain.auditing import action, note
from people.domain.single_sign_on import HIGHEST_FIRST
from people.errors import DomainError
from people.models import Role, Team, User

MADE = action("organisation.directory_group_made", gettext_lazy("Group made by a directory"))
CHANGED = action(
    "organisation.directory_group_changed", gettext_lazy("Group changed by a directory")
)
DELETED = action(
    "organisation.directory_group_deleted", gettext_lazy("Group deleted by a directory")
)
LONGEST_TEAM = 80


class NameTaken(DomainError):
    """There is a group of that name already."""


@transaction.atomic
def make_group(*, by: User, name: str, external_id: str, members: Iterable[User]) -> DirectoryGroup:
    """Keep a group. A team of its name is its team; where there is none, it is made."""
    group = DirectoryGroup(name=name, external_id=external_id, team=_team_of(name, by=by))
    _keep(group)
    note(MADE, by=by, name=name, **_about(group))
    _set_members(group, members, by=by)
    return group


@transaction.atomic
def change_group(
    group: DirectoryGroup, *, by: User, name: str, external_id: str, members: Iterable[User]
) -> DirectoryGroup:
    """Keep what a directory says of a group. A team that is its alone is renamed with it."""
    group = DirectoryGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    before, group.external_id = group.name, external_id
    if name != before:
        _rename(group, name, by=by)
    _keep(group)
    if name != before:
        note(CHANGED, by=by, name=name, before=before, **_about(group))
    _set_members(group, members, by=by)
    return group


@transaction.atomic
def delete_group(group: DirectoryGroup, *, by: User) -> None:
    """Let a group go. Its team goes with it, unless something or somebody is left in it."""
    group = DirectoryGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    _set_members(group, [], by=by)
    team = group.team
    note(DELETED, by=by, name=group.name, **_about(group))
    group.delete()
    if team and not team.directory_groups.exists() and not what_keeps(team):
        delete_team(team, by=by)


@transaction.atomic
def apply_groups(person: User, *, by: User, decides_role: bool, left: Team | None = None) -> User:
    """Let somebody's groups decide their team, and their role where the environment says how.

    In several teams' groups, they stay in the team they are in. Without any, they are taken out
    of the team of the group that they `left`, and of none that an admin chose.
    """
    person = User.objects.get(pk=person.pk)
    if not person.is_active:
        return person
    groups = list(person.directory_groups.select_related("team").order_by("name"))
    teams = [group.team for group in groups if group.team]
    team = person.team
    if teams and team not in teams:
        team = teams[0]
    elif not teams and team == left:
        team = None
    role = person.role
    if decides_role and settings.OIDC_ROLES:
        given = {group.role for group in groups}
        role = next((one for one in HIGHEST_FIRST if one in given), Role(settings.OIDC_ROLE))
    return change_member(
        person,
        by=by,
        display_name=person.display_name,
        role=role,
        team=team,
        title=person.title,
        is_senior=person.is_senior,
    )


def leave_groups(person: User) -> None:
    """Take somebody out of all groups, because they leave anyway."""
    person.directory_groups.clear()


def _set_members(group: DirectoryGroup, members: Iterable[User], *, by: User) -> None:
    """Let a group have these members, and apply it to whoever comes and goes."""
    wanted = {person.pk: person for person in members}
    there = {person.pk: person for person in group.members.all()}
    come = [person for number, person in wanted.items() if number not in there]
    gone = [person for number, person in there.items() if number not in wanted]
    if not come and not gone:
        return
    group.members.add(*come)
    group.members.remove(*gone)
    note(CHANGED, by=by, name=group.name, come=len(come), gone=len(gone))
    for person in sorted([*come, *gone], key=lambda one: one.pk):
        left = group.team if person.pk not in wanted else None
        apply_groups(person, by=by, decides_role=bool(group.role), left=left)


def _rename(group: DirectoryGroup, name: str, *, by: User) -> None:
    """Give a group another name, and with it another team, or its team another name."""
    was_role, before = group.role, group.team
    group.name = name
    if was_role != group.role:
        raise DomainError(_("A group that gives a role keeps its name. Make a new group instead."))
    wanted = _name_of_team(name)
    is_its_own = before and not before.directory_groups.exclude(pk=group.pk).exists()
    if before and is_its_own and wanted and not Team.objects.filter(name=wanted).exists():
        change_team(before, by=by, name=wanted, tech_leads=list(before.tech_leads.all()))
        return
    group.team = _team_of(name, by=by)
    if group.team != before:
        _keep(group)
        for person in group.members.order_by("pk"):
            apply_groups(person, by=by, decides_role=False, left=before)


def _team_of(name: str, *, by: User) -> Team | None:
    wanted = _name_of_team(name)
    if not wanted:
        return None
    if len(wanted) > LONGEST_TEAM:
        raise DomainError(_("The name of a team has 80 characters at most."))
    return Team.objects.filter(name=wanted).first() or make_team(by=by, name=wanted)


def _name_of_team(group: str) -> str:
    """What the team of a group is called; a group that is there for a role has none."""
    named: str = settings.OIDC_TEAMS.get(group, "" if group in settings.OIDC_ROLES else group)
    return " ".join(named.split())


def _keep(group: DirectoryGroup) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise NameTaken(_("There is a group of that name already.")) from None


def _about(group: DirectoryGroup) -> dict[str, Any]:
    return {"role": group.role} if group.role else {"team": str(group.team_id or "")}
