"""Tell people about an incident in the way of its mode, and screens that it changed."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, Q

from incidents.models import Incident
from live import publish
from nudges.domain.announcing import announce
from nudges.domain.outbox import nudge
from people.models import Team, User


def tell_room(incident: Incident, event: str = "room") -> None:
    """Let every open screen of the room fetch it again, those of its duplicates too.

    With another event they fetch the part that listens to it. Of a restricted incident
    only those who see it are told, each by themselves, so that nobody else can tell
    that something happens there.
    """
    if incident.is_restricted:
        _tell_audience(incident, event)
        return
    for number in (incident.pk, *incident.merged_here.values_list("pk", flat=True)):
        publish(f"incident:{number}", event)


def tell_lists(incident: Incident) -> None:
    """Let every list that shows the incident fetch itself again."""
    if incident.is_restricted:
        _tell_audience(incident, "incidents")
        return
    publish("incidents", "incidents")


def tell_in_private(*people: User) -> None:
    """Let the rooms that these people have open fetch themselves; nobody else's are told."""
    for person in people:
        publish(f"user:{person.pk}", "room")


def _tell_audience(incident: Incident, event: str) -> None:
    for person in incident.audience().values_list("pk", flat=True):
        publish(f"user:{person}", event)


def tell_everyone(incident: Incident) -> None:
    """Let the room's screens, and every list that shows the incident, fetch again."""
    tell_room(incident)
    tell_lists(incident)


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


def tell_teams(
    incident: Incident, kind: str, *, about: Model | None = None, again: str = ""
) -> None:
    """Say in the chat rooms of teams what happens in a live incident that everybody sees.

    The teams are those that look after its services, and that of whoever opened it.
    """
    if not incident.asks_people or incident.is_restricted:
        return
    services, opener = incident.services.values("team"), incident.declared_by
    teams = Team.objects.filter(Q(pk__in=services) | Q(pk=opener.team_id if opener else None))
    announce(kind, about=about or incident, to=teams, again=again)


def _who_may_hear(incident: Incident, people: Iterable[User]) -> list[User]:
    if not (incident.is_practice or incident.is_restricted):
        return list(people)
    inside = set(incident.participations.values_list("user", flat=True))
    if not incident.is_practice:
        inside |= set(incident.accesses.values_list("user", flat=True))
    return [person for person in people if person.pk in inside]
