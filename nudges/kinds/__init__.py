"""Every kind of nudge, declared here and nowhere else, by what it is about.

The wording of a kind is in `templates/nudges/kinds/<name>.txt`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from nudges.kinds import care, follow_ups, library, live, teams, writing
from nudges.kinds.kind import Kind
from nudges.kinds.timing import Text


@dataclass(frozen=True)
class Group:
    """Kinds that belong together, where somebody chooses what reaches them."""

    label: Text
    kinds: list[Kind]


GROUPS = [
    Group(_("In an incident"), live.KINDS),
    Group(_("Between people"), care.KINDS),
    Group(_("Write-ups and reviews"), writing.KINDS),
    Group(_("Follow-ups and debriefs"), follow_ups.KINDS),
    Group(_("Stories and talks"), library.KINDS),
]
KINDS = {kind.name: kind for group in GROUPS for kind in group.kinds}
# What is announced in the chat rooms of teams.
TEAM_KINDS = {kind.name: kind for kind in teams.KINDS}

__all__ = ["GROUPS", "KINDS", "TEAM_KINDS", "Group", "Kind"]
