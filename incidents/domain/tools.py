"""Using what was written down to undo and to mend."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.locking import lock_open
from incidents.domain.room import TWICE_WITHIN
from incidents.domain.telling import tell_room
from incidents.models import Incident, Kind, TimelineEntry, Tool
from people.errors import DomainError
from people.models import User

# What was done to the system, whoever did it.
SAYS: dict[str, Promise] = {
    Tool.Kind.ROLLBACK: gettext_lazy("Rolled back %(service)s: %(command)s."),
    Tool.Kind.FEATURE_FLAG: gettext_lazy("Switched a feature flag of %(service)s: %(command)s."),
    Tool.Kind.KILL_SWITCH: gettext_lazy("Used a kill switch of %(service)s: %(command)s."),
    Tool.Kind.READ_ONLY_MODE: gettext_lazy("Put %(service)s into read-only mode: %(command)s."),
    Tool.Kind.REPAIR_JOB: gettext_lazy("Started a repair job for %(service)s: %(command)s."),
}


@transaction.atomic
def use_tool(
    incident: Incident, *, by: User, tool: Tool, at: datetime | None = None
) -> TimelineEntry:
    """Write down that a tool of one of the incident's services was used.

    A rollback is a key moment. The row is locked first: a tool whose use is said
    twice within a minute, by one person or by two who watched the same screen,
    was used once.
    """
    incident = lock_open(incident)
    if not incident.services.filter(pk=tool.service_id).exists():
        said = _("%(service)s is not among the services of this incident any more.")
        raise DomainError(said % {"service": tool.service})
    if used := _used_just_now(incident, tool, at=at):
        return used
    names = {"service": tool.service.name, "command": as_code(tool.command)}
    entry = incident.record(
        Kind.TOOL,
        str(SAYS[tool.kind]) % names,
        by=by,
        at=at,
        is_key_moment=tool.kind == Tool.Kind.ROLLBACK,
    )
    entry.tool = tool
    entry.save(update_fields=["tool"])
    tell_room(incident)
    return entry


def _used_just_now(incident: Incident, tool: Tool, *, at: datetime | None) -> TimelineEntry | None:
    around = at or timezone.now()
    uses = incident.timeline.filter(kind=Kind.TOOL, tool=tool, withdrawn_at=None)
    return uses.filter(
        occurred_at__gt=around - TWICE_WITHIN, occurred_at__lt=around + TWICE_WITHIN
    ).first()


def as_code(command: str) -> str:
    """A command as Markdown shows it to the letter, ticks of its own included."""
    fence = "``" if "`" in command else "`"
    space = " " if "`" in command else ""
    return f"{fence}{space}{command}{space}{fence}"
