"""In the chat room of a team: what happens around its services, and never who did what."""

from django.utils.translation import gettext_lazy as _

from nudges.channels.names import Channel
from nudges.kinds.kind import Kind

IN_ROOMS = frozenset({Channel.CHAT})
TOUCHED = _("A service of this team is in it, or somebody in this team opened it.")

KINDS = [
    Kind(
        "team_incident_opened",
        why=TOUCHED,
        may_interrupt=True,
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
    Kind(
        "team_help_wanted",
        why=TOUCHED,
        may_interrupt=True,
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
    Kind(
        "team_incident_over",
        why=TOUCHED,
        may_interrupt=True,
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
    Kind(
        "team_published",
        why=_("It is about a service of this team, or somebody in this team wrote it."),
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
]
