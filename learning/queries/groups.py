"""Put what a quarter came to into the groups it can be told for."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q

from incidents.models import Service
from learning.insights.figures import For
from learning.insights.groups import EVERYONE, FIVE, Group, Heap, Where, together
from learning.models import PulseBox
from learning.queries.measures import Heaps
from people.models import Role, Team


def by_service(heaps: Heaps, whose: For) -> Group:
    """The tree of everyone, teams and services. Small teams have no name, nor have theirs."""
    if whose is For.EVERYONE:
        return Group(EVERYONE, own=together(heaps.values()))
    services = Service.objects.filter(pk__in=[key for key in heaps if key])
    team_of = dict(services.values_list("pk", "team"))
    large = large_teams()
    found: dict[int | None, list[Group]] = defaultdict(list)
    for service, heap in heaps.items():
        team = team_of.get(service) if service else None
        group = Group(Where(service=service), own=heap, has_name=service is not None)
        found[team].append(group)
    teams = [
        Group(Where(team=team), within=theirs, has_name=team in large)
        for team, theirs in found.items()
        if team is not None
    ]
    return Group(EVERYONE, within=[*teams, *found[None]])


def by_team(boxes: Iterable[PulseBox]) -> Group:
    """The answers in each team's box; each is somebody else's, so as many people as answers."""
    groups = []
    for box in boxes:
        answers = box.answers
        total = sum(face * count for face, count in enumerate(answers, start=1))
        heap = Heap(sum(answers), {"sum": total})
        groups.append(Group(Where(team=box.team_id), own=heap, has_name=box.team_id is not None))
    return Group(EVERYONE, within=groups)


def large_teams() -> set[int]:
    """Teams of five or more who write here."""
    who_write = Q(members__is_active=True) & ~Q(members__role=Role.READER)
    teams = Team.objects.annotate(size=Count("members", filter=who_write)).order_by()
    return set(teams.filter(size__gte=FIVE).values_list("pk", flat=True))
