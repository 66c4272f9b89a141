"""What was planned after the incidents that one is again, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from incidents.models import Incident
from incidents.queries.room import Linked
from people.models import User


@dataclass(frozen=True)
class Followed:
    """What somebody planned after an earlier incident, and what became of it."""

    what: str
    says: str
    is_done: bool


def with_follow_ups(
    links: Iterable[Linked], *, reader: User
) -> list[tuple[Linked, list[Followed]]]:
    """Each link with the follow-ups of the incident that came first, in one query.

    Write-ups are a package further up, and point here: they are found by what they
    call an incident, and by their own rule of who may see them.
    """
    links = list(links)
    earlier = [one.incident.pk for one in links if one.is_again and one.came_first]
    write_ups: Any = Incident._meta.get_field("postmortems").related_model
    model = write_ups._meta.get_field("follow_ups").related_model
    rows = model.objects.visible_to(reader).filter(postmortem__incidents__in=earlier)
    found: defaultdict[int, list[Followed]] = defaultdict(list)
    for number, what, state in rows.order_by("pk").values_list(
        "postmortem__incidents", "what", "state"
    ):
        says = str(dict(model._meta.get_field("state").choices)[state])
        found[number].append(Followed(what, says, is_done=state == "done"))
    return [(one, found[one.incident.pk]) for one in links]
