"""What a merge would move, for the page that asks."""

from dataclasses import dataclass

from incidents.models import Incident


@dataclass(frozen=True)
class Moved:
    """How much of what people see would go to the other incident."""

    entries: int
    people: int
    others: bool


def what_moves(incident: Incident) -> Moved:
    rows = [incident.tasks, incident.help_requests, incident.repairs, incident.pictures]
    return Moved(
        entries=incident.timeline.count(),
        people=incident.participations.count(),
        others=any(some.exists() for some in rows) or incident.postmortems.exists(),
    )
