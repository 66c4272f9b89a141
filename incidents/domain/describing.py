"""Fill in, together, what nobody knew when the incident was filed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incidents import events
from incidents.domain.locking import lock
from incidents.domain.telling import tell_everyone, tell_teams
from incidents.models import Incident, Kind, Service, UndoPath
from people.models import User
from webhooks.domain.announcing import announce


@transaction.atomic
def describe_incident(
    incident: Incident,
    *,
    by: User,
    title: str,
    undo_path: str,
    services: Iterable[Service],
    at: datetime | None = None,
) -> Incident:
    """Change what an incident is called, how it can be undone and which services are in it.

    What changed is one line of the timeline; a form that changes nothing leaves none.
    """
    incident = lock(incident)
    chosen = sorted(services, key=lambda service: service.name)
    changes = []
    if title != incident.title:
        changes.append(_("Title: %(title)s.") % {"title": title.rstrip(".")})
    if undo_path != incident.undo_path:
        changes.append(_said_of_path(incident, undo_path))
    if {one.pk for one in chosen} != set(incident.services.values_list("pk", flat=True)):
        names = ", ".join(service.name for service in chosen)
        changes.append(_("Services: %(names)s.") % {"names": names or _("none")})
    if not changes:
        return incident
    incident.title, incident.undo_path = title, UndoPath(undo_path)
    incident.save(update_fields=["title", "undo_path"])
    incident.services.set(chosen)
    incident.record(Kind.STATUS, " ".join(changes), by=by, at=at)
    announce(events.UPDATED, incident)
    if incident.is_open:
        # Each team hears of it once: those whose services came along just now.
        tell_teams(incident, "team_incident_opened")
    tell_everyone(incident)
    return incident


@transaction.atomic
def change_undo_path(
    incident: Incident, *, by: User, undo_path: str, at: datetime | None = None
) -> Incident:
    """Say how it can be undone, as far as is known now. The suggested steps follow.

    Steps that somebody took already stay as their tasks.
    """
    incident = lock(incident)
    if undo_path == incident.undo_path:
        return incident
    text = _said_of_path(incident, undo_path)
    incident.undo_path = UndoPath(undo_path)
    incident.save(update_fields=["undo_path"])
    incident.record(Kind.STATUS, text, by=by, at=at)
    announce(events.UPDATED, incident)
    tell_everyone(incident)
    return incident


def _said_of_path(incident: Incident, undo_path: str) -> str:
    """What the timeline says of a new undo path, with the one that it was before."""
    path, before = UndoPath(undo_path).label, incident.get_undo_path_display()
    said = _("To undo it: %(path)s (before: %(before)s).")
    if incident.is_open:
        said = _("To undo it: %(path)s (before: %(before)s). The suggested steps have changed.")
    return said % {"path": path.lower(), "before": before.lower()}
