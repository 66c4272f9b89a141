"""Tell people about an incident, in the way of its mode."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model

from incidents.models import Incident
from nudges.domain.outbox import nudge
from people.models import User


def tell(
    incident: Incident,
    kind: str,
    *,
    to: Iterable[User],
    about: Model | None = None,
    at: datetime | None = None,
    again: str = "",
) -> None:
    """Nudge people about an incident, or about something in it.

    A live incident tells everyone in `to` who may see it. Practice feels real to
    those who are in it, and never leaves the app. A record tells nobody.
    """
    if not incident.tells_people:
        return
    nudge(
        kind,
        about=about or incident,
        to=_who_may_hear(incident, to),
        at=at,
        again=again,
        stays_in_app=incident.is_practice,
    )


def _who_may_hear(incident: Incident, people: Iterable[User]) -> list[User]:
    if not (incident.is_practice or incident.is_restricted):
        return list(people)
    inside = set(incident.participations.values_list("user", flat=True))
    if not incident.is_practice:
        inside |= set(incident.accesses.values_list("user", flat=True))
    return [person for person in people if person.pk in inside]
