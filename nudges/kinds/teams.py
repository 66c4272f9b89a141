"""In the chat room of a team: what happens around its services, and never who did what."""

from django.utils.translation import gettext_lazy as _

from nudges.channels.names import Channel
from nudges.kinds.kind import Kind

IN_ROOMS = frozenset({Channel.CHAT})
TOUCHED = _("A service of this team is in it, or somebody in this team opened it.")

KINDS = [
    Kind(
        "team_incident_opened",
        title=_("An incident has opened"),
        when=_("An incident opens around the team’s services or people."),
        ends_when=_("It is said."),
        why=TOUCHED,
        may_interrupt=True,
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
    Kind(
        "team_help_wanted",
        title=_("A hand is wanted"),
        when=_("Somebody asks for a hand in it."),
        ends_when=_("It is said."),
        why=TOUCHED,
        may_interrupt=True,
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
    Kind(
        "team_incident_over",
        title=_("An incident is over"),
        when=_("It is resolved, or turned out to be fine."),
        ends_when=_("It is said."),
        why=TOUCHED,
        may_interrupt=True,
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
    Kind(
        "team_published",
        title=_("A write-up of the team is published"),
        when=_("A write-up about the team’s services, or by its people, is published."),
        ends_when=_("It is said."),
        why=_("It is about a service of this team, or somebody in this team wrote it."),
        is_said_once=True,
        is_for_teams=True,
        channels=IN_ROOMS,
    ),
]
